"""Steps of a story in which the employee appeals, and somebody who took no part hears and decides it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cases.actor import Actor
from cases.signing import Purpose, prove
from plans.states import Step
from reviews import actions as reviews
from reviews.models import Appeal
from reviews.ruling import Ruled, digest_of_ruling, digest_of_the_matter

from .evidence import files_of
from .story import Story

if TYPE_CHECKING:
    from .walk import Walk

OF_A_HEARING = ("came", "attended", "companion", "employee_said", "company_said")


def _file(going: "Walk", step: Story) -> None:
    told = {"grounds": step["grounds"], "words": step["words"], "evidence": files_of(step)}
    reviews.file_appeal(going.plan, by=going.by("subject"), **told)


def _name(going: "Walk", step: Story) -> None:
    hearer = going.people[step["hearer"]]
    reviews.name_hearer(_newest(going), by=going.by("hr_partner"), hearer=hearer, reason=step.get("reason", ""))


def _arrange(going: "Walk", step: Story) -> None:
    told = {name: step[name] for name in ("meets_on", "meets_at", "place")}
    reviews.arrange_hearing(_newest(going), by=_hearer(going), **told)


def _hear(going: "Walk", step: Story) -> None:
    """On the day of the step."""
    heard = reviews.Heard(held_on=step["on"], **{name: step[name] for name in OF_A_HEARING if name in step})
    reviews.record_hearing(_newest(going), by=_hearer(going), heard=heard)


def _state(going: "Walk", step: Story) -> None:
    reviews.add_hearing_statement(_newest(going), by=going.by("subject"), words=step["words"])


def _decide(going: "Walk", step: Story) -> None:
    """With a result for each item, in the items' order, where the outcome does not stand."""
    appeal, by = _newest(going), _hearer(going)
    items = dict(zip([item.pk for item in going.items], step["items"], strict=True)) if "items" in step else {}
    ruled = Ruled(decision=step["decision"], result=step.get("result", ""), reasons=step["reasons"], items=items)
    proof = prove(Purpose(case=going.case, step=Step.APPEAL, digest=digest_of_ruling(appeal, ruled)), by=by)
    reviews.decide_appeal(appeal, by=by, ruled=ruled, digest=digest_of_the_matter(appeal), proof=proof)


def _newest(going: "Walk") -> Appeal:
    return going.plan.appeals.latest("number")


def _hearer(going: "Walk") -> Actor:
    hearer = _newest(going).hearer
    assert hearer  # noqa: S101 - the story names one first
    return going.acts_as(hearer)


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "file_appeal": _file,
    "name_hearer": _name,
    "arrange_hearing": _arrange,
    "record_hearing": _hear,
    "add_hearing_statement": _state,
    "decide_appeal": _decide,
}
