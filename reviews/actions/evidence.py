"""What happened after the outcome, recorded apart from the plan as evidence (R29). Nothing here dismisses anybody."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.chain import canonical
from cases.files.checks import Checked
from cases.queries import files_of
from cases.refusals import NotVisible, WrongMoment
from plans import rulesets
from plans.calendars import today_of
from plans.fairness import Holds, facts_of
from plans.models import Plan
from plans.running import issued_on
from reviews.acts.evidence import RECORD_EVIDENCE, WITHDRAW_EVIDENCE
from reviews.evidence.order import Known, by_field, faults_of
from reviews.models import EvidenceRecord, EvidenceWithdrawal
from reviews.models.evidence import names_of
from reviews.states import HELP_AFTER

from .receipt import keep_files

DAYS = ("happened_on", "since_on", "until_on", "consulted_on")
MEASURES = ("hours_planned", "hours_attended", "result", "way")


class RecordedAlready(WrongMoment):
    """The same entry was sent twice: it is recorded once."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece as it is told. Which days, figures and words belong to a kind, `reviews.models.evidence` says;
    `prompts` are the answers of a check by the ids of the rules' prompts; `key` is the same for every try of one entry.
    """

    kind: str
    key: uuid.UUID
    happened_on: date
    since_on: date | None = None
    until_on: date | None = None
    consulted_on: date | None = None
    hours_planned: Decimal | None = None
    hours_attended: Decimal | None = None
    result: str = ""
    way: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    files: Iterable[Checked] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The words of its kind that are not empty, and the answers of a check as canonical JSON."""
        said = dict(self.words) | ({"prompts": canonical(self.prompts).decode()} if self.prompts else {})
        return {name: said[name] for name in names_of(self.kind) if said.get(name)}


def record_evidence(
    plan: Plan, *, by: Actor, evidence: Evidence, replaces: EvidenceRecord | None = None
) -> EvidenceRecord:
    """Record one thing that happened; what it `replaces` stays beside it, and counts no more. The employee is told of a
    training or a transfer, which they took part in, and of nothing else.

    Raises `RecordedAlready` for an entry that was sent before, `NotVisible` for the correction of what does not stand
    in this plan, `ValidationError` for a day in the wrong order or an answer that is missing.
    """
    with acting(RECORD_EVIDENCE, plan, by=by, texts=evidence.texts) as step:
        if plan.evidence_records.filter(by=by.user, key=evidence.key).exists():
            raise RecordedAlready(_("This is recorded already."))
        told = {name: getattr(evidence, name) for name in (*DAYS, *MEASURES)}
        row = EvidenceRecord(plan=plan, key=evidence.key, kind=evidence.kind, words=evidence.texts, **told)
        row.replaces = _replaced(plan, evidence, replaces)
        row.by, row.part, row.at = step.by.user, step.part, step.at
        _check(step, row, evidence)
        row.files = _files(step, row.replaces, evidence.files)
        row.full_clean()
        row.save()
        step.facts.update(facts_of(rulesets.get(plan.ruleset)) if evidence.prompts else {})
        step.facts.update(told, record=row.pk, kind=row.kind, key=row.key, replaces=row.replaces_id)
        step.tells = step.tells if row.is_help else ()
    return row


def _replaced(plan: Plan, evidence: Evidence, replaces: EvidenceRecord | None) -> EvidenceRecord | None:
    """Read again under the lock: somebody may have corrected or withdrawn it meanwhile."""
    if replaces is None:
        return None
    found = plan.evidence_records.filter(pk=replaces.pk, kind=evidence.kind, replaced=None, withdrawal=None).first()
    if found is None:
        raise NotVisible
    return found


def _check(step: Step, row: EvidenceRecord, evidence: Evidence) -> None:
    if evidence.prompts:
        _check_prompts(step.subject, evidence.prompts)
    stands = step.subject.evidence_records.filter(replaced=None, withdrawal=None).exclude(pk=row.replaces_id)
    known = Known(issued_on(step.subject), today_of(step.case), tuple(stands))
    if found := by_field(faults_of(row, known)):
        raise ValidationError(found)


def _check_prompts(plan: Plan, said: Mapping[str, str]) -> None:
    prompts = rulesets.get(plan.ruleset).review.prompts
    if set(said) - {entry.id for entry in prompts}:
        raise ValidationError(_("There is an answer to something that the rules of this case do not ask."))
    open_ones = [str(entry.text) for entry in prompts if said.get(entry.id) not in Holds.values]
    if open_ones:
        raise ValidationError([_("Please answer: %(question)s") % {"question": text} for text in open_ones])


def _files(step: Step, before: EvidenceRecord | None, files: Iterable[Checked]) -> list[uuid.UUID]:
    """A correction keeps the files of what it corrects."""
    kept = files_of(step.case, before.files if before else ())
    ids = [*(before.files if before else ()), *keep_files(step, files)]
    old = [{"id": row.pk, "digest": row.sha256, "size": row.size} for row in kept.values()]
    step.facts["files"] = sorted([*old, *step.facts["files"]], key=lambda named: ids.index(named["id"]))
    return ids


def withdraw_evidence(plan: Plan, *, by: Actor, record: EvidenceRecord, reason: str) -> EvidenceWithdrawal:
    """Say that something was recorded by mistake: it stays to be read, and counts no more. The employee is told, and
    reads the reason, where they took part.

    Raises `NotVisible` for what does not stand in this plan.
    """
    open_to_all = record.kind in HELP_AFTER
    with acting(WITHDRAW_EVIDENCE, plan, by=by, texts={"words" if open_to_all else "reason": reason}) as step:
        if not plan.evidence_records.filter(pk=record.pk, replaced=None, withdrawal=None).exists():
            raise NotVisible
        row = EvidenceWithdrawal(record=record, reason=reason, by=step.by.user, part=step.part, at=step.at)
        row.full_clean()
        row.save()
        step.facts.update(withdrawal=row.pk, record=record.pk, kind=record.kind)
        step.tells = step.tells if open_to_all else ()
    return row
