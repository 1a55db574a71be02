"""What the case page shows of the written record."""

from cases.panels import Panel, panel
from cases.seat import Seat

from .acts import REQUEST_COPY


@panel(place=40)
def record_panel(seat: Seat) -> Panel | None:
    """The way to the record, for whoever may have a copy."""
    return Panel("records/panel.html", {}) if seat.may(REQUEST_COPY, seat.case) else None
