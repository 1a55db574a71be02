"""The hearing of an appeal, and its decision: by somebody who took no part in what they decide on (R30)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from cases.signing import Proof, check_shown
from plans.actions import sign
from plans.calendars import today_of
from plans.models import SignOff
from plans.states import Step
from reviews.acts.appeal import ADD_HEARING_STATEMENT, DECIDE_APPEAL, RECORD_HEARING
from reviews.models import Appeal, Hearing, HearingStatement, ItemResult, Outcome
from reviews.ruling import Ruled, check_ruling, digest_of_ruling, digest_of_the_matter
from reviews.snapshot import digest_of
from reviews.states import Ruling

from .appeal import end_part
from .items import evidence_of, words_of

COPIED = ("recognition", "lessons")  # of the outcome that another one takes the place of


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One hearing as it is recorded. `came` says whether the employee was there."""

    held_on: date
    came: bool
    attended: str
    companion: str = ""
    employee_said: str = ""
    company_said: str = ""


def record_hearing(appeal: Appeal, *, by: Actor, heard: Heard) -> Hearing:
    """The hearer records who was there and what both sides said; the employee may add their own statement. Raises
    `ValidationError` for a day ahead or before the appeal, or without what was said.
    """
    texts = {name: getattr(heard, name) for name in RECORD_HEARING.texts}
    with acting(RECORD_HEARING, appeal, by=by, texts=texts) as step:
        _check_day(step, appeal, heard.held_on)
        row = Hearing(appeal=appeal, number=appeal.hearings.count() + 1, by=by.user, at=step.at, **vars(heard))
        row.full_clean()
        row.save()
        step.facts.update(number=appeal.number, hearing=row.pk, of=row.number, held_on=row.held_on, came=row.came)
    return row


def _check_day(step: ActStep, appeal: Appeal, held_on: date) -> None:
    if held_on > today_of(step.case):
        raise ValidationError({"held_on": _("This day lies ahead. Record a hearing once it was held.")})
    if held_on < timezone.localdate(appeal.filed_at, ZoneInfo(step.case.time_zone)):
        raise ValidationError({"held_on": _("This day lies before the appeal itself.")})


def add_hearing_statement(appeal: Appeal, *, by: Actor, words: str) -> HearingStatement:
    """The employee's own words on the hearing that was recorded last, once; nobody else writes them."""
    with acting(ADD_HEARING_STATEMENT, appeal, by=by, texts={"words": words}) as step:
        hearing = appeal.hearings.latest("number")
        row = HearingStatement(hearing=hearing, words=words, by=by.user, at=step.at)
        row.full_clean()
        row.save()
        step.facts.update(number=appeal.number, statement=row.pk, hearing=hearing.pk, of=hearing.number)
    return row


def decide_appeal(appeal: Appeal, *, by: Actor, ruled: Ruled, digest: str, proof: Proof) -> SignOff:
    """The hearer decides, and signs what they decide. An outcome that is varied or overturned is followed by another
    one, which is never worse; the first stays as it is.

    `digest` is that of the matter as it was shown. Raises `NotWhatWasShown`, `NotProven`, `ValidationError` where the
    result does not follow from the decision or would be worse, in the whole or for an item.
    """
    with acting(DECIDE_APPEAL, appeal, by=by, texts={"reasons": ruled.reasons}) as step:
        check_shown(digest, digest_of_the_matter(appeal))
        check_ruling(appeal, ruled)
        version = appeal.plan.versions.get(number=appeal.plan.issued)
        signed = digest_of_ruling(appeal, ruled)
        row = sign(step, Step.APPEAL, version, digest=signed, proof=proof, number=appeal.number)
        appeal.decision, appeal.reasons, appeal.decided_at, appeal.digest = (
            ruled.decision, ruled.reasons, step.at, signed,
        )  # fmt: skip
        step.facts.update(decision=ruled.decision, result=ruled.result)
        if ruled.decision != Ruling.UPHELD:
            _put_in_its_place(step, appeal.outcome, ruled)
        end_part(step)
    return row


def _put_in_its_place(step: ActStep, before: Outcome, ruled: Ruled) -> None:
    """Another outcome, as the next number: proposed and decided by the hearer, with what was found of the items."""
    outcome = Outcome(
        plan=before.plan,
        number=before.plan.outcomes.count() + 1,
        varies=before,
        review=before.review,
        version=before.version,
        result=ruled.result,
        summary=ruled.reasons,
        proposed_by=step.by.user,
        proposed_at=step.at,
        **{name: getattr(before, name) for name in COPIED},
    )
    outcome.full_clean()
    outcome.save()
    rows = [_item(outcome, row, ruled.items[row.item_id]) for row in before.items.order_by("item__position", "pk")]
    outcome.refresh_from_db()
    outcome.digest = digest_of(outcome)
    outcome.decided_by, outcome.decided_at = step.by.user, step.at
    outcome.full_clean()
    outcome.save()
    step.texts.update(evidence_of(rows) | words_of(rows, "improved", "why_not"))
    step.texts.update({name: getattr(outcome, name) for name in COPIED})
    step.facts.update(
        outcome=outcome.number, outcome_digest=outcome.digest, varies=before.number,
        items=[_told(row) for row in rows],
    )  # fmt: skip


def _item(outcome: Outcome, before: ItemResult, result: str) -> ItemResult:
    row = ItemResult(
        outcome=outcome, item=before.item, result=result, value=before.value, evidence=before.evidence,
        improved=before.improved, why_not=before.why_not,
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def _told(row: ItemResult) -> dict[str, Any]:
    return {"item": row.item_id, "result": row.result, "value": row.value}
