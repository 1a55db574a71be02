"""Steps of a story about a checkpoint: prepared, recorded, and answered by both sides."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cases.signing import Purpose, prove
from plans.states import Answer
from plans.states import Step as Signed
from reviews import actions as reviews

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk

OF_A_MEETING = ("attendees", "companion", "encouragement")


def per_item(going: "Walk", told: Iterable[Story], make: Callable[..., Any]) -> Iterable[Any]:
    """One row for each item, in the items' order."""
    for item, row in zip(going.items, told, strict=True):
        value = {"value": Decimal(row["value"])} if "value" in row else {}
        yield make(item=item, **{**row, **value})


def _arrange(going: "Walk", step: Story) -> None:
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    reviews.arrange_checkpoint(checkpoint, by=going.by("manager"), meets_at=step["meets_at"], place=step["place"])


def _reschedule(going: "Walk", step: Story) -> None:
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    told = {name: step[name] for name in ("to_on", "wish", "reason")}
    reviews.reschedule_checkpoint(checkpoint, by=going.by(step["by"]), **told)


def _postpone(going: "Walk", step: Story) -> None:
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    reviews.postpone_checkpoint(checkpoint, by=going.by("subject"), to_on=step["to_on"], reason=step["reason"])


def _prepare(going: "Walk", step: Story) -> None:
    reviews.prepare_checkpoint(
        going.plan.checkpoints.get(number=step["number"]),
        by=going.by("subject"),
        general=step.get("general", ""),
        views=list(per_item(going, step["views"], reviews.OwnView)),
    )


def _open(going: "Walk", step: Story) -> None:
    reviews.open_preparation(going.plan.checkpoints.get(number=step["number"]), by=going.by("manager"))


def _hold(going: "Walk", step: Story) -> None:
    reviews.hold_checkpoint(
        going.plan.checkpoints.get(number=step["number"]),
        by=going.by("manager"),
        held_on=step["on"],
        note=step["note"],
        next_steps=step["next_steps"],
        measured=list(per_item(going, step["measured"], reviews.Measured)),
        meeting=reviews.Meeting(**{name: step[name] for name in OF_A_MEETING if name in step}),
    )


def _sign(going: "Walk", step: Story) -> None:
    """The manager signs, or the employee with an answer."""
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    digest, by = checkpoint.minutes.digest, going.by(step["by"])
    proof = prove(Purpose(case=going.case, step=Signed.MINUTES, digest=digest), by=by)
    said = {"answer": step.get("answer", Answer.SIGNED), "comment": step.get("comment", "")}
    reviews.sign_minutes(checkpoint, by=by, digest=digest, proof=proof, **said)


def _refuse(going: "Walk", step: Story) -> None:
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    words = step.get("words", "")
    reviews.refuse_minutes(checkpoint, by=going.by("subject"), digest=checkpoint.minutes.digest, words=words)


def _note(going: "Walk", step: Story) -> None:
    checkpoint = going.plan.checkpoints.get(number=step["number"])
    reviews.add_employee_note(checkpoint, by=going.by("subject"), note=step["note"])


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "arrange_checkpoint": _arrange,
    "reschedule_checkpoint": _reschedule,
    "postpone_checkpoint": _postpone,
    "prepare_checkpoint": _prepare,
    "open_preparation": _open,
    "hold_checkpoint": _hold,
    "sign_minutes": _sign,
    "refuse_minutes": _refuse,
    "add_employee_note": _note,
}
