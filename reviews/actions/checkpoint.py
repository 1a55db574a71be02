"""Checkpoints: what was measured and said, by both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.models import CaseFile
from plans import rulesets
from plans.calendars import today_of
from plans.models import Item, Plan
from plans.running import issued_on
from reviews.acts import ADD_ADDENDUM, ADD_EMPLOYEE_NOTE, HOLD_CHECKPOINT
from reviews.judging import Way
from reviews.minutes import digest_of, preparation_of
from reviews.models import Addendum, Checkpoint, Minutes, Progress
from reviews.targets import target_of

from .items import check_every_item, evidence_of, words_of
from .preparation import share


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One item at a checkpoint: `value` in the item's unit; what helped, and what is agreed next about it."""

    item: Item
    value: Decimal
    judgement: str
    evidence: str
    helped: str = ""
    agreed: str = ""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Who was there, who came along with the employee, and what went well."""

    attendees: str = ""
    companion: str = ""
    encouragement: str = ""


def hold_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, held_on: date, note: str, next_steps: str, measured: Iterable[Measured],
    meeting: Meeting | None = None,
) -> Minutes:  # fmt: skip
    """Record a checkpoint that was held: every item measured, the manager's note. Nothing of it changes afterwards;
    what the employee had prepared is part of it, and both sides are asked to sign it.

    Raises `ValidationError` for a day that lies ahead, or before the plan was issued or began, or an item left out.
    """
    measured, meeting = list(measured), meeting or Meeting()
    facts = {"number": checkpoint.number, "due_on": checkpoint.due_on, "held_on": held_on}
    with acting(HOLD_CHECKPOINT, checkpoint, by=by, facts=facts) as step:
        _check_held_on(step.case, checkpoint.plan, held_on)
        check_every_item(checkpoint.plan, [row.item for row in measured])
        checkpoint.held_on, checkpoint.submitted_at = held_on, step.at
        checkpoint.manager_note, checkpoint.next_steps = note, next_steps
        step.texts.update(note=note, next_steps=next_steps, **vars(meeting))
        step.texts.update(evidence_of(measured) | words_of(measured, "helped", "agreed"))
        rows = [_progress(checkpoint, row) for row in measured]
        step.facts["measured"] = [_told(row) for row in rows]
        return _minutes(step, checkpoint, meeting, rows)


def _progress(checkpoint: Checkpoint, row: Measured) -> Progress:
    progress = Progress(checkpoint=checkpoint, suggested=_suggested(checkpoint, row), **vars(row))
    progress.full_clean()
    progress.save()
    return progress


def _suggested(checkpoint: Checkpoint, row: Measured) -> str:
    """What the figures alone say on the day of the meeting; nothing where the value cannot be one of the item's."""
    target, starts_on = target_of(row.item), checkpoint.plan.starts_on
    if starts_on is None or checkpoint.held_on is None or target.fault_of(row.value):
        return ""
    return Way(target, starts_on, row.item.due_on).suggest(row.value, checkpoint.held_on)


def _told(row: Progress) -> dict[str, Any]:
    return {"item": row.item_id, "value": row.value, "judgement": row.judgement, "suggested": row.suggested}


def _minutes(step: Step, checkpoint: Checkpoint, meeting: Meeting, rows: list[Progress]) -> Minutes:
    """What both sides sign, with the preparation in it; it is opened now where it was not before."""
    plan, preparation = checkpoint.plan, preparation_of(checkpoint)
    if preparation and not preparation.is_shared:
        share(step, preparation)
    window = timedelta(days=rulesets.get(plan.ruleset).receipt.window_days)
    minutes = Minutes(checkpoint=checkpoint, version=plan.versions.get(number=plan.issued), by=step.by.user)
    minutes.attendees, minutes.companion = meeting.attendees, meeting.companion
    minutes.encouragement, minutes.answer_by = meeting.encouragement, today_of(step.case) + window
    minutes.digest = digest_of(minutes, rows, preparation)
    minutes.full_clean(exclude={"checkpoint"})
    minutes.save(force_insert=True)
    step.facts.update(version=minutes.version.number, answer_by=minutes.answer_by, digest=minutes.digest)
    return minutes


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
