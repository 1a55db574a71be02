"""Every write on a plan that was issued."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from cases.models import CaseFile
from plans.actions import check_shown
from plans.models import Item, Plan, PlanVersion

from . import wording
from .acts import (
    ADD_EMPLOYEE_NOTE,
    CLOSE_CASE,
    DECIDE_OUTCOME,
    HOLD_CHECKPOINT,
    PROPOSE_OUTCOME,
    RETURN_OUTCOME,
    SIGN_OUTCOME,
    SIGN_RECEIPT,
)
from .models import Checkpoint, ItemResult, Outcome, Progress, SignOff
from .snapshot import digest_of
from .states import Result, Step


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One item at a checkpoint: `value` in the item's unit."""

    item: Item
    value: Decimal
    judgement: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One item at the end."""

    item: Item
    result: str
    value: Decimal
    evidence: str


def sign_receipt(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str) -> SignOff:
    """The employee signs that they received the version with this digest, and the plan runs.

    The caller has asked for the password again just before (R17). Raises `NotWhatWasShown`.
    """
    with acting(SIGN_RECEIPT, plan, by=by, facts={"answer": answer}, texts={"comment": comment}) as step:
        version = plan.versions.get(number=plan.issued)
        check_shown(digest, version.content_digest())
        sign_off = _sign(plan, step, Step.RECEIPT, answer=answer, comment=comment, digest=digest)
        _schedule_checkpoints(plan, version)
    return sign_off


def sign_outcome(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str) -> SignOff:
    """The employee signs that they received the outcome with this digest. Raises `NotWhatWasShown`."""
    with acting(SIGN_OUTCOME, plan, by=by, facts={"answer": answer}, texts={"comment": comment}) as step:
        check_shown(digest, digest_of(plan.outcomes.get(decided_at__isnull=False)))
        return _sign(plan, step, Step.OUTCOME, answer=answer, comment=comment, digest=digest)


def _sign(plan: Plan, step: ActStep, what: Step, *, answer: str, comment: str, digest: str) -> SignOff:
    version = plan.versions.get(number=plan.issued)
    sign_off = SignOff(
        plan=plan,
        version=version,
        step=what,
        part=step.part,
        user=step.by.user,
        answer=answer,
        comment=comment,
        digest=digest,
        wording=wording.wording(what),
        wording_version=wording.VERSION,
        at=step.at,
        time_zone=step.by.user.time_zone,
        address=step.by.address,
        user_agent=step.by.user_agent,
        session=step.by.session,
    )
    sign_off.full_clean()
    sign_off.save()
    step.facts.update(version=version.number, digest=digest, wording=wording.VERSION, sign_off=sign_off.pk)
    step.facts["wording_digest"] = hashlib.sha256(sign_off.wording.encode()).hexdigest()
    step.facts["time_zone"] = sign_off.time_zone
    return sign_off


def _schedule_checkpoints(plan: Plan, version: PlanVersion) -> None:
    """The dates of the version that was signed become checkpoints."""
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, number=row["number"], due_on=date.fromisoformat(row["due_on"]))
        for row in version.data["calendar"]["checkpoints"]
    )


def hold_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, held_on: date, note: str, next_steps: str, measured: Iterable[Measured]
) -> None:
    """Record a checkpoint that was held: every item measured, the manager's note. Nothing of it changes afterwards.

    Raises `ValidationError` for a day that lies ahead or before the plan began, or an item left out.
    """
    measured = list(measured)
    facts = {"number": checkpoint.number, "due_on": checkpoint.due_on, "held_on": held_on}
    with acting(HOLD_CHECKPOINT, checkpoint, by=by, facts=facts) as step:
        _check_held_on(step.case, checkpoint.plan, held_on)
        _check_every_item(checkpoint.plan, [row.item for row in measured])
        checkpoint.held_on, checkpoint.submitted_at = held_on, step.at
        checkpoint.manager_note, checkpoint.next_steps = note, next_steps
        step.texts.update(note=note, next_steps=next_steps)
        step.texts.update(_evidence(measured))
        step.facts["measured"] = [_progress(checkpoint, row) for row in measured]


def _progress(checkpoint: Checkpoint, row: Measured) -> dict[str, Any]:
    progress = Progress(
        checkpoint=checkpoint, item=row.item, value=row.value, judgement=row.judgement, evidence=row.evidence
    )
    progress.full_clean()
    progress.save()
    return {"item": row.item.pk, "value": row.value, "judgement": row.judgement}


def _evidence(rows: Iterable[Measured | Assessed]) -> dict[str, str]:
    """The evidence as texts of the event, numbered from 1 as its facts name the items; read in its own place."""
    return {f"evidence:{place}": row.evidence for place, row in enumerate(rows, start=1)}


def _check_held_on(case: CaseFile, plan: Plan, held_on: date) -> None:
    if held_on > today_of(case):
        raise ValidationError({"held_on": _("A checkpoint is recorded once it was held: this day lies ahead.")})
    if plan.starts_on and held_on < plan.starts_on:
        raise ValidationError({"held_on": _("This day lies before the start of the plan.")})


def _check_every_item(plan: Plan, items: list[Item]) -> None:
    if {item.pk for item in items} != set(plan.items.values_list("pk", flat=True)):
        raise ValidationError(_("Every item of the plan is assessed, each once."))


def today_of(case: CaseFile) -> date:
    """Today where the case is."""
    return timezone.localdate(timezone=ZoneInfo(case.time_zone))


def add_employee_note(checkpoint: Checkpoint, *, by: Actor, note: str) -> None:
    """The employee's own note on a checkpoint, once."""
    with acting(
        ADD_EMPLOYEE_NOTE, checkpoint, by=by, facts={"number": checkpoint.number}, texts={"note": note}
    ) as step:
        checkpoint.employee_note, checkpoint.employee_noted_at = note, step.at


def propose_outcome(
    plan: Plan, *, by: Actor, result: str, summary: str, early_reason: str, assessed: Iterable[Assessed]
) -> Outcome:
    """The manager proposes an outcome, item by item. Before the end date only a success may be, with a reason (R26)."""
    assessed = list(assessed)
    with acting(PROPOSE_OUTCOME, plan, by=by, texts={"summary": summary, "early_reason": early_reason}) as step:
        step.texts.update(_evidence(assessed))
        _check_end_date(step.case, plan, result, early_reason)
        _check_every_item(plan, [row.item for row in assessed])
        outcome = Outcome(
            plan=plan,
            number=plan.outcomes.count() + 1,
            result=result,
            summary=summary,
            early_reason=early_reason,
            proposed_by=by.user,
            proposed_at=step.at,
        )
        outcome.full_clean()
        outcome.save()
        items = [_item_result(outcome, row) for row in assessed]
        outcome.refresh_from_db()  # the digest is of what is stored: 1.50, not 1.5
        outcome.digest = digest_of(outcome)
        outcome.save(update_fields=["digest"])
        step.facts.update(number=outcome.number, result=result, digest=outcome.digest, items=items)
    return outcome


def _check_end_date(case: CaseFile, plan: Plan, result: str, early_reason: str) -> None:
    if plan.ends_on is None or today_of(case) >= plan.ends_on:
        return
    if result != Result.MET:
        raise ValidationError(
            {"result": _("The plan has not ended yet. Before its end only an early success is possible.")}
        )
    if not early_reason:
        raise ValidationError({"early_reason": _("The plan has not ended yet: say why its outcome is clear already.")})


def _item_result(outcome: Outcome, row: Assessed) -> dict[str, Any]:
    result = ItemResult(outcome=outcome, item=row.item, result=row.result, value=row.value, evidence=row.evidence)
    result.full_clean()
    result.save()
    return {"item": row.item.pk, "result": row.result, "value": row.value}


def return_outcome(plan: Plan, *, by: Actor, comment: str) -> None:
    """HR sends the proposal back; it stays beside the next one."""
    with acting(RETURN_OUTCOME, plan, by=by, texts={"comment": comment}) as step:
        step.facts["number"] = plan.outcomes.latest("number").number


def decide_outcome(plan: Plan, *, by: Actor, digest: str) -> None:
    """HR decides that the proposed outcome with this digest is the plan's outcome. It dismisses nobody (R28).

    Raises `NotWhatWasShown` where another one was proposed meanwhile.
    """
    with acting(DECIDE_OUTCOME, plan, by=by) as step:
        outcome = plan.outcomes.latest("number")
        check_shown(digest, digest_of(outcome))
        outcome.decided_by, outcome.decided_at = by.user, step.at
        outcome.full_clean()
        outcome.save()
        step.facts.update(number=outcome.number, result=outcome.result, digest=outcome.digest)


def close_case(plan: Plan, *, by: Actor) -> None:
    """Nothing is left to do; comments and the employee's signature stay possible."""
    with acting(CLOSE_CASE, plan, by=by):
        pass
