"""Who read what."""

from cases.acting import acting
from cases.actor import Actor
from cases.acts import READ_AS_AUDITOR, READ_AS_HEARER
from cases.models import CaseFile
from cases.models.reading import first_this_hour
from cases.seat import Seat
from cases.states import Part


def record_reading(seat: Seat, *, by: Actor) -> None:
    """Note that this person read this case; the opening of an auditor or of an appeal's hearer is an event of the case
    as well (R37).
    """
    reads_as = {Part.AUDITOR: read_as_auditor, Part.HEARER: read_as_hearer}
    if (
        not seat.once("was read this hour", lambda: False)
        and first_this_hour(seat.case.pk, seat.user.pk)
        and (told := reads_as.get(seat.part))
    ):
        told(seat.case, by=by)


def read_as_auditor(case: CaseFile, *, by: Actor) -> None:
    """The auditor's opening of a case stands in its history."""
    with acting(READ_AS_AUDITOR, case, by=by):
        pass


def read_as_hearer(case: CaseFile, *, by: Actor) -> None:
    """So does that of whoever hears an appeal."""
    with acting(READ_AS_HEARER, case, by=by):
        pass
