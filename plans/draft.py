"""A plan's draft: a document that belongs to its drafter until it is shown to somebody (ADR 10).

It may lack anything: what a ready plan needs is asked by `plans.readiness`, not here. The same shape is what a template
keeps. What is shown to others is a frozen version of it (`plans.snapshot`); what a running plan needs as rows is laid
out from the issued version (`plans.actions.layout`).
"""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .states import Cadence, Measure

MOST_DRAFTED = 12  # items on one page; the readiness check asks for fewer
MOST_REMOVED = 10  # removed items that can be brought back


class Piece(BaseModel):
    """A piece of a draft. Texts are empty and the rest is None where nothing was said yet."""

    model_config = ConfigDict(extra="forbid")


class Row(Piece):
    """A row of a list; its id stays the same from the draft to the record."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4)


class FileRef(Row):
    """A file handed in as evidence: `digest` is its SHA-256, `size` in bytes (`cases.models.StoredFile`)."""

    name: str
    digest: str
    size: int


class DraftFeedback(Row):
    """Feedback the employee had before the plan (R1)."""

    given_on: date | None = None
    said: str = ""


class Learning(Row):
    """Something to learn from, as it was in the library when it was chosen; `entry` is its id there."""

    entry: uuid.UUID | None = None
    kind: str = ""  # a `LearningKind`
    title: str = ""
    address: str = ""  # of a link
    done_when: str = ""
    file: FileRef | None = None


class DraftSupport(Row):
    """Help the employee gets for an item (R3). `hours` is the employee's time, in all."""

    kind: str = ""  # a `SupportKind`
    content: str = ""
    provider: str = ""
    schedule: str = ""
    hours: Decimal | None = None
    learning: list[Learning] = []


class DraftCommitment(Row):
    """A resource the company commits to (R3). `amount` is money in the plan's currency; `hours` are in all."""

    kind: str = ""  # a `ResourceKind`
    content: str = ""
    owner: str = ""
    needed_by: date | None = None
    amount: Decimal | None = None
    hours: Decimal | None = None
    files: list[FileRef] = []


class Interim(Piece):
    """What is to be reached by a checkpoint, in the item's unit; the number of a level where levels are described."""

    due_on: date
    value: Decimal


class DraftItem(Row):
    """One thing to improve. Where `measure` is RUBRIC, `levels` describes what one observes at level 1, 2 ..., and
    `baseline`, `target` and interim values are numbers of levels. KEEP_WITHIN has `lower_limit` and `target` as bounds.
    `weight` is in percent of the whole plan.
    """

    area: str = ""
    observed: str = ""
    observed_on: date | None = None
    impact: str = ""
    cause: str = ""  # a `Cause`
    analysis: str = ""
    measure: str = Measure.NUMBER
    unit: str = ""
    direction: str = ""  # a `Direction`
    baseline: Decimal | None = None
    target: Decimal | None = None
    lower_limit: Decimal | None = None
    levels: list[str] = []
    interim: list[Interim] = []
    measured_by: str = ""
    data_source: str = ""
    assessor: str = ""
    weight: int | None = None
    due_on: date | None = None
    support: list[DraftSupport] = []
    commitments: list[DraftCommitment] = []
    files: list[FileRef] = []


class Basis(Piece):
    """What the plan rests on. `standard_known_on` and `standard_known_how` say that the employee had it (R10)."""

    rating: str = ""
    findings: str = ""
    standard: str = ""
    standard_version: str = ""
    standard_known_on: date | None = None
    standard_known_how: str = ""
    prior_feedback: list[DraftFeedback] = []
    files: list[FileRef] = []
    standard_files: list[FileRef] = []


class Calendar(Piece):
    """Days of the case's time zone. `length_reason` says why the length lies outside the ruleset's bounds (R6).

    `holidays` is the code of the calendar that says which days are worked; "" knows weekends only. None, in a draft
    that nobody chose one for, is what the rules of the case say.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    holidays: str | None = None
    cadence: str = Cadence.AS_LISTED
    checkpoints: list[date] = []
    length_reason: str = ""


class Consequences(Piece):
    """What follows, said before anybody signs (R4)."""

    if_met: str = ""
    if_not_met: str = ""


class Removed(Piece):
    """An item taken out of the draft, and the place it had: it can be brought back until the draft is shown."""

    place: int
    item: DraftItem


class Draft(Piece):
    """The whole draft. `currency` is an ISO 4217 code."""

    basis: Basis = Field(default_factory=Basis)
    items: list[DraftItem] = []
    calendar: Calendar = Field(default_factory=Calendar)
    consequences: Consequences = Field(default_factory=Consequences)
    currency: str = ""
    removed: list[Removed] = []

    def item(self, item_id: uuid.UUID) -> DraftItem | None:
        return next((item for item in self.items if item.id == item_id), None)

    def files_at(self, place: str) -> list[FileRef] | None:
        """The list of files at a place such as `basis.standard_files` or `items.<id>.commitments.<id>.files`."""
        match place.split("."):
            case ["basis", "files"]:
                return self.basis.files
            case ["basis", "standard_files"]:
                return self.basis.standard_files
            case ["items", item_id, "files"] if item := self.item(uuid.UUID(item_id)):
                return item.files
            case ["items", item_id, "commitments", row_id, "files"] if item := self.item(uuid.UUID(item_id)):
                return next((row.files for row in item.commitments if str(row.id) == row_id), None)
        return None

    def files(self) -> Iterator[FileRef]:
        """Every file the draft names, also those of removed items: they can come back."""
        yield from (*self.basis.files, *self.basis.standard_files)
        for item in (*self.items, *(gone.item for gone in self.removed)):
            yield from item.files
            yield from (row.file for measure in item.support for row in measure.learning if row.file)
            for commitment in item.commitments:
                yield from commitment.files

    def follow(self, calendar: str) -> "Draft":
        """The same draft, with the calendar that holds where none was chosen."""
        if self.calendar.holidays is None:
            self.calendar.holidays = calendar
        return self

    def to_json(self) -> dict[str, Any]:
        """As it is kept in the database: dates and decimals as texts."""
        return self.model_dump(mode="json")
