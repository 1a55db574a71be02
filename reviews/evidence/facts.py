"""What the evidence map is worked out from, and how a record of it is read in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from plans.fairness import Holds
from plans.models import PlanVersion
from plans.rulesets import Entry, Ruleset
from reviews.models import EvidenceRecord
from reviews.states import EvidenceKind

# What the words of a record are called, in the order in which they are read.
LABELS = {
    "content": gettext_lazy("What it was about"),
    "provider": gettext_lazy("Given by"),
    "attendance": gettext_lazy("Attendance"),
    "former_post": gettext_lazy("Former post"),
    "new_post": gettext_lazy("New post"),
    "reasons": gettext_lazy("Reasons"),
    "outcome": gettext_lazy("Result"),
    "standard": gettext_lazy("Standard used"),
    "shown_by": gettext_lazy("What it rests on"),
    "assessed_by": gettext_lazy("Assessed by"),
    "told_whom": gettext_lazy("Who was told"),
    "told_how": gettext_lazy("How, and what was said"),
    "answered": gettext_lazy("What the union answered"),
    "delivered_how": gettext_lazy("How it was delivered"),
    "checked_by": gettext_lazy("Checked by"),
}


@dataclass(frozen=True)
class Facts:
    """What the map is worked out from: the version that was issued first, and the records that stand."""

    rules: Ruleset
    version: PlanVersion | None
    issued_on: date | None
    records: Sequence[EvidenceRecord]

    def of(self, *kinds: str) -> list[EvidenceRecord]:
        return [row for row in self.records if row.kind in kinds]

    @cached_property
    def notice(self) -> EvidenceRecord | None:
        return next(iter(self.of(EvidenceKind.NOTICE)), None)

    @cached_property
    def basis(self) -> Mapping[str, Any]:
        return self.version.data["basis"] if self.version else {}

    @cached_property
    def check(self) -> EvidenceRecord | None:
        """The last check of article 42."""
        return next(reversed(self.of(EvidenceKind.ART_42)), None)

    @property
    def is_barred(self) -> bool:
        """A case of article 42 holds, or may hold: no notice while it does."""
        said = answers_of(self.check).values() if self.check else ()
        return not {Holds.APPLIES, Holds.UNKNOWN}.isdisjoint(said)


@dataclass(frozen=True)
class Standing:
    """One entry of the map in this case. `kinds` are those that HR can record for it; none where it cannot be supplied
    any more.
    """

    entry: Entry
    records: Sequence[EvidenceRecord] = ()
    missing: Sequence[str] = ()
    kinds: Sequence[EvidenceKind] = ()
    details: Sequence[tuple[str, str]] = ()
    files: Sequence[Mapping[str, Any]] = ()
    version: PlanVersion | None = None
    day: date | None = None

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_single(self) -> bool:
        """Whether no further record is taken beside what stands: one notice is enough, and can be corrected."""
        return any(record.kind == EvidenceKind.NOTICE for record in self.records)


def answers_of(row: EvidenceRecord) -> Mapping[str, str]:
    """The answers of a check by the ids of the rules' prompts; none where its words were erased."""
    try:
        said = json.loads(row.words.get("prompts", "{}"))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def words_of_record(row: EvidenceRecord) -> list[tuple[str, str]]:
    """What was written, each with its name."""
    return [(str(label), row.words[name]) for name, label in LABELS.items() if row.words.get(name)]


def prompts_told(answers: Mapping[str, str], rules: Ruleset | None) -> Iterator[tuple[str, str]]:
    """Each case of article 42 and its answer in words; one that the rules ask no more is told by its id."""
    words = {entry.id: str(entry.text) for entry in rules.review.prompts} if rules else {}
    order = list(words)
    for key, said in sorted(answers.items(), key=lambda row: order.index(row[0]) if row[0] in words else len(order)):
        yield words.get(key, key), str(Holds(said).label) if said in Holds.values else said
