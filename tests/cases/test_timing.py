"""When a notice may go out, against a clock on the wall that is looked at minute by minute."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from cases.timing import Wishes, goes_out_at

MINUTE = timedelta(minutes=1)
BERLIN, NEW_YORK, LORD_HOWE, SHANGHAI, SANTIAGO = (
    ZoneInfo(name)
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "America/Santiago")
)
NIGHT: dict[str, Any] = {"quiet_from": time(22), "quiet_until": time(7)}


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


CASES: list[
    tuple[str, dict[str, Any], bool, str]
] = [  # due, wishes, urgent, goes out; clocks in Berlin: forward on 29 March 2026, back on 25 October 2026
    ("2026-03-10T12:00", {}, False, "2026-03-10T12:00"),
    ("2026-03-10T21:59", NIGHT, False, "2026-03-10T21:59"),
    ("2026-03-10T22:00", NIGHT, False, "2026-03-11T07:00"),
    ("2026-03-11T03:00", NIGHT, False, "2026-03-11T07:00"),
    ("2026-03-11T07:00", NIGHT, False, "2026-03-11T07:00"),
    ("2026-03-28T23:00", NIGHT, False, "2026-03-29T07:00"),  # a night of eight hours
    ("2026-03-29T00:00", {"quiet_from": time(0), "quiet_until": time(2, 30)}, False, "2026-03-29T03:00"),  # never 2:30
    ("2026-03-14T10:00", {"quiet_weekends": True}, False, "2026-03-16T00:00"),
    ("2026-03-14T10:00", {"quiet_weekends": True, **NIGHT}, False, "2026-03-16T07:00"),
    ("2026-03-10T12:00", {"daily_at": 17}, False, "2026-03-10T17:00"),
    ("2026-03-10T17:00", {"daily_at": 17}, False, "2026-03-10T17:00"),
    ("2026-03-10T17:01", {"daily_at": 17}, False, "2026-03-11T17:00"),
    ("2026-03-13T18:00", {"daily_at": 17, "quiet_weekends": True}, False, "2026-03-16T17:00"),
    ("2026-03-29T00:00", {"daily_at": 2}, False, "2026-03-29T03:00"),
    ("2026-03-10T12:00", {"daily_at": 23, **NIGHT}, False, "2026-03-11T07:00"),  # which the form refuses
    ("2026-03-11T00:05", NIGHT, True, "2026-03-11T07:00"),  # within its day
    ("2026-03-10T22:30", NIGHT, True, "2026-03-10T22:30"),  # the morning would be the next day
    ("2026-03-14T00:05", {"quiet_weekends": True, **NIGHT}, True, "2026-03-14T07:00"),
    ("2026-03-10T12:00", {"daily_at": 17}, True, "2026-03-10T12:00"),
]


@pytest.mark.parametrize(("due", "wishes", "urgent", "goes"), CASES)
def test_when_it_goes_out(due: str, wishes: dict[str, Any], *, urgent: bool, goes: str) -> None:
    asked = Wishes(zone=BERLIN, **wishes)
    assert goes_out_at(at(due), asked, urgent=urgent) == at(goes)


def test_an_hour_that_comes_twice_has_one_daily_mail() -> None:
    wishes = Wishes(zone=BERLIN, daily_at=2)
    assert goes_out_at(at("2026-10-25T01:00"), wishes) == at("2026-10-25T02:00")
    assert goes_out_at(at("2026-10-25T02:30"), wishes) == at("2026-10-26T02:00")
    assert goes_out_at(at("2026-10-25T02:00", fold=1), wishes) == at("2026-10-26T02:00")


def test_quiet_hours_that_come_twice_are_quiet_twice() -> None:
    wishes = Wishes(zone=BERLIN, quiet_from=time(1), quiet_until=time(2, 30))
    assert goes_out_at(at("2026-10-25T01:00"), wishes) == at("2026-10-25T02:30")
    assert goes_out_at(at("2026-10-25T02:10", fold=1), wishes) == at("2026-10-25T02:30", fold=1)


def test_what_is_late_already_goes_out_now_but_not_at_night() -> None:
    wishes = Wishes(zone=BERLIN, daily_at=17, **NIGHT)
    due = at("2026-03-10T12:00")
    for now, goes in (("2026-03-10T19:00",) * 2, ("2026-03-10T23:00", "2026-03-11T07:00"), ("2026-03-12T09:00",) * 2):
        assert goes_out_at(due, wishes, not_before=at(now)) == at(goes)


def test_what_is_urgent_and_a_day_late_waits_for_nothing() -> None:
    due, now = at("2026-03-10T12:00"), at("2026-03-11T03:00")
    assert goes_out_at(due, Wishes(zone=BERLIN, **NIGHT), urgent=True, not_before=now) == now


CHANGES = [  # an hour or so before clocks change, in zones that do it differently
    at("2026-03-29T00:30"), at("2026-10-25T00:30"),
    at("2026-03-08T00:30", NEW_YORK), at("2026-11-01T00:30", NEW_YORK),
    at("2026-04-05T00:30", LORD_HOWE), at("2026-10-04T00:30", LORD_HOWE),  # by half an hour
    at("2026-09-05T22:30", SANTIAGO), at("2026-04-04T22:30", SANTIAGO),  # at midnight
    at("2028-02-28T20:00", SHANGHAI),
]  # fmt: skip
clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
moments = st.builds(
    lambda around, minutes: around + MINUTE * minutes, st.sampled_from(CHANGES), st.integers(-2 * 1440, 2 * 1440)
)
people = st.builds(
    lambda zone, hours, weekends, daily: Wishes(
        zone=zone, quiet_from=hours and hours[0], quiet_until=hours and hours[1], quiet_weekends=weekends,
        daily_at=daily,
    ),
    st.sampled_from((BERLIN, NEW_YORK, LORD_HOWE, SHANGHAI, SANTIAGO)),
    st.none() | st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1]),
    st.booleans(),
    st.none() | st.integers(0, 23),
)  # fmt: skip


def is_loud(moment: datetime, wishes: Wishes) -> bool:
    """Written anew, by minutes of the day on the wall."""
    local = moment.astimezone(wishes.zone)
    if wishes.quiet_weekends and local.isoweekday() in (6, 7):
        return False
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return True
    first, until, now = (clock.hour * 60 + clock.minute for clock in (wishes.quiet_from, wishes.quiet_until, local))
    return (now - first) % 1440 >= (until - first) % 1440


def minutes_from(moment: datetime) -> Iterator[datetime]:
    return (moment + MINUTE * number for number in range(12 * 1440))


@budget(max_examples=150, deadline=None)
@given(due=moments, wishes=people)
@example(due=at("2026-04-04T23:30", SANTIAGO), wishes=Wishes(zone=SANTIAGO, quiet_weekends=True))
def test_without_a_daily_mail_it_is_the_first_minute_that_is_not_quiet(due: datetime, wishes: Wishes) -> None:
    single = Wishes(**{**vars(wishes), "daily_at": None})
    assert goes_out_at(due, single) == next(minute for minute in minutes_from(due) if is_loud(minute, single))


@budget(max_examples=150, deadline=None)
@given(due=moments, wishes=people, later=st.integers(0, 5 * 1440))
def test_it_never_goes_out_early_nor_at_a_quiet_time_and_asking_again_changes_nothing(
    due: datetime, wishes: Wishes, later: int
) -> None:
    goes = goes_out_at(due, wishes)
    assert goes >= due
    assert is_loud(goes, wishes)
    assert goes_out_at(due, wishes, not_before=goes) == goes
    now = due + MINUTE * later
    then = goes_out_at(due, wishes, not_before=now)
    assert then >= max(goes, now) if now > goes else then == goes


@budget(max_examples=150, deadline=None)
@given(due=moments, wishes=people)
def test_a_daily_mail_goes_out_at_its_hour_and_gathers_what_was_due_before(due: datetime, wishes: Wishes) -> None:
    hour = 12 if wishes.daily_at is None else wishes.daily_at
    daily = Wishes(zone=wishes.zone, daily_at=hour, quiet_weekends=wishes.quiet_weekends)
    goes = goes_out_at(due, daily)
    shown = goes.astimezone(wishes.zone)
    skipped = (goes - MINUTE).astimezone(wishes.zone).hour < hour < shown.hour  # clocks were put forward over it
    assert skipped or (shown.hour, shown.minute) in {(hour, 0), (hour, 30)}
    assert shown.minute == 0 or wishes.zone == LORD_HOWE
    assert goes_out_at(due + (goes - due) / 2, daily) == goes


@budget(max_examples=150, deadline=None)
@given(due=moments, wishes=people, later=st.integers(0, 2 * 1440))
def test_what_is_urgent_never_waits_for_another_day(due: datetime, wishes: Wishes, later: int) -> None:
    now = due + MINUTE * later
    goes = goes_out_at(due, wishes, urgent=True, not_before=now)
    assert goes == now or goes.astimezone(wishes.zone).date() == due.astimezone(wishes.zone).date()
    assert goes >= now
