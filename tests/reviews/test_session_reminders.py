"""Reminders of regular sessions: before one begins to whoever meets, and to whoever coaches if it was not logged."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases.delivery import deliver_waiting
from cases.mailing import mail_for
from cases.models import CaseFile, Notice
from cases.reminding import RULES, When, put
from cases.states import NoticeState
from plans import rulesets
from plans.actions import save_draft
from plans.models import Plan
from plans.reminders import when_in
from plans.states import PlanStatus
from tests import amending, coaching
from tests.coaching import cancel, on, propose_early, seen
from tests.mail import Sink
from tests.world import START, People, actor, document, drafted, plan_in

pytestmark = pytest.mark.django_db
MONDAY = START  # 2 March 2026
NEXT = MONDAY + timedelta(days=7)
LATER = MONDAY + timedelta(days=14)
SOON, NOT_LOGGED = "reviews.session_soon", "reviews.session_not_logged"


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with coaching.mentored(who) as plan:
        yield plan


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def told(kind: str, *moments: datetime) -> list[tuple[str, str]]:
    """Look at these moments; who was told by then, and of which day."""
    for moment in moments:
        put(RULES[kind], moment)
    rows = Notice.objects.filter(kind=kind).order_by("due_at", "recipient__name").select_related("recipient")
    return [(row.recipient.name, row.dedupe_key.split(":")[2]) for row in rows]


def of(day: date, *names: str) -> list[tuple[str, str]]:
    return [(name, str(day)) for name in names]


class TestSoon:
    def test_the_employee_and_the_mentor_the_day_before(self, who: People, plan: Plan) -> None:
        """From seven in the morning in Berlin, and once however often it is looked for."""
        coaching.plan_weekly(plan, who)
        day_before = NEXT - timedelta(days=1)
        assert told(SOON, at(day_before, 5, 59)) == []
        assert told(SOON, at(day_before, 6), at(day_before, 7), at(NEXT, 7)) == of(NEXT, "Ben", "Fay")
        assert told(SOON, at(NEXT + timedelta(days=6)))[2:] == of(NEXT + timedelta(days=7), "Ben", "Fay")

    def test_the_manager_where_it_has_no_mentor(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who, mentor=None, about=None)
        assert told(SOON, at(NEXT - timedelta(days=1))) == of(NEXT, "Ada", "Ben")

    @pytest.mark.parametrize(("minute", "names"), [(29, ["Ben", "Fay"]), (30, [])])
    def test_what_was_not_said_the_day_before_is_said_until_it_begins(
        self, who: People, plan: Plan, minute: int, names: list[str]
    ) -> None:
        """It begins at half past nine in Berlin, an hour ahead of UTC."""
        coaching.plan_weekly(plan, who)
        assert told(SOON, at(NEXT, 8, minute)) == of(NEXT, *names)

    def test_a_reminder_that_comes_too_late_is_not_sent(self, who: People, plan: Plan, smtp_sink: Sink) -> None:
        coaching.plan_weekly(plan, who)
        Notice.objects.update(state=NoticeState.DROPPED)
        told(SOON, at(NEXT - timedelta(days=1)))
        with time_machine.travel(at(NEXT, 9), tick=True):
            deliver_waiting()
        assert smtp_sink.letters == []

    def test_only_whoever_holds_this_one(self, who: People, plan: Plan) -> None:
        """Another mentor of the item is told of their own series, and a deputy of the manager of the manager's."""
        coaching.mentor(plan, who, who.gus)
        coaching.plan_weekly(plan, who, mentor=who.gus)
        assert told(SOON, at(NEXT - timedelta(days=1))) == of(NEXT, "Ben", "Gus")


class TestNotLogged:
    def test_whoever_coaches_is_told_the_day_after(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who)
        coaching.plan_weekly(plan, who, mentor=None, about=None)
        tuesday = MONDAY + timedelta(days=1)
        assert told(NOT_LOGGED, at(MONDAY, 23), at(tuesday, 6, 59)) == []
        days = [tuesday + timedelta(days=each) for each in range(7)]
        assert told(NOT_LOGGED, *map(at, days)) == of(MONDAY, "Ada", "Fay")

    def test_nobody_is_told_once_the_next_one_is_near(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who, last_on=MONDAY + timedelta(days=6))
        assert told(NOT_LOGGED, at(NEXT, 8)) == []
        assert told(NOT_LOGGED, at(NEXT - timedelta(days=1), 8)) == of(MONDAY, "Fay")

    def test_what_was_logged_meanwhile_is_not_sent(self, who: People, plan: Plan, smtp_sink: Sink) -> None:
        series = coaching.plan_weekly(plan, who)
        told(NOT_LOGGED, at(MONDAY + timedelta(days=1), 8))
        with on(MONDAY + timedelta(days=1)):
            coaching.log(plan, who, series=series.pk, planned_on=MONDAY)
            deliver_waiting()
        assert Notice.objects.get(kind=NOT_LOGGED).state == NoticeState.DROPPED


def _paused(plan: Plan, who: People) -> None:
    amending.pause(plan, who, from_on=LATER)


def _paused_for_a_day(plan: Plan, who: People) -> None:
    _paused(plan, who)
    with on(LATER + timedelta(days=1)):
        amending.resume(plan, who, until_on=LATER + timedelta(days=1))


@pytest.mark.parametrize(
    "over",
    [_paused, _paused_for_a_day, coaching.end_weekly, coaching.end, propose_early, cancel],
    ids=["paused", "paused on that day", "series ended", "mentor ended", "outcome proposed", "cancelled"],
)
def test_nobody_is_told_of_what_fell_away(who: People, plan: Plan, over: Callable[[Plan, People], Any]) -> None:
    """On the day of the session: it is asked for no more, and was not forgotten either."""
    coaching.plan_weekly(plan, who, first_on=LATER, last_on=LATER + timedelta(days=6))
    with on(LATER):
        over(plan, who)
        assert told(SOON, at(LATER - timedelta(days=1)), at(LATER, 7)) == []
        assert told(NOT_LOGGED, *(at(LATER + timedelta(days=each)) for each in range(1, 7))) == []


def test_the_statements_and_the_page_agree_on_every_day(who: People, plan: Plan) -> None:
    for said in ({}, {"weekday": 2, "mentor": None}, {"weekday": 5}, {"weekday": 3, "first_on": date(2026, 3, 9)}):
        coaching.plan_weekly(plan, who, **said)
    with on(MONDAY + timedelta(days=8)):
        coaching.log(plan, who, series=plan.session_series.earliest("at").pk, planned_on=NEXT)
        coaching.end_weekly(plan, who)
    with on(MONDAY + timedelta(days=10)):
        planned = {(str(row.series.pk), str(row.day)) for row in seen(plan, who.ada).planned if not row.session}
        for kind in (SOON, NOT_LOGGED):
            for each in range(-1, 80):
                put(RULES[kind], at(MONDAY + timedelta(days=each)))
            keys = Notice.objects.filter(kind=kind).values_list("dedupe_key", flat=True)
            assert {tuple(key.split(":")[1:3]) for key in keys} == planned


def test_a_public_holiday_falls_out(who: People) -> None:
    """Good Friday, 3 April 2026, by the calendar of the United Kingdom."""
    with on(MONDAY):
        plan = drafted(who)
        written = document()
        written.calendar.holidays = "GB"
        save_draft(plan, by=actor(who.ada), revision=plan.revision, document=written)
        coaching.plan_weekly(plan_in(PlanStatus.ACTIVE, who, plan), who, mentor=None, weekday=4)
        fridays = [date(2026, 3, 27), date(2026, 4, 3), date(2026, 4, 10)]
        days = [day for _name, day in told(SOON, *(at(day - timedelta(days=1)) for day in fridays))]
        assert sorted({*days}) == ["2026-03-27", "2026-04-10"]


@pytest.mark.parametrize(("zone", "hour", "count"), [("Asia/Shanghai", 22, 0), ("Asia/Shanghai", 23, 2)])
def test_days_are_those_of_the_case(who: People, plan: Plan, zone: str, hour: int, count: int) -> None:
    """In Shanghai it is seven on the day before when it is eleven at night of the day before that in UTC."""
    coaching.plan_weekly(plan, who)
    CaseFile.objects.filter(pk=plan.case_id).update(time_zone=zone)
    assert len(told(SOON, at(NEXT - timedelta(days=2), hour))) == count


def test_the_rules_of_a_case_say_the_days() -> None:
    """On the morning itself, or twice; and never so late that the next one comes first."""
    rules = rulesets.default()

    def says(**said: Any) -> When:
        row = rules.reminders.session_soon.model_copy(update=said)
        changed = rules.reminders.model_copy(update={"session_soon": row, "session_not_logged": row})
        return when_in(rules.model_copy(update={"reminders": changed}), f"reminders.{name}")

    name = "session_soon"
    assert (says(days=0), says(days=3, every=2, most=3)) == (When((0,), 0), When((-3, -1), 0))
    name = "session_not_logged"
    assert says(days=2, every=3, most=3) == When((2, 5), 6)


def test_the_mails_name_nobody(who: People, plan: Plan) -> None:
    coaching.plan_weekly(plan, who)
    told(SOON, at(NEXT - timedelta(days=1)))
    told(NOT_LOGGED, at(NEXT + timedelta(days=1)))
    mails = [mail_for(row) for row in Notice.objects.filter(kind__in=(SOON, NOT_LOGGED)).select_related("case")]
    assert {mail.subject for mail in mails} == {"You have a document to read in pipcases"}
    for word in ("Ben", "Ada", "Fay", "Torque", "performance", "fault", "missed"):
        assert not any(word in mail.body for mail in mails)
