"""What the company promised in a plan, and what came of it (domain.md: "promised resources never come").

A resource commitment has its day (`needed_by`); a support measure is due by the day of its item. Where each stands is
worked out from the deliveries and the employee's answers to them, and stored nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from .models import Delivery, DeliveryAnswer
from .states import PromiseState

SOON = timedelta(days=7)
UNDELIVERED = frozenset({PromiseState.OPEN, PromiseState.DUE_SOON, PromiseState.OVERDUE, PromiseState.DISPUTED})
PRESSING = frozenset({PromiseState.DUE_SOON, PromiseState.OVERDUE, PromiseState.DISPUTED})


@dataclass(frozen=True)
class Delivered:
    """A delivery with what the employee said of it, None where they have not."""

    row: Delivery
    answer: DeliveryAnswer | None

    @property
    def is_disputed(self) -> bool:
        return self.answer is not None and self.answer.is_dispute


@dataclass(frozen=True)
class Promise:
    """A commitment or support measure of a version's content, of this item, and its deliveries, oldest first."""

    item: Mapping[str, Any]
    content: Mapping[str, Any]
    is_support: bool
    deliveries: Sequence[Delivered]
    today: date
    is_paused: bool = False  # then `today` is the day on which the plan stopped

    @property
    def id(self) -> str:
        """Versions of the first schema gave their rows no ids: nothing can be recorded of those."""
        found: str = self.content.get("id", "")
        return found

    @property
    def due_on(self) -> date:
        return date.fromisoformat(self.item["due_on"] if self.is_support else self.content["needed_by"])

    @property
    def latest(self) -> Delivered | None:
        return self.deliveries[-1] if self.deliveries else None

    @cached_property
    def state(self) -> PromiseState:
        """The newest delivery says; before there is one, its day."""
        if self.latest:
            answer = self.latest.answer
            return PromiseState(answer.answer) if answer else PromiseState.DELIVERED
        if self.due_on < self.today:
            return PromiseState.OVERDUE
        return PromiseState.DUE_SOON if self.due_on <= self.today + SOON else PromiseState.OPEN

    @property
    def is_undelivered(self) -> bool:
        """Whether it is still to come: nothing was delivered, or what was is disputed."""
        return self.state in UNDELIVERED

    @property
    def is_pressing(self) -> bool:
        """Whether somebody has to see to it now."""
        return self.state in PRESSING

    @property
    def is_late(self) -> bool:
        """Delivered after its day."""
        return not self.is_undelivered and self.latest is not None and self.latest.row.delivered_on > self.due_on

    @property
    def may_be_delivered(self) -> bool:
        return bool(self.id) and against_delivering(self.latest) is None

    @property
    def waits(self) -> bool:
        """Whether the employee's answer is the next step."""
        return self.state == PromiseState.DELIVERED


def against_delivering(before: Delivered | None) -> str | None:
    """Why nothing can be delivered after this delivery, in a sentence; None where it can."""
    if before is None or before.is_disputed:
        return None
    if before.answer is None:
        return _("This delivery is recorded already. The employee confirms or disputes it next.")
    return _("The employee has confirmed this delivery already.")


def against_answering(delivered: Delivered) -> str | None:
    """Why a delivery cannot be answered; None where it can."""
    return _("You have answered this already. You can add a comment.") if delivered.answer else None


def delivered_of(row: Delivery) -> Delivered:
    return Delivered(row, getattr(row, "answer", None))


def delivered_by(deliveries: Iterable[Delivery], moment: datetime) -> list[Delivered]:
    """What had been delivered and answered by then: later rows are left out, later answers taken off again."""
    found = (delivered_of(row) for row in deliveries if row.at <= moment)
    return [Delivered(row.row, row.answer if row.answer and row.answer.at <= moment else None) for row in found]


def promises_in(
    content: Mapping[str, Any], deliveries: Iterable[Delivered], today: date, *, is_paused: bool = False
) -> list[Promise]:
    """Everything that a version promises, item by item: its commitments, then its support."""
    taken: dict[str, list[Delivered]] = {}
    for row in deliveries:
        taken.setdefault(str(row.row.promised_id), []).append(row)

    def promise(item: Mapping[str, Any], row: Mapping[str, Any], *, is_support: bool) -> Promise:
        return Promise(item, row, is_support, taken.get(row.get("id", ""), []), today, is_paused)

    return [
        promise(item, row, is_support=name == "support")
        for item in content["items"]
        for name in ("commitments", "support")
        for row in item[name]
    ]


def promise_of(promises: Iterable[Promise], promised_id: UUID) -> Promise | None:
    return next((row for row in promises if row.id == str(promised_id)), None)


@dataclass(frozen=True)
class Kept:
    """How far the company kept what it promised, in figures."""

    promises: Sequence[Promise]

    def _count(self, *states: PromiseState) -> int:
        return sum(row.state in states for row in self.promises)

    @property
    def all(self) -> int:
        return len(self.promises)

    @property
    def delivered(self) -> int:
        """Delivered, and not disputed."""
        return self._count(PromiseState.DELIVERED, PromiseState.CONFIRMED)

    @property
    def confirmed(self) -> int:
        return self._count(PromiseState.CONFIRMED)

    @property
    def disputed(self) -> int:
        return self._count(PromiseState.DISPUTED)

    @property
    def overdue(self) -> int:
        return self._count(PromiseState.OVERDUE)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.promises)

    @property
    def undelivered(self) -> list[Promise]:
        """What is still to come, by its day."""
        return sorted((row for row in self.promises if row.is_undelivered), key=lambda row: row.due_on)

    @property
    def pressing(self) -> list[Promise]:
        """What somebody has to see to now, by its day."""
        return [row for row in self.undelivered if row.is_pressing and row.may_be_delivered]

    @property
    def waiting(self) -> list[Promise]:
        """What the employee has not answered yet."""
        return [row for row in self.promises if row.waits]

    @property
    def failing(self) -> list[Promise]:
        """What should have come by now and did not, or not as promised."""
        return [row for row in self.undelivered if row.state in (PromiseState.OVERDUE, PromiseState.DISPUTED)]
