"""Checkpoint dates from a cadence."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from .calendars import BusinessCalendar
from .states import Cadence

STEP = {Cadence.WEEKLY: timedelta(weeks=1), Cadence.FORTNIGHTLY: timedelta(weeks=2)}
WEEKDAYS = BusinessCalendar()


def dates_of(cadence: str, starts_on: date, ends_on: date, days: BusinessCalendar = WEEKDAYS) -> list[date]:
    """Working days after the start at the cadence; the last on the last working day of the plan, never after it. None
    where the plan has no working day after its first.
    """
    found = {days.on_or_before(day) for day in [*_regular(Cadence(cadence), starts_on, ends_on), ends_on]}
    return sorted(day for day in found if day > starts_on)


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
