"""R22: working days, and dates that move by exactly those that were paused."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.amending import moved
from plans.calendars import BusinessCalendar, Holiday
from plans.draft import Calendar, Draft, DraftCommitment, DraftItem, Interim
from plans.holidays import SHIPPED, days_of, knows, language_of
from plans.models import Pause
from plans.running import Held
from plans.schedule import dates_of, planned
from tests.world import HOLIDAYS_OF

COUNTRIES = ("", "CN", "GB", "GB-ENG", "US", "DE", "HK", "JP", "XX")


@cache
def calendar_of(code: str) -> BusinessCalendar:
    """A calendar as the tables have it after they were filled, without asking them."""
    years = [year for year in HOLIDAYS_OF if code in SHIPPED and knows(code, year)]
    rows = [row for year in years for row in days_of(code, year)]
    named = {row.day: Holiday(row.kind == "working", row.name, row.name_en, language_of(code)) for row in rows}
    return BusinessCalendar(code, named, frozenset(years))


calendars = st.sampled_from([calendar_of(country) for country in COUNTRIES])
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code in COUNTRIES if code != "XX"])
def test_the_tables_say_what_the_package_says(code: str) -> None:
    read, expected = BusinessCalendar.of(code), calendar_of(code)
    assert read.known == expected.known
    for day in (date(2024, 1, 1) + DAY * number for number in range(4 * 366)):
        assert (read.is_working(day), bool(read.why_free(day))) == (
            expected.is_working(day), not expected.is_working(day),
        )  # fmt: skip


def test_days_made_up_for_on_a_weekend_are_working_days_in_china() -> None:
    china = calendar_of("CN")
    assert china.is_working(date(2026, 2, 14))  # a Saturday
    assert not china.is_working(date(2026, 2, 17))  # spring festival, a Tuesday
    assert china.later(date(2026, 2, 13), 1) == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("GB", date(2026, 12, 25), "Christmas Day"),
        ("US", date(2026, 7, 3), "Independence Day (observed)"),
        ("GB-ENG", date(2026, 4, 6), "Easter Monday"),
        ("CN", date(2026, 2, 17), "Chinese New Year (Spring Festival)"),
        ("DE", date(2026, 5, 25), "Pentecost Monday"),
    ],
)
def test_public_holidays_are_free_and_have_a_name(country: str, day: date, name: str) -> None:
    assert not calendar_of(country).is_working(day)
    assert calendar_of(country).why_free(day) == name
    assert BusinessCalendar().is_working(day)
    assert BusinessCalendar().why_free(day) == ""


@pytest.mark.django_db
def test_a_reader_of_the_countrys_language_reads_its_names() -> None:
    china, japan = BusinessCalendar.of("CN"), BusinessCalendar.of("JP")
    with translation.override("zh-hans"):
        assert china.why_free(date(2026, 2, 17)) == "春节"
        assert japan.why_free(date(2026, 1, 1)) == "New Year's Day"
        assert china.why_free(date(2026, 3, 1)) == "星期日"


@pytest.mark.django_db
@pytest.mark.parametrize(("country", "year"), [("CN", 2031), ("CN", 2027), ("GB", 1999), ("XX", 2026)])
def test_a_year_that_nobody_knows_counts_weekdays_and_says_so(country: str, year: int) -> None:
    unknown = BusinessCalendar.of(country)
    assert unknown.unknown([date(year, 5, 1), date(year, 5, 2)]) == [year]
    assert [unknown.is_working(date(year, 1, 1) + DAY * n) for n in range(7)] == [
        (date(year, 1, 1) + DAY * n).weekday() < 5 for n in range(7)
    ]


def test_weekends_only_are_nothing_unknown() -> None:
    assert BusinessCalendar.of("").unknown([date(2050, 1, 1)]) == []


@given(calendar=calendars, day=days, count=st.integers(1, 60))
def test_r22_a_date_moves_by_exactly_so_many_working_days(calendar: BusinessCalendar, day: date, count: int) -> None:
    later = calendar.later(day, count)
    assert calendar.is_working(later)
    assert calendar.between(day + DAY, later + DAY) == count


@given(calendar=calendars, one=days, other=days, count=st.integers(0, 40))
def test_r22_order_is_kept(calendar: BusinessCalendar, one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert calendar.later(earlier, count) <= calendar.later(later, count)


@given(
    calendar=calendars,
    start=days,
    length=st.integers(20, 400),
    cadence=st.sampled_from(["weekly", "fortnightly", "monthly", "quarterly"]),
)
def test_checkpoints_of_a_cadence_keep_their_promises(
    calendar: BusinessCalendar, start: date, length: int, cadence: str
) -> None:
    """In order, on working days, after the start and never after the end; the last on or just before it."""
    end = start + DAY * length
    rows = planned(cadence, start, end, calendar)
    found = [row.day for row in rows]
    assert found == sorted(set(found)) == dates_of(cadence, start, end, calendar)
    assert all(start < day <= end and calendar.is_working(day) for day in found)
    assert found[-1] == calendar.on_or_before(end)
    for row in rows:
        assert row.is_moved == bool(row.why) == (not calendar.is_working(row.wanted))
        assert not any(calendar.is_working(row.day + DAY * n) for n in range(1, (row.wanted - row.day).days + 1))


@given(
    from_on=st.dates(date(2026, 1, 5), date(2026, 6, 1)),
    paused=st.integers(1, 60),
    offsets=st.lists(st.integers(-60, 120), min_size=2, max_size=8, unique=True),
    calendar=calendars,
)
def test_r22_what_lay_ahead_moves_and_what_was_held_stays(
    from_on: date, paused: int, offsets: list[int], calendar: BusinessCalendar
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
    after = moved(before, Pause(from_on=from_on), until_on, held, calendar)
    count = calendar.between(from_on, until_on)

    def expected(day: date) -> date:
        return calendar.later(day, count) if day >= from_on else day

    assert after.calendar.starts_on == before.calendar.starts_on
    assert after.calendar.ends_on == after.items[0].due_on == expected(points[-1])
    assert after.calendar.checkpoints == sorted({points[0], *map(expected, points[1:])})
    assert after.items[0].interim[0].due_on == points[0]
    assert after.items[0].commitments[0].needed_by == expected(points[1])
    assert before.calendar.checkpoints == points
