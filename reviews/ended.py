"""How a plan came out, in the words of one vocabulary, whichever way it ended."""

from cases.seat import Seat
from plans.along import rows_of
from plans.models import Plan
from plans.states import PlanStatus

from .models import Outcome
from .states import Result

WITHOUT_A_DECISION = {PlanStatus.CANCELLED: Result.CANCELLED, PlanStatus.LEFT: Result.LEFT}


def outcomes_of(seat: Seat, plan: Plan) -> list[Outcome]:
    """Every proposal and decision of the plan, oldest first, read once for a page."""
    rows = plan.outcomes.select_related("proposed_by", "decided_by", "refusal").prefetch_related("items")
    found: list[Outcome] = rows_of(seat, plan, "outcomes", lambda: list(rows))
    for row in found:
        row.plan = plan
    return found


def standing_for(seat: Seat, plan: Plan) -> Outcome | None:
    """The same as `standing_outcome`, of what the page has read."""
    decided = [row for row in outcomes_of(seat, plan) if row.decided_at and row.result != Result.EXTENDED]
    return decided[-1] if decided else None


def standing_outcome(plan: Plan) -> Outcome | None:
    """The decided outcome that holds: the one that an appeal put in the first one's place, where there is one. What
    extended the plan is no end of it.
    """
    decided = plan.outcomes.filter(decided_at__isnull=False).exclude(result=Result.EXTENDED)
    return decided.order_by("number").last()


def result_of(plan: Plan) -> Result | None:
    """The outcome of the plan; None as long as there is none."""
    if ended := WITHOUT_A_DECISION.get(PlanStatus(plan.status)):
        return ended
    outcome = standing_outcome(plan)
    return Result(outcome.result) if outcome else None
