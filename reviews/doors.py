"""From a line of the history to the page of the signature that it tells of."""

from django.urls import reverse

from cases.doors import door
from cases.queries import Line
from cases.seat import Seat
from cases.states import Part
from plans.queries import plan_at, versions_for


@door
def attestation_of(seat: Seat, line: Line) -> str:
    """Where this reader may read the version that was signed."""
    signed = line.facts.get("sign_off")
    if not signed or (seat.is_any_of(Part.SUBJECT) and line.facts["version"] not in _numbers_read(seat)):
        return ""
    return reverse("reviews:sign_off", args=[seat.case.reference, signed])


def _numbers_read(seat: Seat) -> set[int]:
    """The numbers of the versions that this person may read, read once for a page."""
    numbers = versions_for(seat, plan_at(seat)).values_list("number", flat=True)
    found: set[int] = seat.once("versions read", lambda: set(numbers))
    return found
