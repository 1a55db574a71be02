"""A proposed outcome as canonical JSON: what is decided, and what the employee signs receipt of.

Shape (schema 2): `plan` {version, digest}, `review` (the number of the final review), `number`, `varies` (the number of
the outcome that an appeal put this one in the place of, or null), `result`, `summary`, `recognition`, `lessons`,
`early_reason`, `proposed_by`, `proposed_at`, `items` [{item, result, value, evidence, improved, why_not}] in the plan's
order. Ids, moments and decimals are texts. Schema 1 knew no final review: it has neither `review` nor `varies`,
`recognition`, `lessons`, `improved` and `why_not`.
"""

import hashlib
from typing import Any

from cases.chain import canonical
from plans.models import PlanVersion

from .models import ItemResult, Outcome

FIRST = 1
WRITTEN = ("result", "value", "evidence", "improved", "why_not")


def digest_of(outcome: Outcome) -> str:
    """SHA-256 of the outcome's content as it stands now, in hexadecimal."""
    return hashlib.sha256(snapshot(outcome)).hexdigest()


def snapshot(outcome: Outcome) -> bytes:
    """The outcome with its items, as canonical bytes."""
    version = outcome.version or outcome.plan.versions.get(number=outcome.plan.issued)
    rows = outcome.items.order_by("item__position", "pk")
    return canonical(
        {
            "schema": outcome.schema,
            "plan": _plan(version),
            "number": outcome.number,
            "result": outcome.result,
            "summary": outcome.summary,
            "early_reason": outcome.early_reason,
            "proposed_by": outcome.proposed_by_id,
            "proposed_at": outcome.proposed_at,
            "items": [_item(row, outcome.schema) for row in rows],
            **(_since_final_reviews(outcome) if outcome.schema > FIRST else {}),
        }
    )


def _since_final_reviews(outcome: Outcome) -> dict[str, Any]:
    return {
        "review": outcome.review.number if outcome.review else None,
        "varies": outcome.varies.number if outcome.varies else None,
        "recognition": outcome.recognition,
        "lessons": outcome.lessons,
    }


def _plan(version: PlanVersion) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest}


def _item(row: ItemResult, schema: int) -> dict[str, Any]:
    names = ("result", "value", "evidence") if schema == FIRST else WRITTEN
    return {"item": row.item_id, **{name: getattr(row, name) for name in names}}
