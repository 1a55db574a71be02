"""Changes to a whole draft, by name, and how to say briefly what is then found."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from plans.draft import Draft, Interim, Piece
from plans.readiness import Finding, check
from plans.rulesets import Ruleset, get

START, END = date(2026, 3, 2), date(2026, 4, 30)

Change = Callable[[Draft], object]


def ruleset(**changes: Any) -> Ruleset:
    """The general rules, with changes in `plan`, or in `review` where it is about the standard."""
    rules = get("general")
    attached = changes.pop("standard_attached", rules.review.standard_attached)
    review = rules.review.model_copy(update={"standard_attached": attached})
    return rules.model_copy(update={"plan": rules.plan.model_copy(update=changes), "review": review})


def found(draft: Draft, rules: Ruleset | None = None) -> list[Finding]:
    return check(draft, rules or ruleset(), language="en")


def told(findings: list[Finding]) -> list[str]:
    """Rule and place, with short ids: `R2.no_unit items.1.unit`."""
    return [f"{finding.rule} {short(finding.place)}" for finding in findings]


def short(place: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda found: str(UUID(found[0]).int), place)


def put(piece: Piece, **values: Any) -> None:
    for name, value in values.items():
        setattr(piece, name, value)


def set_basis(**values: Any) -> Change:
    return lambda draft: put(draft.basis, **values)


def set_item(**values: Any) -> Change:
    return lambda draft: put(draft.items[0], **values)


def set_support(**values: Any) -> Change:
    return lambda draft: put(draft.items[0].support[0], **values)


def set_commitment(**values: Any) -> Change:
    return lambda draft: put(draft.items[0].commitments[0], **values)


def set_calendar(**values: Any) -> Change:
    return lambda draft: put(draft.calendar, **values)


def set_consequences(**values: Any) -> Change:
    return lambda draft: put(draft.consequences, **values)


def set_feedback(**values: Any) -> Change:
    return lambda draft: put(draft.basis.prior_feedback[0], **values)


def items(*weights: int | None) -> Change:
    """As many items as weights, each the whole one with another id and this weight."""

    def change(draft: Draft) -> None:
        draft.items = [
            draft.items[0].model_copy(update={"id": UUID(int=number), "weight": weight})
            for number, weight in enumerate(weights, start=1)
        ]

    return change


def rubric(*levels: str, baseline: int | None = 1, target: int | None = 2) -> Change:
    values = {"baseline": baseline, "target": target}
    given = {name: None if value is None else Decimal(value) for name, value in values.items()}
    return set_item(measure="rubric", unit="", direction="", interim=[], levels=list(levels), **given)


def within(lower: int | None, upper: int | None, baseline: int = 40) -> Change:
    limit, target = (None if value is None else Decimal(value) for value in (lower, upper))
    return set_item(direction="within", lower_limit=limit, target=target, baseline=Decimal(baseline), interim=[])


def steps(*values: str, days: tuple[int, ...] = (16, 44)) -> Change:
    """Interim targets on these days after 28 February: by default those of the first two checkpoints."""
    due = (date(2026, 2, 28) + timedelta(days=day) for day in days)
    return set_item(interim=[Interim(due_on=day, value=Decimal(value)) for day, value in zip(due, values, strict=True)])


def checkpoints(*days: int) -> Change:
    """Checkpoints on these days of the plan, the first of them 1."""

    def change(draft: Draft) -> None:
        draft.calendar.checkpoints = [START + timedelta(days=day - 1) for day in days]
        draft.items[0].interim = []

    return change


def lasting(days: int, reason: str = "") -> Change:
    """A plan of so many days, its item due at the end and its checkpoints in time."""

    def change(draft: Draft) -> None:
        end = START + timedelta(days=days - 1)
        draft.calendar.ends_on, draft.calendar.length_reason = end, reason
        draft.calendar.checkpoints = [START + timedelta(days=7), end]
        draft.items[0].due_on, draft.items[0].interim = end, []

    return change


GOOD, BETTER = "Hands over by word of mouth", "Hands over with the signed list"
ONE_DAY = timedelta(days=1)
