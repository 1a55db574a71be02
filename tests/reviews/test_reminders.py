"""Checkpoint reminders: found by the sweep, once per rule and person, by the calendar of the case."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from cases.delivery import deliver_waiting
from cases.models import CaseFile, Notice, SweepRun
from cases.states import NoticeState
from cases.sweep import sweep
from plans import actions as plans
from plans.states import PlanStatus
from tests.mail import Sink
from tests.world import CHECKPOINTS, People, actor, hold, plan_in

pytestmark = pytest.mark.django_db
FIRST = CHECKPOINTS[0]  # the second comes a fortnight later


def at(days: int, hour: int = 12) -> datetime:
    """Noon in UTC, so many days from the first checkpoint."""
    return datetime.combine(FIRST + timedelta(days=days), time(hour), UTC)


def reminded(moment: datetime, *more: datetime) -> set[tuple[str, str]]:
    """Sweep at these moments; who is reminded of what after them."""
    for when in (moment, *more):
        with time_machine.travel(when, tick=False):
            sweep()
    rows = Notice.objects.filter(kind__startswith="reviews.checkpoint_").values_list("kind", "recipient__name")
    return {(kind.removeprefix("reviews.checkpoint_"), name) for kind, name in rows}


BOTH_SOON = {("due_soon", "Ada"), ("due_soon", "Ben")}
BOTH_TODAY = {("due_today", "Ada"), ("due_today", "Ben")}
LATE = {("overdue", "Ada"), ("overdue", "Cleo")}


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-3, set()), (-2, BOTH_SOON), (-1, BOTH_SOON), (0, BOTH_TODAY), (1, LATE), (10, LATE)],
)
def test_who_is_reminded_when(who: People, days: int, expected: set[tuple[str, str]]) -> None:
    plan_in(PlanStatus.ACTIVE, who)
    assert reminded(at(days)) == expected


@pytest.mark.parametrize(
    ("zone", "hour", "expected"),
    [
        ("Pacific/Auckland", 10, set()),  # 23:00 of three days before, there
        ("Pacific/Auckland", 12, BOTH_SOON),  # past midnight
        ("America/Los_Angeles", 12, set()),
        ("UTC", 12, set()),
    ],
)
def test_days_are_those_of_the_case(who: People, zone: str, hour: int, expected: set[tuple[str, str]]) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    CaseFile.objects.filter(pk=plan.case_id).update(time_zone=zone)
    assert reminded(at(-3, hour)) == expected


def test_sweeping_again_reminds_nobody_again(who: People) -> None:
    plan_in(PlanStatus.ACTIVE, who)
    reminded(at(0), at(0), at(0) + timedelta(minutes=1))
    assert Notice.objects.filter(kind="reviews.checkpoint_due_today").count() == 2


def test_missed_minutes_heal(who: People) -> None:
    """The whole day of the checkpoint went by without a sweep: what is due now is found, what is past is not said."""
    plan_in(PlanStatus.ACTIVE, who)
    assert reminded(at(-2), at(1)) == BOTH_SOON | LATE


@pytest.mark.parametrize("status", [PlanStatus.ISSUED, PlanStatus.FINAL_REVIEW, PlanStatus.CLOSED])
def test_only_a_running_plan_reminds(who: People, after_the_plan: None, status: PlanStatus) -> None:
    plan_in(status, who)
    assert reminded(at(0)) == set()


def test_a_cancelled_plan_reminds_nobody(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
    assert reminded(at(0)) == set()


def test_a_reminder_is_dropped_once_the_checkpoint_was_held(who: People, smtp_sink: Sink) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    with time_machine.travel(at(0), tick=False):
        sweep()
        hold(plan, who, 1)
        deliver_waiting()
    reminders = Notice.objects.filter(kind="reviews.checkpoint_due_today")
    assert set(reminders.values_list("state", flat=True)) == {NoticeState.DROPPED}


def test_a_reminder_is_dropped_once_the_plan_was_cancelled(who: People, smtp_sink: Sink) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    with time_machine.travel(at(0), tick=False):
        sweep()
        plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
        deliver_waiting()
    reminders = Notice.objects.filter(kind="reviews.checkpoint_due_today")
    assert set(reminders.values_list("state", flat=True)) == {NoticeState.DROPPED}


def test_a_held_checkpoint_is_not_overdue(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    with time_machine.travel(at(0), tick=False):
        hold(plan, who, 1)
    assert reminded(at(3)) == set()


def test_a_reminder_is_a_letter(who: People, smtp_sink: Sink) -> None:
    plan_in(PlanStatus.ACTIVE, who)
    Notice.objects.update(state=NoticeState.DROPPED)
    with time_machine.travel(at(1), tick=False):
        sweep()
        assert deliver_waiting() == 4  # the checkpoint, and the help that has not come
    assert sorted(letter["To"] for letter in smtp_sink.letters) == [
        "ada@example.com", "ada@example.com", "cleo@example.com", "cleo@example.com",
    ]  # fmt: skip


class TestSweep:
    def test_it_notes_when_it_ran(self, db: None) -> None:
        with time_machine.travel(at(0), tick=False):
            sweep()
            sweep()
        assert SweepRun.objects.get().at == at(0)

    def test_a_rule_that_fails_keeps_none_of_the_others_from_running(self, who: People, monkeypatch: Any) -> None:
        from cases import sweep as sweeping

        def fails(now: datetime) -> None:
            raise ZeroDivisionError

        plan_in(PlanStatus.ACTIVE, who)
        monkeypatch.setattr(sweeping, "_rules", [fails, *sweeping._rules])
        with pytest.raises(ExceptionGroup, match="sweep"):
            reminded(at(0))
        assert Notice.objects.filter(kind="reviews.checkpoint_due_today").count() == 2
        assert not SweepRun.objects.exists()  # /healthz sees it
