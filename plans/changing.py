"""Reads of a plan's changes: which of them a person may read, and where the one under way is open to them."""

from typing import Any

from cases.acts import Act
from cases.seat import Seat
from cases.states import Part

from .along import rows_of
from .models import Amendment, Pause, Plan
from .queries import plan_at, plan_of
from .states import HANDED_OUT, OPEN, AmendmentStatus, PlanStatus


def amendments_for(seat: Seat) -> list[Amendment]:
    """Those this person may read, or know of, in order: the employee what was issued to them; the others every one,
    though what is only written is its manager's alone.
    """
    plan = plan_of(seat)
    if plan is None:
        return []
    rows = plan.amendments.select_related("base", "version", "begun_by", "pause")
    found = rows_of(seat, plan, "amendments", lambda: list(rows))
    return [row for row in found if not seat.is_any_of(Part.SUBJECT) or row.status in HANDED_OUT]


def may_read(seat: Seat, amendment: Amendment) -> bool:
    """Whether this person may read what it changes, as it stands now."""
    return (not amendment.is_written and amendment.version is not None) or seat.is_any_of(Part.MANAGER)


def amendment_at(seat: Seat, number: int) -> Amendment | None:
    """One change of the case's plan, where this person may read it now."""
    plan = plan_at(seat)
    found = next((row for row in amendments_for(seat) if row.number == number and may_read(seat, row)), None)
    if found:
        found.plan = plan
    return found


def amendment_open_to(seat: Seat, act: Act, *, blocked: bool = True) -> Amendment:
    """The change under way, where this act on it is this person's and open now; refused otherwise, and where there is
    none. Without `blocked` the page may be read before everything is in its place.
    """
    plan = plan_at(seat)
    found = plan.amendments.filter(status__in=OPEN).select_related("base", "version", "begun_by").first()
    found = found or Amendment(plan=plan, status=AmendmentStatus.WITHDRAWN)
    found.plan = plan
    if blocked or not seat.may(act, found):
        seat.check(act, found)
    return found


def _pauses(plan: Plan) -> list[Pause]:
    """The one that never ended, where there can be one; each that did is told with the change of the dates it made."""
    may_have_one = plan.status in (PlanStatus.PAUSED, PlanStatus.CANCELLED)
    return list(plan.pauses.filter(until_on=None)) if may_have_one else []


def changes_for(seat: Seat) -> dict[str, Any]:
    """What the panel of changes shows."""
    plan, rows = plan_at(seat), amendments_for(seat)
    return {
        "amendments": [{"row": row, "may_read": may_read(seat, row)} for row in rows],
        "pauses": _pauses(plan),
        "open": next((row for row in rows if row.status in OPEN), None),
    }
