"""Items whose target is put in other ways than as a figure to lower, and a running plan with them."""

from decimal import Decimal
from typing import Any

from plans.models import Plan
from tests.world import CHECKPOINTS, People, approve, drafted, issue, item, sign, submit, write

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


def running(who: People, **said: Any) -> Plan:
    """A running plan with these three items, or with what is said."""
    plan = write(drafted(who), who, **{"items": kinds(), **said})
    for step in (submit, approve, issue, sign):
        step(plan, who)
    return plan
