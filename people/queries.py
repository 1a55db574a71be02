"""Reads about people."""

import hashlib
import uuid
from datetime import timedelta

from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .models import PrivateAddress, ReportsOf, User
from .states import Role

MOST_FOUND = 20
TO_CONFIRM = timedelta(days=7)  # within which a private address is to be confirmed


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


def secret_digest(secret: str) -> str:
    """What is kept of the secret in an address: 32 bytes that nobody can guess need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reader_of_feed(secret: str) -> User | None:
    """Whose calendar this secret opens; nobody's where it was revoked, or its owner may not sign in."""
    return User.objects.with_standing().filter(is_active=True, calendar_feed__digest=secret_digest(secret)).first()


def private_address_of(user: User) -> PrivateAddress | None:
    return PrivateAddress.objects.filter(user=user).select_related("entered_by").first()


def confirmed_address_of(user: User) -> str:
    """Where a leaver's copy may be sent; empty where there is no such address, or it was not confirmed yet."""
    confirmed = PrivateAddress.objects.filter(user=user, confirmed_at__isnull=False)
    return confirmed.values_list("address", flat=True).first() or ""


def address_to_confirm(address_id: uuid.UUID, secret: str) -> PrivateAddress | None:
    """The address that this link was mailed to; none where the link is wrong, too old, or another was entered since."""
    since = timezone.now() - TO_CONFIRM
    row = PrivateAddress.objects.filter(pk=address_id, entered_at__gt=since).select_related("user").first()
    return row if row and constant_time_compare(row.digest, secret_digest(secret)) else None
