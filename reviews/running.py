"""Checkpoints of a running plan: what was held stays, what is planned follows the version in force (R18, R20)."""

from datetime import date

from django.db.models import Max

from plans.models import Plan, PlanVersion
from plans.running import Held, follows, knows_what_was_held

from .models import Checkpoint
from .states import CheckpointStatus


@knows_what_was_held
def held_checkpoints(plan: Plan) -> Held:
    rows = plan.checkpoints.filter(status=CheckpointStatus.HELD).values_list("due_on", "held_on")
    return Held(
        days=frozenset(due_on for due_on, _held_on in rows),
        last_on=max((held_on for _due_on, held_on in rows if held_on), default=None),
    )


@follows
def bring_in_line(plan: Plan, version: PlanVersion) -> None:
    """A planned checkpoint whose day the version no longer has is replaced, and its number is not given again; a day
    that none stands for gets one.
    """
    days = {date.fromisoformat(row["due_on"]) for row in version.data["calendar"]["checkpoints"]}
    standing = plan.checkpoints.filter(replaced_in=None)
    standing.filter(status=CheckpointStatus.PLANNED).exclude(due_on__in=days).update(replaced_in=version.number)
    missing = sorted(days - set(standing.values_list("due_on", flat=True)))
    last = plan.checkpoints.aggregate(last=Max("number"))["last"] or 0
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, number=number, due_on=day) for number, day in enumerate(missing, start=last + 1)
    )
