"""Reminders of plans, changes and answers that wait for HR, the second line or the manager."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from cases.models import Notice
from cases.reminding import RULES, put
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus, Verdict
from tests import amending
from tests.consultation import answer, answer_digest, reply_to
from tests.world import END, People, actor, approve, plan_in

pytestmark = pytest.mark.django_db
TODAY = END + timedelta(days=1)
ALONE = pytest.mark.usefixtures("after_the_plan")


def told(kind: str, *days: int) -> list[tuple[int, str]]:
    """Look so many days from now, at noon; on which of them who was told."""
    for day in days:
        put(RULES[f"plans.{kind}"], datetime.combine(TODAY + timedelta(days=day), time(12), UTC))
    rows = Notice.objects.filter(kind=f"plans.{kind}").select_related("recipient").order_by("due_at")
    return [((row.due_at.date() - TODAY).days, row.recipient.name) for row in rows]


def in_review(who: People) -> Plan:
    return plan_in(PlanStatus.HR_REVIEW, who)


def passed_on(who: People) -> Plan:
    return plan_in(PlanStatus.SECOND_LINE, who)


def changed(who: People) -> Plan:
    plan = plan_in(PlanStatus.ACTIVE, who)
    amending.submitted(plan, who)
    return plan


def answered(who: People) -> Plan:
    plan = plan_in(PlanStatus.CONSULTATION, who)
    answer(plan, who)
    return plan


def return_change(plan: Plan, who: People) -> None:
    plans.return_amendment(plan.amendments.get(), by=actor(who.cleo), comment="Say why.")


def reply(plan: Plan, who: People) -> None:
    plans.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=reply_to(plan))


@ALONE
@pytest.mark.parametrize(
    ("walk", "kind", "days", "name"),
    [
        (in_review, "review_waiting", [10, 13, 16], "Cleo"),
        (changed, "change_waiting", [10, 13, 16], "Cleo"),
        (passed_on, "second_line_waiting", [10, 13, 16], "Hal"),
        (answered, "reply_awaited", [6, 13], "Ada"),
    ],
)
def test_whoever_it_waits_for_is_told_on_these_days(
    who: People, walk: Callable[[People], Plan], kind: str, days: list[int], name: str
) -> None:
    walk(who)
    assert told(kind, *range(30), 16) == [(day, name) for day in days]


@ALONE
@pytest.mark.parametrize(
    ("walk", "kind", "settle"),
    [
        (in_review, "review_waiting", approve),
        (in_review, "review_waiting", lambda plan, who: plans.return_plan(plan, by=actor(who.cleo), comment="x")),
        (passed_on, "second_line_waiting", lambda plan, who: plans.return_plan(plan, by=actor(who.hal), comment="x")),
        (changed, "change_waiting", return_change),
        (answered, "reply_awaited", reply),
    ],
)
def test_nobody_is_told_once_it_went_on(
    who: People, walk: Callable[[People], Plan], kind: str, settle: Callable[[Plan, People], object]
) -> None:
    settle(walk(who), who)
    assert told(kind, 6, 10, 13, 20) == []


@ALONE
def test_an_answer_that_asks_nothing_waits_for_no_reply(who: People) -> None:
    plain = {"verdict": Verdict.ACHIEVABLE, "proposed_target": None, "why": "", "difficulties": "", "help_wanted": ""}
    answer(plan_in(PlanStatus.CONSULTATION, who), who, **plain)
    assert told("reply_awaited", *range(20)) == []
