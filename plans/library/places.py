"""Places in a template's content, in words: for what was left out, and for what differs between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plans.labels import KINDS, PLACES, TABLES, VALUES, field_label

from .content import Place, TemplateContent

WORDS: dict[str, str | Promise] = {
    "learning.title": gettext_lazy("Title"),
    "learning.address": gettext_lazy("Address"),
    "learning.done_when": gettext_lazy("It counts as done when"),
    "learning.kind": gettext_lazy("Kind"),
    "weeks": gettext_lazy("How many weeks it usually takes"),
    "title": gettext_lazy("Title"),
    "about": gettext_lazy("What it is for"),
}
NUMBERED: dict[str, Any] = {
    "items": gettext_lazy("Item %(number)d"),
    "support": gettext_lazy("Support measure %(number)d"),
    "commitments": gettext_lazy("Resource commitment %(number)d"),
    "learning": gettext_lazy("Learning resource %(number)d"),
    "levels": gettext_lazy("Level %(number)d"),
}


def in_words(place: Place) -> str:
    """Item 2 · Support measure 1 · By whom."""
    numbered = [(step, after) for step, after in pairwise(place) if isinstance(after, int)]
    said = [str(NUMBERED[str(step)]) % {"number": number + 1} for step, number in numbered]
    if isinstance(place[-1], str):
        said.append(_name(numbered[-1][0] if numbered else None, place))
    return " · ".join(said)


def _name(inside: Any, place: Place) -> str:
    """What the field is called, as in the editor."""
    name = str(place[-1])
    if inside in TABLES:
        return str(field_label(TABLES[inside], name))
    key = f"{inside}.{name}" if inside else ".".join(map(str, place))
    return str({**PLACES, **WORDS}.get(key, key))


def value_in_words(place: Place, value: str) -> str:
    """Codes as their labels, everything else as it stands."""
    lists = [step for step, after in pairwise(place) if isinstance(after, int)]
    return code_in_words(str(place[-1]), value, str(lists[-1]) if lists else "")


def code_in_words(name: str, value: str, inside: str = "") -> str:
    """The label of a code in a field; of a kind, `inside` says in which list."""
    choices = KINDS.get(inside) if name == "kind" else VALUES.get(name)
    try:
        return str(choices(value).label) if choices else value
    except ValueError:
        return value


@dataclass(frozen=True)
class Difference:
    """One place in two versions; a text is empty where the version has nothing there."""

    where: str
    old: str
    new: str

    @property
    def is_one(self) -> bool:
        return self.old != self.new


def compared(old: TemplateContent, new: TemplateContent, **heads: tuple[str, str]) -> list[Difference]:
    """Every place that one of them fills, in the order of the newer; `heads` are titles and the like, old and new."""
    before, after = dict(_texts(old.kept(), ())), dict(_texts(new.kept(), ()))
    rows = [Difference(str(WORDS[name]), *pair) for name, pair in heads.items()]
    for place in [*after, *(place for place in before if place not in after)]:
        texts = (value_in_words(place, side.get(place, "")) for side in (before, after))
        rows.append(Difference(in_words(place), *texts))
    return rows


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    match value:
        case dict():
            for name, part in value.items():
                if name != "entry":
                    yield from _texts(part, (*place, name))
        case list():
            for number, part in enumerate(value):
                yield from _texts(part, (*place, number))
        case _:
            yield place, str(value)
