"""Who read what."""

from cases.acting import acting
from cases.actor import Actor
from cases.acts import READ_AS_AUDITOR
from cases.models import CaseFile
from cases.models.reading import first_this_hour
from cases.seat import Seat
from cases.states import Part


def record_reading(seat: Seat, *, by: Actor) -> None:
    """Note that this person read this case; an auditor's opening is an event of the case as well (R37)."""
    if first_this_hour(seat.case.pk, seat.user.pk) and seat.part == Part.AUDITOR:
        read_as_auditor(seat.case, by=by)


def read_as_auditor(case: CaseFile, *, by: Actor) -> None:
    """The auditor's opening of a case stands in its history."""
    with acting(READ_AS_AUDITOR, case, by=by):
        pass
