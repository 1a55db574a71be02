"""Steps of a story from its final review to its end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cases.signing import Purpose, prove
from plans import actions as plans
from plans.states import Step
from reviews import actions as reviews
from reviews.checklist import blocks_in, checklist_of, decision_digest
from reviews.states import Result

from .meetings import per_item
from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def _open(going: "Walk", step: Story) -> None:
    reviews.open_final_review(going.plan, by=going.by("manager"))


def _summarise(going: "Walk", step: Story) -> None:
    """In general, and of each item where the story tells of them."""
    views = per_item(going, step["views"], reviews.OwnSummary) if "views" in step else ()
    reviews.summarise_plan(going.plan, by=going.by("subject"), words=step.get("words", ""), views=list(views))


def _save(going: "Walk", step: Story) -> None:
    reviews.save_assessment(going.plan, by=going.by("manager"), content=step["content"], revision=0)


def _propose(going: "Walk", step: Story) -> None:
    reviews.propose_outcome(
        going.plan,
        by=going.by("manager"),
        result=step["result"],
        summary=step["summary"],
        recognition=step.get("recognition", ""),
        lessons=step.get("lessons", ""),
        early_reason=step.get("early_reason", ""),
        assessed=list(per_item(going, step["assessed"], reviews.Assessed)),
    )


def _return(going: "Walk", step: Story) -> None:
    reviews.return_outcome(going.plan, by=going.by("hr_partner"), comment=step["comment"])


def _decide(going: "Walk", step: Story) -> None:
    """The proposal that stands, whichever it is; with a reason for each block that the story names."""
    plan, by = going.plan, going.by("hr_partner")
    outcome = plan.outcomes.latest("number")
    digest = decision_digest(outcome, blocks_in(checklist_of(plan, outcome)))
    proof = prove(Purpose(case=going.case, step=Step.DECISION, digest=digest), by=by)
    act = reviews.decide_extension if outcome.result == Result.EXTENDED else reviews.decide_outcome
    act(plan, by=by, digest=digest, proof=proof, reasons=step.get("reasons", {}))


def _sign(going: "Walk", step: Story) -> None:
    words = {"answer": step["answer"], "comment": step.get("comment", "")}
    reviews.sign_outcome(going.plan, **words, **going.proven("subject", Step.OUTCOME))


def _refuse(going: "Walk", step: Story) -> None:
    digest = going.plan.outcomes.latest("number").digest
    reviews.refuse_outcome(going.plan, by=going.by("subject"), digest=digest, words=step.get("words", ""))


def _close(going: "Walk", step: Story) -> None:
    reviews.close_case(going.plan, by=going.by("hr_partner"))


def _leave(going: "Walk", step: Story) -> None:
    words = {"left_on": step["left_on"], "words": step.get("words", "")}
    plans.record_leaving(going.plan, by=going.by("hr_partner"), **words)


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "open_final_review": _open,
    "summarise_plan": _summarise,
    "save_assessment": _save,
    "propose_outcome": _propose,
    "return_outcome": _return,
    "decide_outcome": _decide,
    "sign_outcome": _sign,
    "refuse_outcome": _refuse,
    "close_case": _close,
    "record_leaving": _leave,
}
