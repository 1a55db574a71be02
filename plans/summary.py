"""What this room says of a case in its list columns."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import CaseFile
from cases.states import Part, Stage
from cases.summary import summarises

from . import rulesets
from .models import Consultation, Plan
from .queries import current_plan
from .rounds import newest_round
from .states import PlanStatus

STAGE_OF = {
    PlanStatus.DRAFT: Stage.DRAFTING,
    PlanStatus.CONSULTATION: Stage.DRAFTING,
    PlanStatus.RETURNED: Stage.DRAFTING,
    PlanStatus.SECOND_LINE: Stage.HR_REVIEW,
    PlanStatus.HR_REVIEW: Stage.HR_REVIEW,
    PlanStatus.APPROVED: Stage.HR_REVIEW,
    PlanStatus.ISSUED: Stage.RECEIPT,
    PlanStatus.ACTIVE: Stage.RUNNING,
    PlanStatus.PAUSED: Stage.PAUSED,
    PlanStatus.FINAL_REVIEW: Stage.DECIDING,
    PlanStatus.DECIDED: Stage.DECIDING,
    PlanStatus.SUSTAIN: Stage.SUSTAIN,
    PlanStatus.CLOSED: Stage.CLOSED,
    PlanStatus.CANCELLED: Stage.CANCELLED,
    PlanStatus.LEFT: Stage.CLOSED,
}

EXPECTED = {
    PlanStatus.DRAFT: (Part.MANAGER, "plans.edit_plan"),
    PlanStatus.RETURNED: (Part.MANAGER, "plans.edit_plan"),
    PlanStatus.HR_REVIEW: (Part.HR_PARTNER, "plans.approve_plan"),
    PlanStatus.SECOND_LINE: (Part.SECOND_LINE, "plans.approve_second_line"),
    PlanStatus.APPROVED: (Part.MANAGER, "plans.issue_plan"),
}


@summarises(height=1)
def from_plan(case: CaseFile) -> dict[str, Any]:
    """Stage, whose turn it is and what is expected, and the plan's dates."""
    plan = current_plan(case)
    if plan is None:
        return {"stage": Stage.DRAFTING, "awaits": Part.MANAGER, "expected": "plans.start_plan", "next_due_on": None}
    starts_on, ends_on = _dates(plan)
    if plan.status == PlanStatus.CONSULTATION:
        awaits, expected, due_on = _in_consultation(plan, starts_on)
    else:
        awaits, expected = EXPECTED.get(PlanStatus(plan.status), ("", ""))
        due_on = starts_on if expected else None
    return {
        "stage": STAGE_OF[PlanStatus(plan.status)],
        "awaits": awaits,
        "expected": expected,
        "next_due_on": due_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def _in_consultation(plan: Plan, starts_on: date | None) -> tuple[str, str, date | None]:
    """First the employee, then the manager, who has as many days to answer; then the plan is written on."""
    current = newest_round(plan)
    if current and current.answered is None:
        return Part.SUBJECT, "plans.answer_consultation", current.answer_by
    if current and current.lacks_reply:
        return Part.MANAGER, "plans.reply_to_consultation", _reply_by(plan, current)
    return Part.MANAGER, "plans.edit_plan", starts_on


def _reply_by(plan: Plan, current: Consultation) -> date:
    answered_on = timezone.localdate(current.answer.at, ZoneInfo(plan.case.time_zone))
    return answered_on + timedelta(days=rulesets.get(plan.ruleset).consultation.days)


def _dates(plan: Plan) -> tuple[date | None, date | None]:
    """The plan's dates as far as the employee may know them: those of a draft that goes on changing after they saw it
    are the manager's alone until the plan is issued.
    """
    if not plan.consulted or plan.issued:
        return plan.starts_on, plan.ends_on
    calendar = plan.versions.get(number=plan.consulted).data["calendar"]
    starts_on, ends_on = (
        date.fromisoformat(day) if day else None for day in (calendar["starts_on"], calendar["ends_on"])
    )
    return starts_on, ends_on
