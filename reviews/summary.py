"""What this room says of a case in its list columns, once the plan was issued."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import CaseFile
from cases.states import Part
from cases.summary import summarises
from plans import rulesets
from plans.models import Plan
from plans.queries import current_plan
from plans.states import PlanStatus

from .appeal_steps import next_step, turn_in
from .appealing import HEARD, open_appeal, open_until
from .final_review import current_review, to_be_extended
from .queries import next_checkpoint
from .receipts import newest_receipt
from .sustaining import next_check_in, sustain_of

AFTER = (PlanStatus.DECIDED, PlanStatus.SUSTAIN)
SERVE_WITHIN = timedelta(days=3)  # after "no response"


@summarises(height=2)
def from_reviews(case: CaseFile) -> dict[str, Any]:
    """Whose turn it is and by when, from the receipt to the end."""
    plan = current_plan(case)
    if plan is None:
        return {}
    if plan.status in HEARD and (appeal := open_appeal(plan)):
        appeal.plan = plan
        step, due_on = next_step(appeal)
        return _turn(turn_in(appeal), step.name, due_on)
    return _turn_of(plan)


def _turn_of(plan: Plan) -> dict[str, Any]:
    return _until_decided(plan) if plan.status not in AFTER else _after_decision(plan)


def _until_decided(plan: Plan) -> dict[str, Any]:
    match plan.status:
        case PlanStatus.ISSUED:
            return _until_it_runs(plan)
        case PlanStatus.ACTIVE:
            return _while_running(plan)
        case PlanStatus.PAUSED:
            return _turn(Part.HR_PARTNER, "plans.resume_plan", None)
        case PlanStatus.FINAL_REVIEW:
            within = rulesets.get(plan.ruleset).review.decide_within
            return _turn(Part.HR_PARTNER, "reviews.decide_outcome", _days_after("proposed_at", plan, within))
    return {}


def _after_decision(plan: Plan) -> dict[str, Any]:
    if plan.status == PlanStatus.SUSTAIN:
        return _while_sustained(plan)
    due_on = _days_after("decided_at", plan, rulesets.get(plan.ruleset).review.close_within)
    return _turn(Part.HR_PARTNER, "reviews.close_case", max(due_on, open_until(plan) or due_on))


def _while_sustained(plan: Plan) -> dict[str, Any]:
    """The next check-in is the manager's; once all are recorded HR closes the case after the last day."""
    if check_in := next_check_in(plan):
        return _turn(Part.MANAGER, "reviews.record_check_in", check_in.due_on)
    sustain = sustain_of(plan)
    return _turn(Part.HR_PARTNER, "reviews.close_case", sustain.last_on if sustain else None)


def _until_it_runs(plan: Plan) -> dict[str, Any]:
    """The employee's answer is awaited, to the last day of the window; after silence, a service by another channel.
    Silence is the manager's turn, never an answer (R14).
    """
    receipt = newest_receipt(plan)
    if receipt is None:
        return _turn(Part.SUBJECT, "reviews.sign_receipt", plan.starts_on)
    if receipt.lapse is None:
        return _turn(Part.SUBJECT, "reviews.sign_receipt", receipt.issuance.answer_by)
    noted_on = timezone.localdate(receipt.lapse.at, ZoneInfo(plan.case.time_zone))
    return _turn(Part.MANAGER, "reviews.log_service", noted_on + SERVE_WITHIN)


def _while_running(plan: Plan) -> dict[str, Any]:
    if review := current_review(plan):
        return _turn(Part.MANAGER, "reviews.propose_outcome", max(plan.ends_on or review.summary_by, review.summary_by))
    if to_be_extended(plan):
        return _turn(Part.MANAGER, "plans.begin_amendment", None)
    checkpoint = next_checkpoint(plan)
    if checkpoint is None:
        return _turn(Part.MANAGER, "reviews.open_final_review", plan.ends_on)
    return _turn(Part.MANAGER, "reviews.hold_checkpoint", checkpoint.due_on)


def _days_after(moment: str, plan: Plan, days: int) -> date:
    """So many days after the newest outcome was proposed or decided, where the case is."""
    at = getattr(plan.outcomes.latest("number"), moment)
    return timezone.localdate(at, ZoneInfo(plan.case.time_zone)) + timedelta(days=days)


def _turn(part: Part, act: str, due_on: object) -> dict[str, Any]:
    return {"awaits": part, "expected": act, "next_due_on": due_on}
