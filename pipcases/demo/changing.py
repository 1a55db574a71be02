"""Steps of a story in which a running plan changes: an amendment on its way, and a pause."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from cases.signing import Purpose, prove
from plans import actions as plans
from plans.actions.pausing import digest_of_resumed
from plans.draft import Draft
from plans.models import Amendment
from plans.states import Step

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def _begin(going: "Walk", step: Story) -> None:
    """Begun and written at one sitting: a later end with its checkpoint, or another target of an item."""
    words = {name: step[name] for name in ("kind", "asked_by", "reason")}
    plans.begin_amendment(going.plan, by=going.by("manager"), **words)
    document = going.plan.document
    if "ends_on" in step:
        _later(document, step["ends_on"])
    for number, changes in enumerate(step.get("items", ())):
        document.items[number] = document.items[number].model_copy(update=changes)
    plans.save_draft(going.plan, by=going.by("manager"), revision=going.plan.revision, document=document)


def _later(document: Draft, ends_on: date) -> None:
    document.calendar.ends_on = ends_on
    document.calendar.checkpoints = sorted({*document.calendar.checkpoints, ends_on})
    for item in document.items:
        item.due_on = ends_on


def _submit(going: "Walk", step: Story) -> None:
    plans.submit_amendment(_open(going), by=going.by("manager"))
    going.plan.refresh_from_db()


def _approve(going: "Walk", step: Story) -> None:
    plans.approve_amendment(_open(going), **going.proven("hr_partner"))


def _issue(going: "Walk", step: Story) -> None:
    plans.issue_amendment(_open(going), **going.proven("manager"))


def _open(going: "Walk") -> Amendment:
    return Amendment.objects.filter(plan=going.plan).latest("number")


def _pause(going: "Walk", step: Story) -> None:
    plans.pause_plan(going.plan, by=going.by("hr_partner"), from_on=step["from_on"], reason=step["reason"])


def _resume(going: "Walk", step: Story) -> None:
    """HR signs the dates that the plan goes on with; no factor was shown."""
    by, digest = going.by("hr_partner"), digest_of_resumed(going.plan.pauses.latest("paused_at"), step["until_on"])
    proof = prove(Purpose(case=going.case, step=Step.ISSUE, digest=digest), by=by)
    plans.resume_plan(going.plan, by=by, until_on=step["until_on"], digest=digest, proof=proof)


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "begin_amendment": _begin,
    "submit_amendment": _submit,
    "approve_amendment": _approve,
    "issue_amendment": _issue,
    "pause_plan": _pause,
    "resume_plan": _resume,
}
