"""Checkpoints: what was measured and said, by both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import acting
from cases.actor import Actor
from cases.models import CaseFile
from plans.calendars import today_of
from plans.models import Item, Plan
from plans.running import issued_on
from reviews.acts import ADD_ADDENDUM, ADD_EMPLOYEE_NOTE, HOLD_CHECKPOINT
from reviews.models import Addendum, Checkpoint, Progress

from .items import check_every_item, evidence_of


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One item at a checkpoint: `value` in the item's unit."""

    item: Item
    value: Decimal
    judgement: str
    evidence: str


def hold_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, held_on: date, note: str, next_steps: str, measured: Iterable[Measured]
) -> None:
    """Record a checkpoint that was held: every item measured, the manager's note. Nothing of it changes afterwards.

    Raises `ValidationError` for a day that lies ahead, or before the plan was issued or began, or an item left out.
    """
    measured = list(measured)
    facts = {"number": checkpoint.number, "due_on": checkpoint.due_on, "held_on": held_on}
    with acting(HOLD_CHECKPOINT, checkpoint, by=by, facts=facts) as step:
        _check_held_on(step.case, checkpoint.plan, held_on)
        check_every_item(checkpoint.plan, [row.item for row in measured])
        checkpoint.held_on, checkpoint.submitted_at = held_on, step.at
        checkpoint.manager_note, checkpoint.next_steps = note, next_steps
        step.texts.update(note=note, next_steps=next_steps)
        step.texts.update(evidence_of(measured))
        step.facts["measured"] = [_progress(checkpoint, row) for row in measured]


def _progress(checkpoint: Checkpoint, row: Measured) -> dict[str, Any]:
    progress = Progress(
        checkpoint=checkpoint, item=row.item, value=row.value, judgement=row.judgement, evidence=row.evidence
    )
    progress.full_clean()
    progress.save()
    return {"item": row.item.pk, "value": row.value, "judgement": row.judgement}


def _check_held_on(case: CaseFile, plan: Plan, held_on: date) -> None:
    if held_on > today_of(case):
        raise ValidationError({"held_on": _("A checkpoint is recorded once it was held: this day lies ahead.")})
    if plan.starts_on and held_on < plan.starts_on:
        raise ValidationError({"held_on": _("This day lies before the start of the plan.")})
    if held_on < issued_on(plan):
        raise ValidationError({"held_on": _("The plan was not issued yet on this day.")})
    if plan.pauses.filter(from_on__lte=held_on, until_on__gt=held_on).exists():
        raise ValidationError({"held_on": _("The plan was paused on this day.")})


def add_employee_note(checkpoint: Checkpoint, *, by: Actor, note: str) -> None:
    """The employee's own note on a checkpoint, once."""
    with acting(
        ADD_EMPLOYEE_NOTE, checkpoint, by=by, facts={"number": checkpoint.number}, texts={"note": note}
    ) as step:
        checkpoint.employee_note, checkpoint.employee_noted_at = note, step.at


def add_addendum(checkpoint: Checkpoint, *, by: Actor, wrong: str, right: str) -> Addendum:
    """Say what is plainly wrong in the minutes, and what it should say. The minutes themselves never change (R20)."""
    with acting(ADD_ADDENDUM, checkpoint, by=by, texts={"wrong": wrong, "right": right}) as step:
        addendum = Addendum(
            checkpoint=checkpoint,
            number=checkpoint.addenda.count() + 1,
            wrong=wrong,
            right=right,
            by=by.user,
            part=step.part,
            at=step.at,
        )
        addendum.full_clean()
        addendum.save()
        step.facts.update(checkpoint=checkpoint.number, addendum=addendum.pk, number=addendum.number)
    return addendum
