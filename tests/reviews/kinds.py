"""Items whose target is put in other ways than as a figure to lower, and a running plan with them."""

from decimal import Decimal
from typing import Any

from plans.actions import save_draft
from plans.models import Plan
from tests.world import CHECKPOINTS, People, actor, approve, document, drafted, issue, item, sign, submit

LEVELS = ["Never looks at the checklist", "Checks the list before each batch", "Teaches the checklist to others"]
INTERIM = [{"due_on": CHECKPOINTS[0], "value": Decimal(4)}, {"due_on": CHECKPOINTS[1], "value": Decimal("2.5")}]
RUBRIC: dict[str, Any] = {
    "area": "Use of the checklist",
    "measure": "rubric",
    "levels": LEVELS,
    "baseline": Decimal(1),
    "target": Decimal(2),
    "unit": "",
    "direction": "raise",
    "interim": [],
}
BAND: dict[str, Any] = {
    "area": "Temperature of the store",
    "baseline": Decimal(9),
    "lower_limit": Decimal(2),
    "target": Decimal(5),
    "unit": "°C",
    "direction": "within",
    "interim": [{"due_on": CHECKPOINTS[0], "value": Decimal(6)}],
}


def kinds() -> list[dict[str, Any]]:
    """A figure with interim targets, a rubric, and two limits."""
    return [item(interim=INTERIM), item(**RUBRIC), item(**BAND)]


def running(who: People, *, items: list[dict[str, Any]] | None = None, currency: str = "", why: str = "") -> Plan:
    """A running plan with these three items, or with others; `why` is the reason for its length."""
    plan, draft = drafted(who), document(items=items or kinds())
    draft.currency, draft.calendar.length_reason = currency, why
    save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)
    for step in (submit, approve, issue, sign):
        step(plan, who)
    return plan
