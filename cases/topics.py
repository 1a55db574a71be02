"""What a comment can be about. The rooms above register their topics and say where the answer page is."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from .refusals import NotVisible
from .seat import Seat


@dataclass(frozen=True)
class Topic:
    """A thing one can comment on: how it is called for the reader, and the page it stands on."""

    label: str
    url: str


Finder = Callable[[Seat, uuid.UUID | None], Topic | None]
_finders: dict[str, Finder] = {}


def topic(name: str) -> Callable[[Finder], Finder]:
    """Register a finder, which returns None for what does not exist for this person."""

    def register(finder: Finder) -> Finder:
        _finders[name] = finder
        return finder

    return register


def find_topic(seat: Seat, name: str, topic_id: uuid.UUID | None) -> Topic:
    """The topic as this person may see it; `NotVisible` otherwise."""
    finder = _finders.get(name)
    found = finder(seat, topic_id) if finder else None
    if found is None:
        raise NotVisible
    return found
