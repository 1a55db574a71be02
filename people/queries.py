"""Reads about people."""

import hashlib

from django.db.models import Q, QuerySet, Value

from .models import ReportsOf, User
from .states import Role

MOST_FOUND = 20


def reports_of(user: User) -> QuerySet[User, int]:
    """Ids of everybody below this person in the reporting line, as a subquery that runs once."""
    return User.objects.filter(pk=user.pk).values_list(ReportsOf(Value(user.pk)), flat=True)


def active_people() -> QuerySet[User]:
    """Everybody who may sign in: nobody else can be given anything to do."""
    return User.objects.filter(is_active=True)


def holders_of(role: Role) -> QuerySet[User]:
    """Whoever has this standing role and may sign in."""
    return active_people().filter(role_grants__role=role)


def find_people(words: str, among: QuerySet[User] | None = None, *, most: int = MOST_FOUND) -> list[User]:
    """People whose name or e-mail address holds each of these words, in the order of names; nobody without a word."""
    asked = words.split()
    if not asked or "\0" in words:  # which PostgreSQL takes in no text
        return []
    people = active_people() if among is None else among
    for word in asked:
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(people.select_related("department").order_by("name", "pk")[:most])


def feed_digest(secret: str) -> str:
    """What is kept of the secret in a calendar's address: 32 random bytes need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reader_of_feed(secret: str) -> User | None:
    """Whose calendar this secret opens; nobody's where it was revoked, or its owner may not sign in."""
    return User.objects.with_standing().filter(is_active=True, calendar_feed__digest=feed_digest(secret)).first()
