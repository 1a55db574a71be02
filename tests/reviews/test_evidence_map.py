"""R29: the map says of each piece where it stands, and of each that lacks what is missing."""

import uuid
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from cases.chain import canonical
from plans import rulesets
from plans.fairness import Holds
from plans.rulesets import Words
from reviews.evidence import Facts, Standing, entries_of
from reviews.models import EvidenceRecord
from reviews.states import EvidenceKind
from tests.evidencing import CLEAR, EFFECT, IN_ORDER, NOTICE, TOLD, day
from tests.world import START

ISSUED = START - timedelta(days=3)
FILE = {"id": str(uuid.UUID(int=1)), "name": "standard.pdf", "digest": "0" * 64, "size": 3}
BASIS: dict[str, Any] = {
    "rating": "Below expectations", "findings": "The error rate was 6 %.",
    "prior_feedback": [{"given_on": "2026-02-12", "said": "Follow the sequence."}], "files": [],
    "standard": "Assembly standard", "standard_version": "4.2", "standard_known_on": "2025-09-01",
    "standard_known_how": "Handed out at induction", "standard_files": [FILE],
}  # fmt: skip


def saved(kind: str, **changes: Any) -> EvidenceRecord:
    """A record as it would be read; nothing is written."""
    said = {**TOLD[kind], **changes}
    words = {name: changes.get(name, text) for name, text in said.pop("words").items()}
    if prompts := said.pop("prompts", None):
        words["prompts"] = canonical(prompts).decode()
    fields = {name: value for name, value in said.items() if name not in words}
    files = fields.pop("files", [uuid.UUID(int=2)])
    return EvidenceRecord(kind=kind, words={name: text for name, text in words.items() if text}, files=files, **fields)


def all_but(*kinds: str) -> list[EvidenceRecord]:
    return [saved(kind) for kind in IN_ORDER if kind not in kinds]


def entries(records: list[EvidenceRecord], basis: dict[str, Any] | None = BASIS) -> dict[str, Standing]:
    version: Any = SimpleNamespace(number=1, data={"basis": basis}) if basis is not None else None
    facts = Facts(rulesets.get("cn"), version, ISSUED if version else None, records)
    return {row.entry.id: row for row in entries_of(facts)}


def lacking(found: dict[str, Standing]) -> dict[str, list[str]]:
    return {name: list(row.missing) for name, row in found.items() if row.missing}


def test_r29_the_map_has_the_entries_of_the_rules() -> None:
    asked = [entry.id for entry in rulesets.get("cn").evidence_map]
    assert list(entries([])) == asked
    assert len(asked) == 7


def test_r29_a_map_with_everything_is_complete() -> None:
    assert lacking(entries(all_but())) == {}
    moved = [saved("transfer"), *all_but("training")]
    assert lacking(entries(moved)) == {}


OF_THE_PLAN = [
    ("first_finding", {"rating": ""}, "No rating stands in the plan."),
    ("first_finding", {"findings": ""}, "No facts and data stand in the plan."),
    ("first_finding", {"prior_feedback": []}, "No earlier feedback with its day stands in the plan."),
    (
        "first_finding",
        {"prior_feedback": [{"given_on": None, "said": "Once."}]},
        "No earlier feedback with its day stands in the plan.",
    ),
    ("standard", {"standard": ""}, "The plan names no standard, or not its version."),
    ("standard", {"standard_version": ""}, "The plan names no standard, or not its version."),
    ("standard", {"standard_known_on": None}, "It is not said since when the employee has had it."),
    ("standard", {"standard_known_on": "2026-03-01"}, "The employee had it only after the plan was issued."),
    ("standard", {"standard_known_how": ""}, "It is not said how one knows that the employee had it."),
    ("standard", {"standard_files": []}, "The standard is not attached as a file."),
]


@pytest.mark.parametrize(("entry", "change", "sentence"), OF_THE_PLAN, ids=lambda value: str(value)[:40])
def test_r29_what_the_issued_plan_lacks_is_said(entry: str, change: dict[str, Any], sentence: str) -> None:
    assert lacking(entries(all_but(), {**BASIS, **change})) == {entry: [sentence]}


def test_r29_a_plan_that_was_not_issued_finds_nothing() -> None:
    found = lacking(entries(all_but(), None))
    assert found == {
        "first_finding": ["The plan was not issued yet: there is no first finding."],
        "standard": ["The plan was not issued yet: it names no standard."],
    }


HOLDS = "A case of article 42 holds. As long as it does, notice is barred."
UNKNOWN = "Of a case of article 42 it is not known whether it holds. Until it is, notice is barred."
BARRED = "Notice is barred: see the check of article 42."
WRONG_DAY = "The check was not made on the day of the notice, or between it and the day it takes effect."
RECORDED: list[tuple[str, dict[str, Any] | None, dict[str, str]]] = [  # kind, what is otherwise, what is said
    ("training", None, {
        "training_or_transfer": "Neither a training nor a transfer is recorded.",
        "second_assessment": "No training or transfer that is recorded ended before it.",
    }),
    ("training", {"hours_attended": None}, {
        "training_or_transfer": "It is not recorded how many hours were attended."}),
    ("training", {"hours_attended": Decimal(0)}, {"training_or_transfer": "No hour of the training was attended."}),
    ("training", {"attendance": ""}, {
        "training_or_transfer": "It is not recorded who attended what, in words."}),
    ("training", {"outcome": ""}, {"training_or_transfer": "Its result is not recorded."}),
    ("training", {"files": []}, {"training_or_transfer": "No file shows that it took place."}),
    ("training", {"until_on": day(61)}, {
        "second_assessment": "No training or transfer that is recorded ended before it."}),
    ("second_assessment", None, {"second_assessment": "No second assessment is recorded."}),
    ("second_assessment", {"result": "met"}, {
        "second_assessment":
            "Its result is “met”: the employee has reached the standard, and nothing follows from this map."}),
    ("second_assessment", {"shown_by": ""}, {"second_assessment": "It is not recorded what it rests on."}),
    ("second_assessment", {"files": []}, {"second_assessment": "No file of the assessment is attached."}),
    ("union", None, {"union": "It is not recorded that the trade union was told."}),
    ("union", {"answered": ""}, {"union": "It is not recorded what the union answered, or that it did not."}),
    ("union", {"files": []}, {"union": "No file shows that the union was told."}),
    ("notice", None, {
        "notice": "No notice is recorded.", "art_42": "What counts is the day of the notice: check again then."}),
    ("notice", {"files": []}, {"notice": "No file of the notice is attached."}),
    ("art_42", None, {"art_42": "No check of the cases of article 42 is recorded."}),
    ("art_42", {"happened_on": NOTICE - timedelta(days=1)}, {"art_42": WRONG_DAY}),
    ("art_42", {"happened_on": EFFECT + timedelta(days=1)}, {"art_42": WRONG_DAY}),
    ("art_42", {"prompts": CLEAR | {"maternity": Holds.APPLIES}}, {"art_42": HOLDS, "notice": BARRED}),
    ("art_42", {"prompts": CLEAR | {"maternity": Holds.UNKNOWN}}, {"art_42": UNKNOWN, "notice": BARRED}),
    ("art_42", {"prompts": {"maternity": Holds.NOT}}, {"art_42": "Not every case of article 42 was looked at."}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "otherwise", "said"), RECORDED, ids=lambda value: str(value)[:40])
def test_r29_what_is_missing_is_said(kind: str, otherwise: dict[str, Any] | None, said: dict[str, str]) -> None:
    rows = [saved(kind, **otherwise), *all_but(kind)] if otherwise else all_but(kind)
    rows.sort(key=lambda row: IN_ORDER.index(row.kind))
    assert lacking(entries(rows)) == {entry: [sentence] for entry, sentence in said.items()}


def test_r29_a_transfer_needs_its_talk_and_its_result() -> None:
    moved = saved("transfer", consulted_on=None, outcome="")
    assert lacking(entries([moved, *all_but("training")])) == {
        "training_or_transfer": [
            "It is not recorded when this was talked about with the employee.",
            "Its result is not recorded.",
        ]
    }


def test_r29_one_complete_piece_of_help_is_enough() -> None:
    assert lacking(entries([saved("transfer", outcome=""), *all_but()])) == {}


def test_r29_the_last_day_of_a_check_is_the_day_on_which_notice_takes_effect() -> None:
    rows = [*all_but("art_42"), saved("art_42", happened_on=EFFECT)]
    assert lacking(entries(rows)) == {}


def test_r29_an_entry_that_pipcases_does_not_know_stays_open() -> None:
    rules = rulesets.get("cn")
    own = type(rules.evidence_map[0])(id="own_duty", text=Words(en="Our own duty.", zh_hans="本公司的义务。"))
    facts = Facts(rules.model_copy(update={"evidence_map": (own,)}), None, None, [])
    assert [row.missing for row in entries_of(facts)] == [["pipcases keeps no record of this. Keep it outside."]]


def test_r29_words_that_were_erased_leave_the_map_open() -> None:
    check = saved("art_42")
    check.words = {"prompts": "-", "checked_by": "-"}
    assert lacking(entries([*all_but("art_42"), check])) == {"art_42": ["Not every case of article 42 was looked at."]}


def test_r29_every_kind_that_is_recorded_has_its_place_in_the_map() -> None:
    kinds = {kind for row in entries([]).values() for kind in row.kinds}
    assert kinds == set(EvidenceKind)
