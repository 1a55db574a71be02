"""The issued version laid out as rows: what progress, results and confirmations of a running plan point at."""

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


def lay_out(plan: Plan, version: PlanVersion) -> None:
    """Put the version's items, with their support and commitments, in place of those there were.

    Raises `ValidationError` where the version lacks what a running plan needs.
    """
    plan.items.all().delete()
    for place, content in enumerate(version.data["items"]):
        item = _row(Item, ITEM, content, place, plan=plan)
        for number, row in enumerate(content["support"]):
            _row(SupportMeasure, SUPPORT, row, number, item=item)
        for number, row in enumerate(content["commitments"]):
            _row(Commitment, COMMITMENT, row, number, item=item)


def _row[Row: models.Model](model: type[Row], names: tuple[str, ...], content: Any, place: int, **parent: Any) -> Row:
    """A version frozen under an older schema lacks some names: the model's own defaults hold then."""
    row = model(**parent, position=place, **{name: content[name] for name in names if name in content})
    row.full_clean()
    row.save(force_insert=True)
    return row
