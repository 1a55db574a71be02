"""What a rule and a finding are. A rule is data: its id, its level, its sentence, how to mend it, and a check."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from plans.draft import Draft, DraftItem
from plans.rulesets import Ruleset


class Level(StrEnum):
    """Whether a finding keeps a draft from being submitted."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"
    BY_RULESET = "by_ruleset"  # of a rule only: its findings are one of the others


@dataclass(frozen=True)
class Spot:
    """Where a rule does not hold. `place` is the path of the field in the draft; `values` go into the sentence;
    `marks` are (start, end, phrase) in the field's text; `level` is said where the ruleset decides it.
    """

    place: str
    values: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[tuple[int, int, str], ...] = ()
    level: Level | None = None


@dataclass(frozen=True)
class ItemAt:
    """An improvement item in its draft; `number` counts from 1."""

    draft: Draft
    item: DraftItem
    number: int

    def place(self, *path: object) -> str:
        return ".".join(["items", str(self.item.id), *map(str, path)])


type Check[S] = Callable[[S, Ruleset], Iterable[Spot]]


@dataclass(frozen=True)
class Rule[S]:
    """`id` begins with the number of the rule it stands for and never changes. `sentence` and `mend` are whole
    sentences; `sentence` is filled with a spot's values where it has any.
    """

    id: str
    level: Level
    sentence: StrPromise
    mend: StrPromise
    check: Check[S]

    @property
    def number(self) -> str:
        """As in the list of rules: "R2"."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Finding:
    """What an editor shows beside the field at `place`. `number` is the item's, from 1, or None outside the items.
    `message` and `mend` are in the reader's language.
    """

    rule: str
    level: Level
    place: str
    number: int | None
    message: str
    mend: str
    marks: tuple[tuple[int, int, str], ...]

    @property
    def is_blocking(self) -> bool:
        return self.level == Level.BLOCKING

    @property
    def said(self) -> str:
        """The message, with the item it is about where there is one: for a list away from the fields."""
        if self.number is None:
            return self.message
        return _("Item %(number)d: %(message)s") % {"number": self.number, "message": self.message}


def findings[S](rules: Iterable[Rule[S]], subject: S, ruleset: Ruleset, number: int | None = None) -> Iterator[Finding]:
    """What these rules find, in their order, in the active language."""
    for rule in rules:
        for spot in rule.check(subject, ruleset):
            message = str(rule.sentence % spot.values) if spot.values else str(rule.sentence)
            level = spot.level or rule.level
            yield Finding(rule.id, level, spot.place, number, message, str(rule.mend), spot.marks)


def is_blank(text: str) -> bool:
    return not text.strip()


def day(value: date) -> str:
    """In the active language."""
    return date_format(value)


def lacking(place: str, said: Callable[[Draft], object]) -> Check[Draft]:
    """A check that this was said; blanks say nothing."""

    def check(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
        if is_missing(said(draft)):
            yield Spot(place)

    return check


def item_lacks(*names: str) -> Check[ItemAt]:
    """A check that these fields of an item are filled."""

    def check(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
        yield from (Spot(at.place(name)) for name in names if is_missing(getattr(at.item, name)))

    return check


def is_missing(value: object) -> bool:
    """Nothing said: None, an empty list, or only blanks. Zero is something."""
    return value is None or value == [] or (isinstance(value, str) and is_blank(value))
