"""Checkpoints of a running plan: what was held stays, what is planned follows the version in force (R18, R20)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from plans.calendars import BusinessCalendar
from plans.models import Pause, Plan, PlanVersion
from plans.running import Held, follows, knows_what_was_held
from plans.snapshot import holidays_of

from .models import Checkpoint
from .states import CheckpointStatus


def _with_day_in_plan(plan: Plan) -> QuerySet[Any]:
    return plan.checkpoints.annotate(in_plan=Coalesce("planned_on", "due_on"))


@knows_what_was_held
def held_checkpoints(plan: Plan) -> Held:
    """By the days that the plan has for them, wherever they were moved."""
    rows = _with_day_in_plan(plan).filter(status=CheckpointStatus.HELD).values_list("in_plan", "held_on")
    return Held(
        days=frozenset(in_plan for in_plan, _held_on in rows),
        last_on=max((held_on for _in_plan, held_on in rows if held_on), default=None),
    )


@follows
def follow_version(plan: Plan, version: PlanVersion) -> dict[str, Any]:
    bring_in_line(plan, version)
    pause = Pause.objects.filter(amendment__version=version).first()
    moved = list(_move_on(plan, version, pause)) if pause else []
    return {"moved_on": moved} if moved else {}


def bring_in_line(plan: Plan, version: PlanVersion) -> None:
    """A planned checkpoint whose day the version no longer has is replaced, and its number is not given again; a day
    that none stands for gets one. One that was moved is known by the day that the plan has for it.
    """
    days = {date.fromisoformat(row["due_on"]) for row in version.data["calendar"]["checkpoints"]}
    standing = _with_day_in_plan(plan).filter(replaced_in=None)
    gone = standing.filter(status=CheckpointStatus.PLANNED).exclude(in_plan__in=days)
    plan.checkpoints.filter(pk__in=list(gone.values_list("pk", flat=True))).update(replaced_in=version.number)
    missing = sorted(days - set(standing.values_list("in_plan", flat=True)))
    last = plan.checkpoints.aggregate(last=Max("number"))["last"] or 0
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, number=number, planned_on=day, due_on=day)
        for number, day in enumerate(missing, start=last + 1)
    )


def _move_on(plan: Plan, version: PlanVersion, pause: Pause) -> Iterator[dict[str, Any]]:
    """A checkpoint that was moved to a day after the plan was paused moves on by the working days paused (R22)."""
    moved = plan.checkpoints.filter(
        status=CheckpointStatus.PLANNED, replaced_in=None, due_on__gte=pause.from_on, planned_on__lt=pause.from_on
    )
    days = BusinessCalendar.of(holidays_of(version)) if moved.exists() else BusinessCalendar()
    for checkpoint in moved:
        checkpoint.due_on = days.later(checkpoint.due_on, pause.days or 0)
        checkpoint.save(update_fields=["due_on"])
        yield {"checkpoint": checkpoint.pk, "to_on": checkpoint.due_on}
