"""What the case page shows of the written record."""

from cases.panels import Panel, panel
from cases.seat import Seat
from cases.states import Part

from .acts import REQUEST_COPY, SEND_COPY_LINK


@panel(place=40)
def record_panel(seat: Seat) -> Panel | None:
    """The way to the record, for whoever may have a copy."""
    if not seat.may(REQUEST_COPY, seat.case):
        return None
    return Panel("records/panel.html", {"for_a_leaver": _for_a_leaver(seat), "is_hr": _is_hr(seat)})


def _for_a_leaver(seat: Seat) -> bool:
    """HR is led to the link where there may be a use for it."""
    over = seat.case.has_ended or not seat.case.subject.is_active
    return _is_hr(seat) and over and seat.may(SEND_COPY_LINK, seat.case)


def _is_hr(seat: Seat) -> bool:
    return seat.is_any_of(Part.HR_PARTNER, Part.HR)
