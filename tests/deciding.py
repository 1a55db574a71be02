"""The final review and HR's decision, as tests take them: what is signed, and the reasons that it needs."""

from typing import Any

from plans.models import Plan
from reviews import actions as reviews
from reviews.checklist import blocks_in, checklist_of, decision_digest
from reviews.final_review import current_review, summary_of
from reviews.models import Sustain
from reviews.states import Result
from reviews.sustaining import period_for

WORDS: dict[str, Any] = {"improved": "Half as many errors.", "why_not": "The new jig came late."}
SOFT = dict.fromkeys(("commitments", "checkpoints", "proposals"), "It did not bear on the result.")


def sum_up(plan: Plan, **by: Any) -> None:
    """The employee hands in their own summary."""
    views = [reviews.OwnSummary(item=item, words="I follow the sequence now.") for item in plan.asked_items]
    reviews.summarise_plan(plan, words="The coaching helped.", views=views, **by)


def review(plan: Plan, manager: Any, employee: Any) -> None:
    """The final review as far as a proposal needs it; nothing where it has come that far."""
    if current_review(plan) is None:
        reviews.open_final_review(plan, by=manager)
    found = current_review(plan)
    if found and summary_of(found) is None:
        sum_up(plan, by=employee)


def sustain(plan: Plan, days: int = 90, **by: Any) -> Sustain:
    """The sustain period after it, begun on the days that were shown."""
    return reviews.begin_sustain(plan, days=days, shown=period_for(plan, days).in_one_line, **by)


def decision(plan: Plan) -> str:
    """The digest of what HR signs now; of nothing where there is no proposal."""
    outcome = plan.outcomes.select_related("review", "version").last()
    if outcome is None:
        return "0" * 64
    outcome.plan = plan
    return decision_digest(outcome, blocks_in(checklist_of(plan, outcome)))


def words_for(result: str) -> dict[str, str]:
    """What has to be said of an item that came out like this."""
    said = {"improved": result != Result.NOT_MET, "why_not": result != Result.MET}
    return {name: WORDS[name] if is_said else "" for name, is_said in said.items()}
