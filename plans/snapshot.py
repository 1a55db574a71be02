"""A plan's content as canonical JSON: what is frozen, hashed, shown to others and signed.

Shape (schema 2): `schema`, `language`, `ruleset` {name, version, digest}, and the pieces of `plans.draft.Draft` as they
are written down there: `basis`, `items`, `calendar`, `consequences`, `currency`. Items and checkpoints are numbered
from 1 (`number`; a checkpoint is {number, due_on}), and what was removed is left out. Dates are ISO texts, numbers
decimal texts.

Schema 1 had no ruleset, files, weights, interim targets, levels, hours, amounts and currency, and no ids of rows.
"""

from typing import Any

from cases.chain import canonical

from . import rulesets
from .draft import Draft, DraftItem
from .models import Plan

SCHEMA = 2


def snapshot(plan: Plan) -> bytes:
    """The plan as it stands now, as canonical bytes."""
    return canonical(content_of(plan))


def content_of(plan: Plan) -> dict[str, Any]:
    """The plan as it stands now, in the shape above, with Python's own dates and decimals."""
    draft, rules = plan.document, rulesets.get(plan.ruleset)
    return {
        "schema": SCHEMA,
        "language": plan.case.language,
        "ruleset": {"name": rules.name, "version": rules.version, "digest": rules.digest},
        **draft.model_dump(include={"basis", "consequences", "currency"}),
        "items": [_item(number, item) for number, item in enumerate(draft.items, start=1)],
        "calendar": _calendar(draft),
    }


def _item(number: int, item: DraftItem) -> dict[str, Any]:
    return {"number": number, **item.model_dump()}


def _calendar(draft: Draft) -> dict[str, Any]:
    calendar = draft.calendar.model_dump(exclude={"checkpoints"})
    days = sorted(set(draft.calendar.checkpoints))
    return {**calendar, "checkpoints": [{"number": n, "due_on": day} for n, day in enumerate(days, start=1)]}
