"""The entries of the evidence map: of each what stands in the case, and in plain sentences what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.fairness import Holds
from plans.rulesets import Entry
from reviews.models import EvidenceRecord
from reviews.states import HELP_AFTER, EvidenceKind, Result

from .facts import Facts, Standing, answers_of


def entries_of(facts: Facts) -> list[Standing]:
    return [_standing(entry, facts) for entry in facts.rules.evidence_map]


def _standing(entry: Entry, facts: Facts) -> Standing:
    made = STANDING.get(entry.id)
    if made is None:
        return Standing(entry, missing=[_("pipcases keeps no record of this. Keep it outside.")])
    return made(Standing(entry), facts)


def _first_finding(row: Standing, facts: Facts) -> Standing:
    basis = facts.basis
    feedback = [said for said in basis.get("prior_feedback", ()) if said.get("given_on")]
    told = [(_("Rating"), basis.get("rating", "")), (_("Facts and data"), basis.get("findings", ""))]
    told += [(_("Feedback of %(day)s") % {"day": _day(said["given_on"])}, said["said"]) for said in feedback]
    lacks = {
        _("The plan was not issued yet: there is no first finding."): not facts.version,
        _("No rating stands in the plan."): facts.version and not basis.get("rating"),
        _("No facts and data stand in the plan."): facts.version and not basis.get("findings"),
        _("No earlier feedback with its day stands in the plan."): facts.version and not feedback,
    }
    files = basis.get("files", ())
    return replace(row, **_of_plan(facts), missing=_true(lacks), details=_said(told), files=files)


def _standard(row: Standing, facts: Facts) -> Standing:
    basis = facts.basis
    known_on = basis.get("standard_known_on")
    known_on = date.fromisoformat(known_on) if known_on else None
    late = bool(known_on and facts.issued_on and known_on > facts.issued_on)
    told = [
        (_("Standard"), f"{basis.get('standard', '')} {basis.get('standard_version', '')}".strip()),
        (_("The employee has had it since"), date_format(known_on, "DATE_FORMAT") if known_on else ""),
        (_("How one knows"), basis.get("standard_known_how", "")),
    ]
    lacks = {
        _("The plan was not issued yet: it names no standard."): not facts.version,
        _("The plan names no standard, or not its version."): facts.version
        and not (basis.get("standard") and basis.get("standard_version")),
        _("It is not said since when the employee has had it."): facts.version and not known_on,
        _("The employee had it only after the plan was issued."): late,
        _("It is not said how one knows that the employee had it."): facts.version
        and not basis.get("standard_known_how"),
        _("The standard is not attached as a file."): facts.version and not basis.get("standard_files"),
    }
    files = basis.get("standard_files", ())
    return replace(row, **_of_plan(facts), missing=_true(lacks), details=_said(told), files=files)


def _of_plan(facts: Facts) -> dict[str, Any]:
    return {"version": facts.version, "day": facts.issued_on}


def _training_or_transfer(row: Standing, facts: Facts) -> Standing:
    records = facts.of(*HELP_AFTER)
    lacks = [_lacks_of_help(record) for record in records]
    missing: Sequence[str] = [_("Neither a training nor a transfer is recorded.")]
    if lacks:
        missing = min(lacks, key=len)  # one that is complete is enough
    return replace(row, records=records, missing=missing, kinds=HELP_AFTER)


def _lacks_of_help(record: EvidenceRecord) -> list[str]:
    is_training = record.kind == EvidenceKind.TRAINING
    return _true(
        {
            _("It is not recorded how many hours were attended."): is_training and record.hours_attended is None,
            _("No hour of the training was attended."): is_training and record.hours_attended == 0,
            _("It is not recorded who attended what, in words."): is_training and not record.words.get("attendance"),
            _("It is not recorded when this was talked about with the employee."): not is_training
            and record.consulted_on is None,
            _("Its result is not recorded."): not record.words.get("outcome"),
            _("No file shows that it took place."): is_training and not record.files,
        }
    )


def _second_assessment(row: Standing, facts: Facts) -> Standing:
    records = facts.of(EvidenceKind.SECOND_ASSESSMENT)
    last = records[-1] if records else None
    helped = [record.ended_on for record in facts.of(*HELP_AFTER)]
    lacks = {
        _("No second assessment is recorded."): last is None,
        _("No training or transfer that is recorded ended before it."): last
        and not any(day < last.happened_on for day in helped),
        _("Its result is “met”: the employee has reached the standard, and nothing follows from this map."): last
        and last.result == Result.MET,
        _("It is not recorded what it rests on."): last and not last.words.get("shown_by"),
        _("No file of the assessment is attached."): last and not last.files,
    }
    return replace(row, records=records, missing=_true(lacks), kinds=(EvidenceKind.SECOND_ASSESSMENT,))


def _union(row: Standing, facts: Facts) -> Standing:
    records = facts.of(EvidenceKind.UNION)
    last = records[-1] if records else None
    lacks = {
        _("It is not recorded that the trade union was told."): last is None,
        _("It is not recorded what the union answered, or that it did not."): last and not last.words.get("answered"),
        _("No file shows that the union was told."): last and not last.files,
    }
    return replace(row, records=records, missing=_true(lacks), kinds=(EvidenceKind.UNION,))


def _notice(row: Standing, facts: Facts) -> Standing:
    notice = facts.notice
    lacks = {
        _("No notice is recorded."): notice is None,
        _("Notice is barred: see the check of article 42."): facts.is_barred,
        _("No file of the notice is attached."): notice and not notice.files,
    }
    records = [notice] if notice else []
    return replace(row, records=records, missing=_true(lacks), kinds=(EvidenceKind.NOTICE,))


def _art_42(row: Standing, facts: Facts) -> Standing:
    check, notice = facts.check, facts.notice
    said = answers_of(check) if check else {}
    counts = bool(check and notice and notice.happened_on <= check.happened_on <= (notice.until_on or date.max))
    asked = all(entry.id in said for entry in facts.rules.review.prompts)
    lacks = {
        _("No check of the cases of article 42 is recorded."): check is None,
        _("A case of article 42 holds. As long as it does, notice is barred."): Holds.APPLIES in said.values(),
        _("Of a case of article 42 it is not known whether it holds. Until it is, notice is barred."): Holds.UNKNOWN
        in said.values(),
        _("Not every case of article 42 was looked at."): check and not asked,
        _("The check was not made on the day of the notice, or between it and the day it takes effect."): check
        and notice
        and not counts,
        _("What counts is the day of the notice: check again then."): check and notice is None,
    }
    records = facts.of(EvidenceKind.ART_42)
    return replace(row, records=records, missing=_true(lacks), kinds=(EvidenceKind.ART_42,))


STANDING: Mapping[str, Callable[[Standing, Facts], Standing]] = {
    "first_finding": _first_finding,
    "standard": _standard,
    "training_or_transfer": _training_or_transfer,
    "second_assessment": _second_assessment,
    "union": _union,
    "notice": _notice,
    "art_42": _art_42,
}


def _true(lacks: Mapping[str, Any]) -> list[str]:
    return [sentence for sentence, is_so in lacks.items() if is_so]


def _said(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, words) for label, words in told if words]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
