"""What hangs on a plan, asked along with the plan itself.

A case page reads from a dozen tables that most plans have no rows in. Whether there are some is asked in the query that
reads the plan anyway; only where there are, they are read.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.seat import Seat

from .models import Amendment, Mentoring, Pause, Plan

_asked: dict[str, Exists] = {}


def asks_along(**tables: Any) -> None:
    """Register tables whose column `plan` leads to the plan, by their names on it."""
    _asked.update({f"has_{name}": Exists(table.objects.filter(plan=OuterRef("pk"))) for name, table in tables.items()})


def with_what_there_is(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.annotate(**_asked)


def rows_of[Row](seat: Seat, plan: Plan, name: str, read: Callable[[], list[Row]]) -> list[Row]:
    """Rows of one of these tables, read once for a page; no query where the plan came with the word that there are
    none. `name` is that of the table on the plan.
    """
    found: list[Row] = seat.once(name, lambda: read() if vars(plan).get(f"has_{name}", True) else [])
    return found


def pauses_of(seat: Seat, plan: Plan) -> list[Pause]:
    """Every pause of the plan, read once for a page."""
    return rows_of(seat, plan, "pauses", lambda: list(plan.pauses.all()))


asks_along(amendments=Amendment, mentorings=Mentoring, pauses=Pause)
