"""When reminders are said: the statements themselves, asked of PostgreSQL, against the calendar of Python.

Whatever the zone and its changes of clock, whatever the sweeps: each reminder once, and none before its hour there.
Every example is undone, so that many share one case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.models import CaseFile, Notice
from cases.reminder_words import when_under
from cases.reminding import RULES, Step, put
from cases.states import Part
from people.actions import add_user
from people.states import Role
from plans.models import Plan
from plans.states import PlanStatus
from reviews.models import Checkpoint, Minutes, SessionSeries
from reviews.states import SessionKind
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")
TURNS = (  # days on which a clock is changed in one of these zones, and leap days
    date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 10, 4),
    date(2028, 2, 29), date(2028, 3, 1), date(2028, 12, 31),
)  # fmt: skip
NUMBERS = count(100)
SUBMITTED_AT = datetime(2024, 12, 31, tzinfo=UTC)  # before every day in question

zones = st.sampled_from(ZONES)
days = st.sampled_from(TURNS) | st.dates(date(2025, 1, 1), date(2032, 12, 31))
offsets = st.lists(st.integers(-90 * 60, 20 * 24 * 60), min_size=1, max_size=8)  # minutes: in any order, also back
few = settings(max_examples=40, deadline=None, database=None)


def checkpoint(plan: Plan, day: date) -> Checkpoint:
    return Checkpoint.objects.create(plan=plan, number=next(NUMBERS), due_on=day)


def session(plan: Plan, day: date) -> SessionSeries:
    """On this day alone, with the line manager; begins in its last moment, so that it can be spoken of all day."""
    told: dict[str, Any] = {
        "kind": SessionKind.ONE_TO_ONE,
        "minutes": 30,
        "starts_at": time.max,
        "weekday": day.weekday(),
    }
    told |= {"by": plan.employee, "part": Part.MANAGER, "at": SUBMITTED_AT}
    return SessionSeries.objects.create(plan=plan, first_on=day, last_on=day, **told)


def minutes(plan: Plan, day: date) -> Minutes:
    """With this as the last day to sign them."""
    told = {"due_on": SUBMITTED_AT, "held_on": SUBMITTED_AT, "submitted_at": SUBMITTED_AT, "status": "held"}
    held = Checkpoint.objects.create(plan=plan, number=next(NUMBERS), **told)
    version, digest = plan.versions.get(number=plan.issued), "0" * 64
    return Minutes.objects.create(checkpoint=held, version=version, by=plan.employee, answer_by=day, digest=digest)


KINDS: dict[str, tuple[Callable[[Plan, date], Any], int]] = {  # what each is about, and how many people it reaches
    "reviews.checkpoint_due_soon": (checkpoint, 2),
    "reviews.checkpoint_due_today": (checkpoint, 2),
    "reviews.checkpoint_overdue": (checkpoint, 2),
    "reviews.missed_to_hr_lead": (checkpoint, 1),
    "reviews.minutes_unsigned": (minutes, 2),
    "reviews.session_soon": (session, 2),
    "reviews.session_not_logged": (session, 1),
}


@pytest.fixture
def plan(who: People) -> Plan:
    add_user("lea@example.com", name="Lea", roles=(Role.HR_LEAD,))
    return plan_in(PlanStatus.ACTIVE, who)


@contextmanager
def due(kind: str, plan: Plan, zone: str, day: date) -> Iterator[Any]:
    """What this reminder is about, with this day in question in this zone, for one example."""
    with transaction.atomic():
        CaseFile.objects.filter(pk=plan.case_id).update(time_zone=zone)
        yield KINDS[kind][0](plan, day)
        transaction.set_rollback(True)


def steps(kind: str) -> list[Step]:
    rule = RULES[kind]
    return when_under(rule, "general").steps(rule.hour)


def instant(zone: str, day: date, after: timedelta) -> datetime:
    """The local time so long after midnight by the calendar, as a moment; clocks are changed at other hours."""
    local = datetime.combine(day, time()) + after
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def said(kind: str, about: Any) -> list[tuple[int, datetime]]:
    """The steps that were said and when, once per person."""
    rows = Notice.objects.filter(kind=kind, about=about.pk).order_by("due_at")
    return [(int(row.dedupe_key.rpartition(":")[2]), row.due_at) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_each_once_and_never_before_its_time(plan: Plan, kind: str) -> None:
    """Sweeps at any moments, some of them again, the clock going back and forth between them."""

    @few
    @example("Europe/Berlin", date(2026, 3, 29), [0, -60, 0, 60])
    @example("Australia/Lord_Howe", date(2026, 10, 4), [-660, -630, -600])
    @given(zones, days, offsets)
    def check(zone: str, day: date, minutes: list[int]) -> None:
        moments = [datetime.combine(day, time(), UTC) + timedelta(minutes=each) for each in minutes]
        with due(kind, plan, zone, day) as about:
            for moment in [*moments, moments[0], moments[-1]]:
                put(RULES[kind], moment)
            found = said(kind, about)
        spans = {step.day: (instant(zone, day, step.begins), instant(zone, day, step.ends)) for step in steps(kind)}
        wanted = [number for number, (begins, ends) in spans.items() if any(begins <= at < ends for at in moments)]
        assert sorted(number for number, _at in found) == sorted(wanted * KINDS[kind][1])
        assert all(spans[number][0] <= at < spans[number][1] for number, at in found)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_at_the_first_sweep_from_its_time_on(plan: Plan, kind: str) -> None:
    """Every five minutes around the first step: said at the very sweep, neither an hour early nor late."""

    @settings(few, max_examples=15)
    @given(zones, days, st.integers(0, 299))
    def check(zone: str, day: date, seconds: int) -> None:
        first = steps(kind)[0]
        begins = instant(zone, day, first.begins)
        moments = [begins + timedelta(minutes=5 * turn, seconds=-seconds) for turn in range(-3, 4)]
        with due(kind, plan, zone, day) as about:
            for moment in moments:
                put(RULES[kind], moment)
            found = said(kind, about)
        assert found == [(first.day, min(at for at in moments if at >= begins))] * KINDS[kind][1]

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_day_without_a_sweep_loses_nothing_that_is_still_true(plan: Plan, kind: str) -> None:
    """The last moment of each step is as good as its first; the next one says the next."""

    @settings(few, max_examples=15)
    @given(zones, days)
    def check(zone: str, day: date) -> None:
        with due(kind, plan, zone, day) as about:
            for step in steps(kind):
                for moment in (step.ends - timedelta(seconds=1), step.ends - timedelta(minutes=1)):
                    put(RULES[kind], instant(zone, day, moment))
            found = said(kind, about)
        assert [number for number, _at in found] == sorted([step.day for step in steps(kind)] * KINDS[kind][1])

    check()
