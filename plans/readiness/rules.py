"""Every rule there is, in the order of the editor."""

from collections.abc import Iterator
from typing import Any

from plans.draft import Draft
from plans.rulesets import Ruleset

from .basis import BASIS
from .consequences import CONSEQUENCES
from .dates import CALENDAR
from .gaps import GAP
from .help import COMMITMENTS, SUPPORT
from .interims import INTERIM
from .items import CONCERN, LIST, MEASURING
from .rule import Finding, ItemAt, Rule, findings
from .wording import CONSEQUENCES_WORDING, ITEM_WORDING

ITEM = (*CONCERN, *GAP, *INTERIM, *MEASURING, *SUPPORT, *COMMITMENTS, *ITEM_WORDING)
ENDING = (*CONSEQUENCES, *CONSEQUENCES_WORDING)

# id -> rule, for documentation and tests. The rules on wording stand here once: they are the same for every text.
ALL: tuple[Rule[Any], ...] = (*BASIS, *LIST, *ITEM, *CALENDAR, *ENDING)
RULES = {rule.id: rule for rule in ALL}


def found(draft: Draft, ruleset: Ruleset) -> Iterator[Finding]:
    """What every rule finds, in the active language."""
    yield from findings(BASIS, draft, ruleset)
    yield from findings(LIST, draft, ruleset)
    for number, item in enumerate(draft.items, start=1):
        yield from findings(ITEM, ItemAt(draft, item, number), ruleset, number)
    yield from findings(CALENDAR, draft, ruleset)
    yield from findings(ENDING, draft, ruleset)
