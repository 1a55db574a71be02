"""Checkpoints of the plan of `tests.world`, arranged and moved in good time through the real actions."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine

from plans.models import Plan
from reviews import actions as reviews
from reviews.models import Checkpoint, Rescheduling
from tests.world import People, actor

DAY = timedelta(days=1)
AT, PLACE = time(14, 30), "Room 4"
WHY = "The line stands still that day."
EARLY = 10  # days before its day, when the acts below are done


def on(day: date) -> time_machine.travel:
    """The morning of a day."""
    return time_machine.travel(datetime.combine(day, time(9), UTC), tick=True)


def in_good_time(checkpoint: Checkpoint) -> time_machine.travel:
    return on(checkpoint.due_on - EARLY * DAY)


def arrange(checkpoint: Checkpoint, **by: Any) -> None:
    reviews.arrange_checkpoint(checkpoint, meets_at=AT, place=PLACE, **by)


def move(checkpoint: Checkpoint, to_on: date | None = None, **how: Any) -> Rescheduling:
    """To the next day, where no other is named."""
    with in_good_time(checkpoint):
        told: dict[str, Any] = {"wish": "manager", "reason": WHY, **how}
        return reviews.reschedule_checkpoint(checkpoint, to_on=to_on or checkpoint.due_on + DAY, **told)


def postpone(checkpoint: Checkpoint, to_on: date | None = None, **how: Any) -> Rescheduling:
    with in_good_time(checkpoint):
        told: dict[str, Any] = {"reason": WHY, **how}
        return reviews.postpone_checkpoint(checkpoint, to_on=to_on or checkpoint.due_on + DAY, **told)


def next_of(plan: Plan) -> Checkpoint:
    found = plan.checkpoints.filter(status="planned", replaced_in=None).first()
    assert found
    return found


def arrange_and_move(plan: Plan, who: People) -> None:
    """Everything that can happen to the next checkpoint before it is held."""
    arrange(next_of(plan), by=actor(who.ada))
    move(next_of(plan), by=actor(who.cleo), wish="company")
    postpone(next_of(plan), by=actor(who.ben))


MOVING: dict[str, Callable[..., Any]] = {
    "reviews.arrange_checkpoint": arrange,
    "reviews.reschedule_checkpoint": move,
    "reviews.postpone_checkpoint": postpone,
}
