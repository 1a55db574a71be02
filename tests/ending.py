"""A plan's end, as tests walk it: every act of it with what it needs, and plans at its stages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cases.actor import Actor
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from reviews.drafting import draft_of
from reviews.final_review import current_review
from reviews.states import Result
from tests import deciding
from tests.world import People, actor, assessed, hold, outcome_digest, plan_in, proven

SAID: dict[str, Any] = {"answer": Answer.RECEIVED, "comment": ""}


def rows(plan: Plan, result: str = Result.MET, value: str = "1.50") -> list[reviews.Assessed]:
    """Every item assessed like this."""
    said: dict[str, Any] = {"result": result, "evidence": "Inspection log", **deciding.words_for(result)}
    return [reviews.Assessed(item=item, value=Decimal(value), **said) for item in plan.asked_items]


def propose_as(plan: Plan, who: People, result: str, **changes: Any) -> None:
    """Propose this outcome after the employee has summed up; every item alike, where the plan is not to be extended."""
    deciding.review(plan, actor(who.ada), actor(who.ben))
    of_items = rows(plan, Result.PARTIALLY_MET if result == Result.EXTENDED else result)
    words: dict[str, Any] = {"summary": "So it is.", "early_reason": "", "assessed": of_items, **changes}
    reviews.propose_outcome(plan, by=actor(who.ada), result=result, **words)


def decide_as(plan: Plan, who: People, **changes: Any) -> None:
    act = (
        reviews.decide_extension if plan.outcomes.latest("number").result == Result.EXTENDED else reviews.decide_outcome
    )
    signed = proven(plan, who.cleo, Step.DECISION, deciding.decision(plan))
    act(plan, **{"reasons": deciding.SOFT, **signed, **changes})


def propose_with_every_word(plan: Plan, who: People, mark: str, **changes: Any) -> None:
    """An early success with something said wherever words can stand."""
    if current_review(plan) is None:
        reviews.open_final_review(plan, by=actor(who.ada))
        views = [reviews.OwnSummary(item=item, words=f"{mark} own") for item in plan.asked_items]
        reviews.summarise_plan(plan, by=actor(who.ben), words=f"{mark} summed up", views=views)
    fields: dict[str, Any] = {name: f"{mark} {name}" for name in ("evidence", "improved", "why_not")}
    items = [reviews.Assessed(item=item, result=Result.MET, value=item.target, **fields) for item in plan.asked_items]
    words = {name: f"{mark} {name}" for name in ("summary", "recognition", "lessons", "early_reason")}
    reviews.propose_outcome(plan, by=actor(who.ada), result=Result.MET, assessed=items, **{**words, **changes})


def ended_as(who: People, result: str) -> Plan:
    """A plan whose outcome is decided like this."""
    plan = measured(who)
    propose_as(plan, who, result)
    decide_as(plan, who)
    return plan


def measured(who: People) -> Plan:
    """A running plan with two checkpoints held."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    hold(plan, who, 2, "3.00")
    return plan


def reviewed(who: People) -> Plan:
    """The same with its final review open; the employee has not summed up yet."""
    plan = measured(who)
    reviews.open_final_review(plan, by=actor(who.ada))
    return plan


def summed_up(who: People) -> Plan:
    plan = reviewed(who)
    deciding.sum_up(plan, by=actor(who.ben))
    return plan


def to_be_extended(who: People) -> Plan:
    """A plan that its manager proposes to extend."""
    plan = measured(who)
    propose_as(plan, who, Result.EXTENDED)
    return plan


def left(who: People) -> Plan:
    plan = measured(who)
    plans.record_leaving(plan, by=actor(who.cleo), left_on=today_of(plan.case))
    return plan


# Tries -----------------------------------------------------------------------------------------


def _propose(plan: Plan, **by: Any) -> None:
    fields: dict[str, Any] = {"result": Result.MET, "summary": "On target.", "early_reason": ""}
    reviews.propose_outcome(plan, assessed=assessed(plan), **fields, **by)


def _save(plan: Plan, **by: Any) -> None:
    content = {"summary": "Half done.", "item-1-value": "1.5"}
    revision = draft_of(plan).revision if current_review(plan) else 0
    reviews.save_assessment(plan, content=content, revision=revision, **by)


def _decided(action: Callable[..., Any]) -> Callable[..., Any]:
    def decide(plan: Plan, by: Actor) -> None:
        action(plan, reasons=deciding.SOFT, **proven(plan, by.user, Step.DECISION, deciding.decision(plan)))

    return decide


def _sign(plan: Plan, by: Actor) -> None:
    reviews.sign_outcome(plan, **SAID, **proven(plan, by.user, Step.OUTCOME, outcome_digest(plan)))


def _refuse(plan: Plan, **by: Any) -> None:
    reviews.refuse_outcome(plan, digest=outcome_digest(plan), words="I see it otherwise.", **by)


def _leave(plan: Plan, **by: Any) -> None:
    plans.record_leaving(plan, left_on=today_of(plan.case), words="By their own wish.", **by)


ENDING: dict[str, Callable[..., Any]] = {
    "plans.record_leaving": _leave,
    "reviews.open_final_review": reviews.open_final_review,
    "reviews.summarise_plan": deciding.sum_up,
    "reviews.save_assessment": _save,
    "reviews.propose_outcome": _propose,
    "reviews.return_outcome": lambda plan, **by: reviews.return_outcome(plan, comment="Say more.", **by),
    "reviews.decide_outcome": _decided(reviews.decide_outcome),
    "reviews.decide_extension": _decided(reviews.decide_extension),
    "reviews.sign_outcome": _sign,
    "reviews.refuse_outcome": _refuse,
    "reviews.close_case": reviews.close_case,
}
STAGES: dict[str, Callable[[People], Plan]] = {
    "R": reviewed, "V": summed_up, "E": to_be_extended, "L": left,
}  # fmt: skip
