"""Reminders near the end of a plan, and of what was promised in it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from cases.models import Notice
from cases.reminding import RULES, put
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from tests import amending
from tests.world import END, START, People, actor, hold, in_time, issue, plan_in, propose, sign

pytestmark = pytest.mark.django_db


def told(kind: str, day: date, *more: date) -> list[tuple[int, str]]:
    """Look on these days at noon; who was told, and how many days after the first of them."""
    for each in (day, *more):
        put(RULES[f"reviews.{kind}"], datetime.combine(each, time(12), UTC))
    rows = Notice.objects.filter(kind=f"reviews.{kind}").order_by("due_at", "recipient__name")
    return [((row.due_at.date() - day).days, row.recipient.name) for row in rows.select_related("recipient")]


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=day) for day in range(count)]


class TestFinalReview:
    def test_from_the_day_after_the_end_three_times(self, who: People) -> None:
        plan_in(PlanStatus.ACTIVE, who)
        both = [(day, name) for day in (1, 4, 7) for name in ("Ada", "Cleo")]
        assert told("final_review_due", *days(END, 20)) == both

    def test_not_once_an_outcome_is_proposed(self, who: People, after_the_plan: None) -> None:
        plan_in(PlanStatus.FINAL_REVIEW, who)
        assert told("final_review_due", *days(END, 8)) == []

    def test_not_while_the_plan_is_paused(self, who: People, after_the_plan: None) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        amending.pause(plan, who)
        assert told("final_review_due", *days(END, 8)) == []


class TestOutcome:
    @pytest.fixture
    def plan(self, who: People) -> Plan:
        plan = plan_in(PlanStatus.ACTIVE, who)
        with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
            hold(plan, who, 1)
            hold(plan, who, 2)
            propose(plan, who)
        return plan

    def test_from_the_day_by_which_the_rules_expect_it(self, plan: Plan) -> None:
        told_on = [(day, "Cleo") for day in (10, 13, 16)]
        assert told("outcome_waiting", *days(END + timedelta(days=1), 30)) == told_on

    def test_a_returned_outcome_is_counted_anew(self, who: People, plan: Plan) -> None:
        with time_machine.travel(datetime.combine(END + timedelta(days=5), time(9), UTC), tick=True):
            reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
            propose(plan, who)
        first = END + timedelta(days=5)
        assert told("outcome_waiting", *days(first, 12)) == [(10, "Cleo")]


class TestCommitments:
    """The plan of the tests needs what was promised by its start."""

    @pytest.fixture
    def plan(self, who: People) -> Plan:
        with in_time():
            plan = plan_in(PlanStatus.APPROVED, who)
            issue(plan, who)
            sign(plan, who)
        return plan

    def test_the_manager_is_told_three_days_before_once(self, plan: Plan) -> None:
        assert told("commitment_due_soon", *days(START - timedelta(days=6), 10)) == [(3, "Ada")]

    def test_once_it_is_late_the_manager_and_hr_are_told_three_times(self, plan: Plan) -> None:
        both = [(day, name) for day in (1, 8, 15) for name in ("Ada", "Cleo")]
        assert told("commitment_late", *days(START, 30)) == both

    def test_not_of_what_an_amendment_left_out(self, who: People, plan: Plan) -> None:
        plan.items.get().commitments.update(dropped_in=2)
        assert told("commitment_due_soon", *days(START - timedelta(days=3), 4)) == []
