"""Two drafts side by side: what differs, field by field, in words a reader can compare."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats

from .draft import Draft
from .labels import label_of, value_label

ALIKE = 0.5
WORDS = re.compile(r"\s+|[一-鿿]|[^\s一-鿿]+")


@dataclass(frozen=True)
class Span:
    """A run of words: the same in both, only in the older, or only in the newer."""

    kind: str  # "same", "gone", "new"
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs. `place` names it as findings do; `before` and `after` are texts for the reader."""

    place: str
    label: str
    before: str
    after: str

    @property
    def spans(self) -> list[Span]:
        """Word by word, and sign by sign in Chinese."""
        return list(_spans(WORDS.findall(self.before), WORDS.findall(self.after)))


def changes(before: Draft, after: Draft) -> list[Change]:
    """Every field that differs, in the order of the editor."""
    old, new = dict(_fields(before)), dict(_fields(after))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Change(place, label_of(place, after, before), old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def _fields(draft: Draft) -> Iterator[tuple[str, str]]:
    """Place and text of every field that says something, and the order of the items."""
    shown = draft.model_dump(exclude={"removed"})
    yield from _flat("", shown)


def _flat(place: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                if name != "id":
                    yield from _flat(f"{place}.{name}" if place else name, inner)
        case list():
            for number, inner in enumerate(value, start=1):
                key = inner["id"] if isinstance(inner, Mapping) and "id" in inner else number
                yield from _flat(f"{place}.{key}", inner)
        case None | "":
            return
        case _:
            yield place, _text(place, value)


def _text(place: str, value: Any) -> str:
    if isinstance(value, date):
        return formats.date_format(value)
    if isinstance(value, Decimal):
        return formats.number_format(value.normalize(), use_l10n=True) if value else "0"
    return value_label(place, str(value))


def _spans(old: list[str], new: list[str]) -> Iterator[Span]:
    """Where little is the same, the whole of both reads better than a patchwork."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    blocks = matcher.get_opcodes() if matcher.ratio() > ALIKE else [("replace", 0, len(old), 0, len(new))]
    for kind, i, j, k, m in blocks:
        if kind == "equal":
            yield Span("same", "".join(old[i:j]))
            continue
        if j > i:
            yield Span("gone", "".join(old[i:j]))
        if m > k:
            yield Span("new", "".join(new[k:m]))
