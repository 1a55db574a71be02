"""A plan's content as canonical JSON: what is frozen, hashed, shown to others and signed.

Shape (schema 1): `basis` {rating, findings, standard, standard_version, prior_feedback [{given_on, said}]},
`items` [{id, number, area, observed, observed_on, impact, cause, analysis, baseline, target, unit, direction,
measured_by, data_source, assessor, due_on, support [{kind, content, provider, schedule}], commitments [{kind, content,
owner, needed_by}]}], `calendar` {starts_on, ends_on, checkpoints [{number, due_on}]}, `consequences` {if_met,
if_not_met}, `language`, `schema`. Dates are ISO texts, numbers decimal texts.
"""

from typing import Any

from cases.chain import canonical

from .models import Item, Plan

SCHEMA = 1
ITEM_FIELDS = (
    "area", "observed", "observed_on", "impact", "cause", "analysis", "baseline", "target", "unit", "direction",
    "measured_by", "data_source", "assessor", "due_on",
)  # fmt: skip


def snapshot(plan: Plan) -> bytes:
    """The plan as it stands now, as canonical bytes."""
    return canonical(content_of(plan))


def content_of(plan: Plan) -> dict[str, Any]:
    """The plan as it stands now, in the shape above, with Python's own dates and decimals."""
    checkpoints = plan.planned_checkpoints.order_by("due_on")
    items = plan.items.prefetch_related("support", "commitments")
    return {
        "schema": SCHEMA,
        "language": plan.case.language,
        "basis": _fields(plan, "rating", "findings", "standard", "standard_version")
        | {"prior_feedback": [_fields(row, "given_on", "said") for row in plan.prior_feedback.all()]},
        "items": [_item(number, item) for number, item in enumerate(items, start=1)],
        "calendar": _fields(plan, "starts_on", "ends_on")
        | {"checkpoints": [{"number": n, "due_on": row.due_on} for n, row in enumerate(checkpoints, start=1)]},
        "consequences": _fields(plan, "if_met", "if_not_met"),
    }


def _item(number: int, item: Item) -> dict[str, Any]:
    return {
        "id": item.pk,
        "number": number,
        **_fields(item, *ITEM_FIELDS),
        "support": [_fields(row, "kind", "content", "provider", "schedule") for row in item.support.all()],
        "commitments": [_fields(row, "kind", "content", "owner", "needed_by") for row in item.commitments.all()],
    }


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
