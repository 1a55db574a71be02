"""The help of a plan with what there is to learn from, and how far the employee is with each piece of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import LearningStep
from .promises import Promise
from .states import Learned


def against_tick(before: LearningStep | None) -> str | None:
    """Why a resource cannot be marked as done after this step, in a sentence; None where it can."""
    if before is None or before.said == Learned.NOT_YET:
        return None
    if before.said == Learned.CONFIRMED:
        return _("This is confirmed already.")
    return _("You have marked this as done already. Your manager confirms it next.")


def against_answer(before: LearningStep | None) -> str | None:
    """Why a resource cannot be confirmed after this step; None where it can."""
    if before is None or before.said == Learned.NOT_YET:
        return _("The employee has not marked this as done yet.")
    return _("This is confirmed already.") if before.said == Learned.CONFIRMED else None


@dataclass(frozen=True)
class Resource:
    """Something to learn from (`plans.draft.Learning`), and the steps about it, oldest first."""

    content: Mapping[str, Any]
    steps: Sequence[LearningStep]

    @property
    def latest(self) -> LearningStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def may_be_ticked(self) -> bool:
        return against_tick(self.latest) is None

    @property
    def waits(self) -> bool:
        """Whether the manager's answer is the next step."""
        return against_answer(self.latest) is None

    @property
    def is_done(self) -> bool:
        """Whether the employee said so, and nobody said not yet."""
        return not self.may_be_ticked


@dataclass(frozen=True)
class Measure:
    """A support measure of a version's content, with its resources; as something promised, where that is asked."""

    content: Mapping[str, Any]
    resources: Sequence[Resource]
    promise: Promise | None = None


@dataclass(frozen=True)
class Help:
    """What help an item brings, and what the company provides for it."""

    item: Mapping[str, Any]
    measures: Sequence[Measure]
    commitments: Sequence[Promise] = ()


def help_in(content: Mapping[str, Any], steps: Iterable[LearningStep], promises: Sequence[Promise] = ()) -> list[Help]:
    """The help of every item of a version. Measures of the first schema have nothing to learn from."""
    promised = {row.id: row for row in promises if row.id}
    taken: dict[str, list[LearningStep]] = {}
    for step in steps:
        taken.setdefault(str(step.learning), []).append(step)

    def measure(row: Mapping[str, Any]) -> Measure:
        resources = [Resource(entry, taken.get(entry["id"], [])) for entry in row.get("learning", ())]
        return Measure(row, resources, promised.get(row.get("id", "")))

    def commitments(item: Mapping[str, Any]) -> list[Promise]:
        return [row for row in promises if row.item["id"] == item["id"] and not row.is_support]

    return [Help(item, [measure(row) for row in item["support"]], commitments(item)) for item in content["items"]]


def resources_in(found: Iterable[Help]) -> list[Resource]:
    return [resource for help_ in found for measure in help_.measures for resource in measure.resources]
