"""Reads about people."""

from django.db.models import QuerySet, Value

from .models import ReportsOf, User


def reports_of(user: User) -> QuerySet[User, int]:
    """Ids of everybody below this person in the reporting line, as a subquery that runs once."""
    return User.objects.filter(pk=user.pk).values_list(ReportsOf(Value(user.pk)), flat=True)
