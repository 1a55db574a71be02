"""Who has a part in a case, who deputises, and who had one before, as its pages tell it."""

from typing import Any

from django.utils import timezone

from .acts import ACTS
from .models import CasePart
from .seat import Seat
from .states import Part

HANDING_ON = ("cases.change_manager", "cases.change_hr_partner", "cases.delegate_part", "cases.end_delegation")


def people_of(seat: Seat) -> dict[str, Any]:
    """Those of now, with their deputies of today and of later; and those before them, from when to when."""
    now = timezone.now()
    return {
        "parties": [row for row in seat.parties if row.deputy_for_id is None],
        "deputies": delegations_of(seat),
        "former": [row for row in seat.holders if row.began and row.until is not None and row.until <= now],
        "doors": [ACTS[name] for name in HANDING_ON if _is_open(seat, name)],
    }


def delegations_of(seat: Seat) -> list[CasePart]:
    """Those that run, and those to come."""
    now = timezone.now()
    return [row for row in seat.holders if row.deputy_for_id and row.began and row.until and row.until > now]


def may_end(seat: Seat) -> list[CasePart]:
    """The delegations this person can end: of their own part, and all of them for the HR partner."""
    end = ACTS["cases.end_delegation"]
    if not seat.may(end, seat.case):
        return []
    part = seat.part_for(end)
    return [row for row in delegations_of(seat) if part in (row.part, Part.HR_PARTNER)]


def _is_open(seat: Seat, name: str) -> bool:
    """Whether the page shows the door: never one that would be shut."""
    if not seat.may(ACTS[name], seat.case):
        return False
    if name == "cases.delegate_part":
        return not seat.is_deputy
    return name != "cases.end_delegation" or bool(may_end(seat))
