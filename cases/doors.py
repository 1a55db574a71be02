"""Where a line of the history leads: the rooms above register the pages of what their events tell of."""

from collections.abc import Callable

from .queries import Line
from .seat import Seat

Door = Callable[[Seat, Line], str]
_doors: list[Door] = []


def door(find: Door) -> Door:
    """Register what finds the page of an event; it gives nothing for an event or a reader that has none."""
    _doors.append(find)
    return find


def door_of(seat: Seat, line: Line) -> str:
    """The address of the page about this event, for this reader; nothing where there is none."""
    return next((address for find in _doors if (address := find(seat, line))), "")
