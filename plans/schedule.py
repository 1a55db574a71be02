"""Checkpoint dates from a cadence."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from .states import Cadence

STEP = {Cadence.WEEKLY: timedelta(weeks=1), Cadence.FORTNIGHTLY: timedelta(weeks=2)}


def dates_of(cadence: str, starts_on: date, ends_on: date) -> list[date]:
    """Dates after the start at the cadence, on weekdays; the last on the last weekday of the plan, never after it."""
    days = [_back_to_weekday(day) for day in _regular(Cadence(cadence), starts_on, ends_on)]
    return sorted({*(day for day in days if day > starts_on), _back_to_weekday(ends_on)})


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


def _back_to_weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
