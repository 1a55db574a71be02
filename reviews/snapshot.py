"""A proposed outcome as canonical JSON: what is decided, and what the employee signs receipt of.

Shape (schema 1): `plan` {version, digest}, `number`, `result`, `summary`, `early_reason`, `proposed_by`, `proposed_at`,
`items` [{item, result, value, evidence}] in the plan's order. Ids, moments and decimals are texts.
"""

import hashlib
from typing import Any

from cases.chain import canonical
from plans.models import PlanVersion

from .models import Outcome

SCHEMA = 1


def digest_of(outcome: Outcome) -> str:
    """SHA-256 of the outcome's content as it stands now, in hexadecimal."""
    return hashlib.sha256(snapshot(outcome)).hexdigest()


def snapshot(outcome: Outcome) -> bytes:
    """The outcome with its items, as canonical bytes."""
    version = outcome.plan.versions.get(number=outcome.plan.issued)
    return canonical(
        {
            "schema": SCHEMA,
            "plan": _plan(version),
            "number": outcome.number,
            "result": outcome.result,
            "summary": outcome.summary,
            "early_reason": outcome.early_reason,
            "proposed_by": outcome.proposed_by_id,
            "proposed_at": outcome.proposed_at,
            "items": [_item(row) for row in outcome.items.order_by("item__position", "pk")],
        }
    )


def _plan(version: PlanVersion) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest}


def _item(row: Any) -> dict[str, Any]:
    return {"item": row.item_id, "result": row.result, "value": row.value, "evidence": row.evidence}
