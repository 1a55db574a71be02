"""Checkpoint dates: from a cadence, or as they were listed."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .calendars import BusinessCalendar
from .states import Cadence

STEP = {Cadence.WEEKLY: timedelta(weeks=1), Cadence.FORTNIGHTLY: timedelta(weeks=2)}
WEEKDAYS = BusinessCalendar()


@dataclass(frozen=True)
class Planned:
    """A day as it would be planned. `wanted` is the day that the cadence or the end of the plan led to, and `why` says
    why nobody works on that one: then the day before it was taken. A day listed by hand stays where it is.
    """

    day: date
    wanted: date
    why: str = ""

    @property
    def is_moved(self) -> bool:
        return self.day != self.wanted


def planned(cadence: str, starts_on: date, ends_on: date, days: BusinessCalendar = WEEKDAYS) -> list[Planned]:
    """Working days after the start at the cadence; the last on the last working day of the plan, never after it. None
    where the plan has no working day after its first.
    """
    wanted = [*_regular(Cadence(cadence), starts_on, ends_on), ends_on]
    found = {row.day: row for row in (_on_a_working_day(day, days) for day in reversed(wanted))}
    return [found[day] for day in sorted(found) if day > starts_on]


def _on_a_working_day(day: date, days: BusinessCalendar) -> Planned:
    return Planned(days.on_or_before(day), day, days.why_free(day))


def by_hand(listed: Iterable[date], days: BusinessCalendar = WEEKDAYS) -> list[Planned]:
    """Days that somebody listed, in order, with why nobody works on one of them."""
    return [Planned(day, day, days.why_free(day)) for day in sorted(set(listed))]


def dates_of(cadence: str, starts_on: date, ends_on: date, days: BusinessCalendar = WEEKDAYS) -> list[date]:
    """The same, as days alone."""
    return [row.day for row in planned(cadence, starts_on, ends_on, days)]


def _regular(cadence: Cadence, starts_on: date, ends_on: date) -> Iterator[date]:
    count = 1
    while (day := _after(cadence, starts_on, count)) < ends_on:
        yield day
        count += 1


def _after(cadence: Cadence, start: date, count: int) -> date:
    if cadence in STEP:
        return start + STEP[cadence] * count
    months = start.month - 1 + count * (3 if cadence == Cadence.QUARTERLY else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
