"""Reminders of a consultation: found by the sweep, once per rule and person, by the calendar of the case."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from cases.delivery import deliver_waiting
from cases.models import Notice
from cases.states import NoticeState
from cases.sweep import sweep
from plans.models import Plan
from plans.states import PlanStatus
from tests.consultation import answer
from tests.mail import Sink
from tests.world import People, plan_in, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
SOON, OVER = ("ends_soon", "Ben"), ("unanswered", "Ada")


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.CONSULTATION, who)


def at(plan: Plan, days: int) -> datetime:
    """Noon in UTC, so many days from the last day to answer."""
    last: date = plan.consultations.get().answer_by
    return datetime.combine(last + timedelta(days=days), time(12), UTC)


def reminded(plan: Plan, *days: int) -> set[tuple[str, str]]:
    for when in days:
        with time_machine.travel(at(plan, when), tick=False):
            sweep()
    rows = Notice.objects.filter(kind__startswith="plans.consultation_").values_list("kind", "recipient__name")
    return {(kind.removeprefix("plans.consultation_"), name) for kind, name in rows}


@pytest.mark.parametrize(("days", "expected"), [(-2, set()), (-1, {SOON}), (0, {SOON}), (1, {OVER}), (9, {OVER})])
def test_who_is_reminded_when(plan: Plan, days: int, expected: set[tuple[str, str]]) -> None:
    assert reminded(plan, days) == expected


def test_sweeping_again_reminds_nobody_again(plan: Plan) -> None:
    assert reminded(plan, -1, -1, 0, 1, 2) == {SOON, OVER}
    assert Notice.objects.filter(kind__startswith="plans.consultation_").count() == 2


def test_nobody_is_reminded_of_what_was_answered_or_left_behind(who: People, plan: Plan) -> None:
    answer(plan, who)
    assert reminded(plan, 0, 1) == set()


def test_nobody_is_reminded_once_the_manager_went_on(who: People, plan: Plan) -> None:
    with time_machine.travel(at(plan, 1), tick=False):
        submit(plan, who)
    assert reminded(plan, 2) == set()


def test_nobody_is_reminded_on_the_day_they_were_asked(who: People, plan: Plan) -> None:
    with time_machine.travel(at(plan, -5), tick=False):
        sweep()
    assert reminded(plan) == set()


def test_a_reminder_that_was_overtaken_is_not_sent(who: People, plan: Plan, smtp_sink: Sink) -> None:
    reminded(plan, -1)
    answer(plan, who)
    with time_machine.travel(at(plan, 0)):
        deliver_waiting()
    assert Notice.objects.get(kind="plans.consultation_ends_soon").state == NoticeState.DROPPED


def test_the_mail_says_nothing_in_its_subject(plan: Plan, smtp_sink: Sink) -> None:
    reminded(plan, -1)
    with time_machine.travel(at(plan, -1)):
        deliver_waiting()
    subjects = {str(letter["Subject"]) for letter in smtp_sink.letters}
    assert subjects == {"You have a document to read in pipcases"}
