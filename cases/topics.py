"""What a comment can be about. The rooms above register their topics and say where the answer page is."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from .acts import Words
from .refusals import NotVisible
from .seat import Seat


@dataclass(frozen=True)
class Topic:
    """A thing one can comment on: how it is called for the reader, and the page it stands on.

    `fields` are its fields that can be commented on by themselves, each with its name for the reader; `anchors` say
    where on the page a field stands.
    """

    label: str
    url: str
    fields: Mapping[str, Words] = MappingProxyType({})
    anchors: Mapping[str, str] = MappingProxyType({})

    def at(self, name: str) -> "Topic":
        """One field of it, as a topic of its own."""
        page, _hash, _whole = self.url.partition("#")
        label = f"{self.label} · {self.fields[name]}"
        return replace(self, label=label, url=f"{page}#{self.anchors[name]}", fields={}, anchors={})


Finder = Callable[[Seat, uuid.UUID | None], Topic | None]
_finders: dict[str, Finder] = {}


def topic(name: str) -> Callable[[Finder], Finder]:
    """Register a finder, which returns None for what does not exist for this person."""

    def register(finder: Finder) -> Finder:
        _finders[name] = finder
        return finder

    return register


def find_topic(seat: Seat, name: str, topic_id: uuid.UUID | None, field: str = "") -> Topic:
    """The topic, or one field of it, as this person may see it; `NotVisible` otherwise."""
    finder = _finders.get(name)
    found = finder(seat, topic_id) if finder else None
    if found is None or (field and field not in found.fields):
        raise NotVisible
    return found.at(field) if field else found
