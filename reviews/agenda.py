"""What a checkpoint is about: item by item what is due by then, and what was agreed at the last one. Worked out from
the plan's content and from the minutes, and stored nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.draft import Interim

from .models import Checkpoint, Progress
from .targets import Target, target_of


@dataclass(frozen=True)
class Point:
    """One item on the agenda. `content` is the item in the plan; `last` is what was measured at the last checkpoint."""

    content: Mapping[str, Any]
    target: Target
    step: Interim | None
    is_due: bool
    last: Progress | None
    commitments: Sequence[Mapping[str, Any]]

    @property
    def support(self) -> Sequence[Mapping[str, Any]]:
        """Help is given all along: each time one asks how it goes."""
        found: Sequence[Mapping[str, Any]] = self.content["support"]
        return found

    @property
    def agreed(self) -> str:
        return self.last.agreed if self.last else ""


@dataclass(frozen=True)
class Agenda:
    """`last` is the checkpoint that was held before this one, None at the first."""

    points: Sequence[Point]
    last: Checkpoint | None

    @property
    def agreed(self) -> str:
        """What both agreed last time, for the plan as a whole."""
        return self.last.next_steps if self.last else ""

    @property
    def contents(self) -> list[Mapping[str, Any]]:
        """The items as they stand in the plan."""
        return [point.content for point in self.points]

    def at(self, item_id: Any) -> Point | None:
        return next((point for point in self.points if point.content["id"] == str(item_id)), None)


def agenda_of(content: Mapping[str, Any], checkpoint: Checkpoint, others: Iterable[Checkpoint]) -> Agenda:
    """The agenda of a checkpoint of a plan with this content; `others` are its checkpoints, each with its progress."""
    held = [row for row in others if row.is_held and row.pk != checkpoint.pk]
    last = max(held, key=lambda row: (row.held_on or row.due_on, row.number), default=None)
    return Agenda([_point(item, checkpoint.day_in_plan, last) for item in content["items"]], last)


def _point(item: Mapping[str, Any], day: date, last: Checkpoint | None) -> Point:
    since = last.day_in_plan if last else date.min
    target = target_of(item)
    measured = {str(row.item_id): row for row in last.progress.all()} if last else {}
    due = [row for row in item["commitments"] if row["needed_by"] and since < _day(row["needed_by"]) <= day]
    steps = [row for row in target.interim if row.due_on <= day]
    return Point(
        content=item,
        target=target,
        step=steps[-1] if steps else None,
        is_due=_day(item["due_on"]) <= day,
        last=measured.get(item["id"]),
        commitments=due,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
