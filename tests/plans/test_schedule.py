"""Checkpoint dates from a cadence: on weekdays, after the start, the last one on or just before the end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.schedule import dates_of
from plans.states import Cadence

COUNTED = [cadence for cadence in Cadence if cadence != Cadence.AS_LISTED]


def test_weekly() -> None:
    assert dates_of("weekly", date(2026, 3, 2), date(2026, 3, 27)) == [
        date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 27),
    ]  # fmt: skip


def test_fortnightly_with_the_last_day_moved_off_a_weekend() -> None:
    assert dates_of("fortnightly", date(2026, 3, 2), date(2026, 4, 4)) == [
        date(2026, 3, 16), date(2026, 3, 30), date(2026, 4, 3),
    ]  # fmt: skip


def test_monthly_from_the_last_day_of_a_month() -> None:
    """31 January, then the last day of shorter months; never a drift to the 28th."""
    assert dates_of("monthly", date(2026, 1, 31), date(2026, 6, 1)) == [
        date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29), date(2026, 6, 1),
    ]  # fmt: skip


def test_monthly_over_the_turn_of_a_leap_year() -> None:
    assert dates_of("monthly", date(2027, 12, 31), date(2028, 3, 1)) == [
        date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("cadence", COUNTED)
@given(start=st.dates(date(2000, 1, 1), date(2099, 1, 1)), days=st.integers(3, 400))
def test_dates_keep_their_promises(cadence: Cadence, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = dates_of(cadence, start, end)
    assert found == sorted(set(found))
    assert all(start < day <= end and day.weekday() < 5 for day in found)
    assert (end - found[-1]).days <= 2
