"""What is said in a consultation: the employee's answer, item by item, and the manager's reply to it.

Both are kept as canonical JSON (schema 1, the fields below, and `salt`: random, so that the digest in an event tells
nobody which of a few likely answers was given).
"""

import json
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from cases.chain import canonical

from .states import Decision, Verdict

SCHEMA = 1
SALT_BYTES = 16

Fault = tuple[str, str]  # a field, and what is wrong with it in a sentence


class Words(BaseModel):
    """Something said once."""

    model_config = ConfigDict(extra="forbid")

    def to_bytes(self) -> bytes:
        """As it is kept; two times the same words are two different contents."""
        return canonical({"schema": SCHEMA, "salt": secrets.token_hex(SALT_BYTES), **self.model_dump()})

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        data: dict[str, Any] = json.loads(content)
        return cls.model_validate({name: data[name] for name in cls.model_fields if name in data})


class ItemAnswer(Words):
    """What the employee says of one item. `proposed_target` is in the item's unit, or the number of a level;
    `proposed_lower_limit` belongs to it where the item is kept within two limits.
    """

    id: uuid.UUID
    verdict: Verdict
    why: str = ""
    proposed_target: Decimal | None = None
    proposed_lower_limit: Decimal | None = None
    difficulties: str = ""
    help_wanted: str = ""

    @property
    def needs_reply(self) -> bool:
        """Anything but a plain "it can be reached" is answered by the manager."""
        return self.verdict != Verdict.ACHIEVABLE or any((self.why, self.difficulties, self.help_wanted))

    def faults(self, item: Mapping[str, Any]) -> Iterator[Fault]:
        """What the answer lacks; `item` is that of the version which was opened."""
        if self.verdict != Verdict.ACHIEVABLE and not self.why.strip():
            yield "why", _("Say why in a few words, so that your manager can answer you.")
        if self.verdict != Verdict.OTHER_TARGET:
            return
        if self.proposed_target is None:
            yield "proposed_target", _("Say which target you propose.")
        elif self._proposed() == _target(item):
            yield "proposed_target", _("This is the target the plan has already. Propose another one.")
        elif _is_upside_down(self.proposed_lower_limit, self.proposed_target):
            yield "proposed_lower_limit", _("The lower limit must be below the upper one.")

    def _proposed(self) -> tuple[Decimal | None, Decimal | None]:
        return self.proposed_lower_limit, self.proposed_target


def _target(item: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    lower, target = item.get("lower_limit"), item["target"]
    is_band = item["direction"] == "within"
    return Decimal(lower) if is_band and lower else None, Decimal(target)


def _is_upside_down(lower: Decimal | None, upper: Decimal) -> bool:
    return lower is not None and lower >= upper


class Answer(Words):
    """The employee's answer to a version, to every item of it; `general` is about the plan as a whole."""

    items: list[ItemAnswer]
    general: str = ""

    @property
    def needs_reply(self) -> bool:
        return bool(self.general) or any(item.needs_reply for item in self.items)

    @property
    def to_be_replied(self) -> list[ItemAnswer]:
        return [item for item in self.items if item.needs_reply]

    @property
    def counts(self) -> dict[str, int]:
        """How many items got which verdict, for the event."""
        return dict(Counter(str(item.verdict) for item in self.items))

    def check(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Raises `ValidationError` unless every item of the version is answered once, and whole."""
        asked = {uuid.UUID(item["id"]): item for item in items}
        _check_each_once([answer.id for answer in self.items], asked)
        faults = [said for answer in self.items for _field, said in answer.faults(asked[answer.id])]
        if faults:
            raise ValidationError(faults)


class ItemReply(Words):
    """The manager's reply to what was said of one item."""

    id: uuid.UUID
    decision: Decision
    words: str


class Reply(Words):
    """The manager's reply: to every item that needs one, and to what was said of the plan as a whole."""

    items: list[ItemReply]
    general: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(str(item.decision) for item in self.items))

    def check(self, answer: Answer) -> None:
        """Raises `ValidationError` where anything that needs a reply has none (there are words in each)."""
        _check_each_once([reply.id for reply in self.items], [item.id for item in answer.to_be_replied])
        wordless = [reply for reply in self.items if not reply.words.strip()]
        if wordless or (answer.general and not self.general.strip()):
            raise ValidationError(_("Answer everything that the employee said, in words."))


def _check_each_once(said: list[uuid.UUID], asked: Iterable[uuid.UUID]) -> None:
    if Counter(said) != Counter(list(asked)):
        raise ValidationError(_("Every item is answered, each once."))


@dataclass(frozen=True)
class Point:
    """One item of a version, what the employee said of it, and what the manager answered."""

    item: Mapping[str, Any]
    said: ItemAnswer | None
    reply: ItemReply | None


def points(items: Iterable[Mapping[str, Any]], answer: Answer | None, reply: Reply | None) -> list[Point]:
    """Both sides' words beside the version's items, in its order."""
    said = {str(row.id): row for row in answer.items} if answer else {}
    replied = {str(row.id): row for row in reply.items} if reply else {}
    return [Point(item, said.get(item["id"]), replied.get(item["id"])) for item in items]
