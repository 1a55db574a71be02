"""The version in force laid out as rows: what progress, results and confirmations of a running plan point at."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from plans.models import Commitment, Item, Plan, PlanVersion, SupportMeasure

ITEM = (
    "id", "area", "observed", "observed_on", "impact", "cause", "analysis", "measure", "levels", "baseline",
    "lower_limit", "target", "interim", "unit", "direction", "measured_by", "data_source", "assessor", "weight",
    "due_on",
)  # fmt: skip
SUPPORT = ("id", "kind", "content", "provider", "schedule", "hours", "learning")
COMMITMENT = ("id", "kind", "content", "owner", "needed_by", "amount", "hours")

type Rows = dict[uuid.UUID, Any]


def lay_out(plan: Plan, version: PlanVersion) -> None:
    """Bring the rows in line with the version: those it knows are changed in place, new ones added, and the others
    stay, dropped, with what points at them.

    Raises `ValidationError` where the version lacks what a running plan needs.
    """
    items, support = _by_id(plan.items.all()), _by_id(SupportMeasure.objects.filter(item__plan=plan))
    commitments = _by_id(Commitment.objects.filter(item__plan=plan))
    for place, content in enumerate(version.data["items"]):
        item = _put(items, Item, ITEM, content, place, plan=plan)
        for number, row in enumerate(content["support"]):
            _put(support, SupportMeasure, SUPPORT, row, number, item=item)
        for number, row in enumerate(content["commitments"]):
            _put(commitments, Commitment, COMMITMENT, row, number, item=item)
    for gone in (items, support, commitments):
        _drop(gone.values(), version.number)


def _by_id(rows: Iterable[Any]) -> Rows:
    return {row.pk: row for row in rows}


def _put[Row: models.Model](
    there: Rows, model: type[Row], names: tuple[str, ...], content: Any, place: int, **parent: Any
) -> Row:
    """Change the row that is there, and take it off the list, or add one. A version frozen under an older schema lacks
    some names: what there is holds then, or else the model's own defaults.
    """
    said = {name: content[name] for name in names if name in content}
    row = there.pop(uuid.UUID(said["id"]), None) if "id" in said else None
    adding = row is None
    row = model() if row is None else row
    for name, value in {**said, **parent, "position": place, "dropped_in": None}.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(force_insert=adding)
    return row


def _drop(rows: Iterable[Any], number: int) -> None:
    """A row that went with an earlier version keeps that number."""
    for row in rows:
        if row.dropped_in is None:
            row.dropped_in = number
            row.save(update_fields=["dropped_in"])
