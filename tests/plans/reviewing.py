"""A plan under review, and rules that ask for more than the shipped ones."""

import pytest
from django.core.exceptions import ValidationError

from cases.models import CaseEvent
from people.models import User
from plans import actions
from plans.fairness import Answers
from plans.models import Plan
from plans.states import PlanStatus
from tests.world import FAIRNESS, People, actor, opened, proven, submit, write

PROMPT = """
[[review.prompts]]
id = "maternity"
text.en = "Pregnancy, maternity or nursing."
text.zh_hans = "孕期、产期、哺乳期。"
"""
BOTH = Answers(FAIRNESS.questions, {"maternity": "not"})


def under(who: People, ruleset: str) -> Plan:
    """A plan in HR's review, under these rules."""
    plan = write(actions.start_plan(opened(who), by=actor(who.ada), ruleset=ruleset), who)
    submit(plan, who)
    return plan


def digest(plan: Plan) -> str:
    return actions.newest_version(plan).digest


def approve(plan: Plan, by: User, answers: Answers = FAIRNESS) -> None:
    actions.approve_plan(plan, fairness=answers, **proven(plan, by))


def refused(plan: Plan, by: User, answers: Answers) -> str:
    before = CaseEvent.objects.count()
    with pytest.raises(ValidationError) as refusal:
        approve(plan, by, answers)
    assert (CaseEvent.objects.count(), Plan.objects.get(pk=plan.pk).status) == (before, PlanStatus.HR_REVIEW)
    return " ".join(refusal.value.messages)
