"""What the pages of a checkpoint show: before the meeting, while it is recorded, and afterwards."""

from typing import Any

from cases.seat import Seat
from plans.calendars import today_of
from plans.queries import newest_for

from .agenda import agenda_of
from .forms import ItemForms
from .judging import Way
from .minutes import minutes_of
from .models import Checkpoint, Preparation, SelfAssessment
from .promised import promised_for, since_last, standing_for
from .queries import (
    addenda_of,
    checkpoints_of,
    items_drawn,
    measured_items,
    preparation_for,
    progress_of,
    sides_for,
)
from .targets import target_of


def agenda_for(seat: Seat, checkpoint: Checkpoint) -> dict[str, Any]:
    """What the meeting will be about, and what was prepared as far as this person reads it."""
    version = newest_for(seat)
    agenda = agenda_of(version.data, checkpoint, checkpoints_of(checkpoint.plan)) if version else None
    return {"agenda": agenda, **_prepared(seat, checkpoint)}


def minutes_for(seat: Seat, checkpoint: Checkpoint) -> dict[str, Any]:
    """What was measured and said, what was prepared, and how far the signatures are."""
    return {
        "items": measured_items(seat, checkpoint),
        "progress": progress_of(checkpoint),
        "minutes": minutes_of(checkpoint),
        "sides": sides_for(seat, checkpoint),
        "addenda": addenda_of(checkpoint),
        **_prepared(seat, checkpoint),
    }


def recording_for(seat: Seat, checkpoint: Checkpoint, forms: ItemForms) -> dict[str, Any]:
    """Each item with its form, and beside it its chart, its place on the agenda and the employee's own view."""
    version, others = newest_for(seat), checkpoints_of(checkpoint.plan)
    content: Any = version.data if version else {"items": []}
    agenda, prepared = agenda_of(content, checkpoint, others), _prepared(seat, checkpoint)
    charts = {row["item"]["id"]: row for row in (items_drawn(seat, version, others) if version else ())}
    rows = [
        {
            "item": item,
            "form": form,
            "point": agenda.at(item.pk),
            "drawn": charts.get(str(item.pk)),
            "own": prepared["views"].get(str(item.pk)),
            "bounds": _bounds(seat, checkpoint, item),
        }
        for item, form in forms
    ]
    return {"rows": rows, "agenda": agenda, **prepared}


def _bounds(seat: Seat, checkpoint: Checkpoint, item: Any) -> list[dict[str, Any]]:
    """What a value of today would suggest."""
    starts_on = checkpoint.plan.starts_on
    if starts_on is None:
        return []
    found = Way(target_of(item), starts_on, item.due_on).bounds(today_of(seat.case))
    return [{"judgement": judgement.value, "label": judgement.label, "from": words} for judgement, words in found]


def came_for(seat: Seat, checkpoint: Checkpoint) -> dict[str, Any]:
    """What was delivered since the checkpoint before this one, and what of the promised help was still to come."""
    items = measured_items(seat, checkpoint)
    standing_on = standing_for(seat, checkpoint.plan)
    return {
        "since": since_last(seat, checkpoint, items),
        "standing_on": standing_on,
        **promised_for(seat, checkpoint.plan),
    }


def _prepared(seat: Seat, checkpoint: Checkpoint) -> dict[str, Any]:
    preparation = preparation_for(seat, checkpoint)
    return {"preparation": preparation, "views": views_of(preparation)}


def views_of(preparation: Preparation | None) -> dict[str, SelfAssessment]:
    """The employee's view of each item, by the item's id; those in which nothing was said are left out."""
    rows = preparation.views.all() if preparation else ()
    return {str(row.item_id): row for row in rows if row.standing or row.words}
