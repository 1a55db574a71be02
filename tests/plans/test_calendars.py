"""R22: working days, and dates that move by exactly those that were paused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.amending import moved
from plans.calendars import BusinessCalendar
from plans.draft import Calendar, Draft, DraftCommitment, DraftItem, Interim
from plans.models import Pause, Plan
from plans.running import Held
from plans.schedule import dates_of

COUNTRIES = ("", "CN", "GB", "US", "XX")
calendars = st.sampled_from([BusinessCalendar(country) for country in COUNTRIES])
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
DAY = timedelta(days=1)


def test_days_made_up_for_on_a_weekend_are_working_days_in_china() -> None:
    china = BusinessCalendar("CN")
    assert china.is_working(date(2026, 2, 14))  # a Saturday
    assert not china.is_working(date(2026, 2, 17))  # spring festival, a Tuesday
    assert china.later(date(2026, 2, 13), 1) == date(2026, 2, 14)


@pytest.mark.parametrize(("country", "day"), [("GB", date(2026, 12, 25)), ("US", date(2026, 7, 3))])
def test_public_holidays_are_free(country: str, day: date) -> None:
    assert not BusinessCalendar(country).is_working(day)
    assert BusinessCalendar().is_working(day)


@pytest.mark.parametrize(("country", "year"), [("CN", 2031), ("CN", 1999), ("XX", 2026)])
def test_a_year_that_nobody_knows_counts_weekdays_and_says_so(country: str, year: int) -> None:
    unknown = BusinessCalendar(country)
    assert unknown.unknown([date(year, 5, 1), date(year, 5, 2)]) == [year]
    assert [unknown.is_working(date(year, 1, 1) + DAY * n) for n in range(7)] == [
        (date(year, 1, 1) + DAY * n).weekday() < 5 for n in range(7)
    ]


def test_weekends_only_are_nothing_unknown() -> None:
    assert BusinessCalendar("").unknown([date(2050, 1, 1)]) == []


@given(calendar=calendars, day=days, count=st.integers(1, 60))
def test_r22_a_date_moves_by_exactly_so_many_working_days(calendar: BusinessCalendar, day: date, count: int) -> None:
    later = calendar.later(day, count)
    assert calendar.is_working(later)
    assert calendar.between(day + DAY, later + DAY) == count


@given(calendar=calendars, one=days, other=days, count=st.integers(0, 40))
def test_r22_order_is_kept(calendar: BusinessCalendar, one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert calendar.later(earlier, count) <= calendar.later(later, count)


@given(calendar=calendars, start=days, length=st.integers(20, 200))
def test_checkpoints_of_a_cadence_fall_on_working_days(calendar: BusinessCalendar, start: date, length: int) -> None:
    found = dates_of("weekly", start, start + DAY * length, calendar)
    assert all(start < day <= start + DAY * length and calendar.is_working(day) for day in found)
    assert found[-1] == calendar.on_or_before(start + DAY * length)


@given(
    from_on=st.dates(date(2026, 1, 5), date(2026, 6, 1)),
    paused=st.integers(1, 60),
    offsets=st.lists(st.integers(-60, 120), min_size=2, max_size=8, unique=True),
    ruleset=st.sampled_from(["general", "cn", "uk", "us"]),
)
def test_r22_what_lay_ahead_moves_and_what_was_held_stays(
    from_on: date, paused: int, offsets: list[int], ruleset: str
) -> None:
    points = sorted(from_on + DAY * offset for offset in offsets)
    held = Held(days=frozenset(points[:1]))
    item = DraftItem(
        due_on=points[-1],
        interim=[Interim(due_on=points[0], value=Decimal(1))],
        commitments=[DraftCommitment(needed_by=points[1])],
    )
    before = Draft(items=[item], calendar=Calendar(starts_on=points[0], ends_on=points[-1], checkpoints=points))
    until_on = from_on + DAY * paused
    after = moved(before, Pause(plan=Plan(ruleset=ruleset), from_on=from_on), until_on, held)
    country = {"general": "", "cn": "CN", "uk": "GB", "us": "US"}[ruleset]
    calendar = BusinessCalendar(country)
    count = calendar.between(from_on, until_on)

    def expected(day: date) -> date:
        return calendar.later(day, count) if day >= from_on else day

    assert after.calendar.starts_on == before.calendar.starts_on
    assert after.calendar.ends_on == after.items[0].due_on == expected(points[-1])
    assert after.calendar.checkpoints == sorted({points[0], *map(expected, points[1:])})
    assert after.items[0].interim[0].due_on == points[0]
    assert after.items[0].commitments[0].needed_by == expected(points[1])
    assert before.calendar.checkpoints == points
