"""Arranging a checkpoint, and moving it to another day: its number and the version in force stay (R21, R23)."""

from datetime import date, time
from itertools import chain

from django.core.exceptions import ValidationError

from cases.acting import Step, acting
from cases.actor import Actor
from reviews.acts.moving import ARRANGE_CHECKPOINT, POSTPONE_CHECKPOINT, RESCHEDULE_CHECKPOINT
from reviews.models import Checkpoint, Rescheduling
from reviews.moving import against_late_postponing, against_short_notice, faults_in_day
from reviews.states import Wish


def arrange_checkpoint(checkpoint: Checkpoint, *, by: Actor, meets_at: time, place: str) -> None:
    """Say at what time both meet, where the case is, and where or by which link. Again where that changes."""
    facts = {"number": checkpoint.number, "meets_at": meets_at.isoformat()}
    with acting(ARRANGE_CHECKPOINT, checkpoint, by=by, facts=facts, texts={"place": place}) as step:
        checkpoint.meets_at, checkpoint.place = meets_at, place
        step.facts["due_on"] = checkpoint.due_on


def reschedule_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, to_on: date, wish: str, reason: str, agreed: bool = False
) -> Rescheduling:
    """Move a checkpoint to another working day, on somebody's wish. `agreed` notes that the employee agreed to less
    notice than the rules promise. Raises `ValidationError` for a day that is over, after the end of the plan, free, or
    out of order with the other checkpoints.
    """
    with acting(RESCHEDULE_CHECKPOINT, checkpoint, by=by, texts={"reason": reason}) as step:
        faults = list(faults_in_day(checkpoint, to_on))
        if not faults and not agreed:
            faults = list(against_short_notice(checkpoint.plan, to_on))
        return _move(step, to_on, faults, wish=wish, reason=reason, agreed=agreed)


def postpone_checkpoint(checkpoint: Checkpoint, *, by: Actor, to_on: date, reason: str) -> Rescheduling:
    """The employee's own right, as often as the rules of the case say, to a working day soon after. It asks nobody.
    Raises `ValidationError` as moving does.
    """
    with acting(POSTPONE_CHECKPOINT, checkpoint, by=by, texts={"reason": reason}) as step:
        faults = list(chain(faults_in_day(checkpoint, to_on), against_late_postponing(checkpoint, to_on)))
        return _move(step, to_on, faults, wish=Wish.EMPLOYEE, reason=reason, is_postponed=True)


def _move(step: Step, to_on: date, faults: list[str], **how: object) -> Rescheduling:
    if faults:
        raise ValidationError({"to_on": faults})
    checkpoint: Checkpoint = step.subject
    row = Rescheduling(
        checkpoint=checkpoint,
        number=checkpoint.reschedulings.count() + 1,
        was_on=checkpoint.due_on,
        to_on=to_on,
        by=step.by.user,
        part=step.part,
        at=step.at,
        **how,
    )
    row.full_clean()
    row.save()
    checkpoint.planned_on = checkpoint.day_in_plan
    checkpoint.due_on = to_on
    step.facts.update(
        checkpoint=checkpoint.number, rescheduling=row.pk, number=row.number, was_on=row.was_on, to_on=row.to_on,
        wish=row.wish, agreed=row.agreed,
    )  # fmt: skip
    return row
