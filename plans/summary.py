"""What this room says of a case in its list columns."""

from typing import Any

from cases.models import CaseFile
from cases.states import Part, Stage
from cases.summary import summarises

from .queries import current_plan
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
    PlanStatus.FINAL_REVIEW: Stage.DECIDING,
    PlanStatus.DECIDED: Stage.DECIDING,
    PlanStatus.CLOSED: Stage.CLOSED,
    PlanStatus.CANCELLED: Stage.CANCELLED,
}

EXPECTED = {
    PlanStatus.DRAFT: (Part.MANAGER, "plans.edit_plan"),
    PlanStatus.RETURNED: (Part.MANAGER, "plans.edit_plan"),
    PlanStatus.HR_REVIEW: (Part.HR_PARTNER, "plans.approve_plan"),
    PlanStatus.APPROVED: (Part.MANAGER, "plans.issue_plan"),
}


@summarises(height=1)
def from_plan(case: CaseFile) -> dict[str, Any]:
    """Stage, whose turn it is and what is expected, and the plan's dates."""
    plan = current_plan(case)
    if plan is None:
        return {"stage": Stage.DRAFTING, "awaits": Part.MANAGER, "expected": "plans.start_plan", "next_due_on": None}
    awaits, expected = EXPECTED.get(PlanStatus(plan.status), ("", ""))
    return {
        "stage": STAGE_OF[PlanStatus(plan.status)],
        "awaits": awaits,
        "expected": expected,
        "next_due_on": plan.starts_on if expected else None,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
    }
