"""Rules on interim targets: steps on the way, so they give advice and stop nobody (R2)."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from plans.draft import DraftItem, Interim
from plans.rulesets import Ruleset
from plans.states import Direction

from .gaps import in_numbers, limits
from .rule import ItemAt, Level, Rule, Spot


def _outside(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    for index, step in enumerate(at.item.interim):
        if not _runs_on(at, step):
            yield Spot(at.place("interim", index, "due_on"))


def _off_checkpoint(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    days = at.draft.calendar.checkpoints
    for index, step in enumerate(at.item.interim):
        if days and _runs_on(at, step) and step.due_on not in days:
            yield Spot(at.place("interim", index, "due_on"))


def _runs_on(at: ItemAt, step: Interim) -> bool:
    """Whether the plan runs on that day, as far as its dates are known."""
    start, end = at.draft.calendar.starts_on, at.draft.calendar.ends_on
    return (start is None or start <= step.due_on) and (end is None or step.due_on <= end)


def _beyond(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    whole = _left(at.item, at.item.baseline)
    for index, step in enumerate(at.item.interim):
        left = _left(at.item, step.value)
        if whole is not None and left is not None and not 0 <= left <= whole:
            yield Spot(at.place("interim", index, "value"))


def _backwards(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    in_time = sorted(enumerate(at.item.interim), key=lambda pair: pair[1].due_on)
    for (_before, earlier), (index, later) in pairwise(in_time):
        was, left = _left(at.item, earlier.value), _left(at.item, later.value)
        if was is not None and left is not None and left > was:
            yield Spot(at.place("interim", index, "value"))


def _left(item: DraftItem, value: Decimal | None) -> Decimal | None:
    """How far a value is from the target; negative beyond it, None where that cannot be said."""
    if value is None or item.target is None:
        return None
    if band := limits(item):
        return max(band[0] - value, value - band[1], Decimal(0))
    if not in_numbers(item) or item.direction == Direction.RAISE:
        return item.target - value
    return value - item.target if item.direction == Direction.LOWER else None


INTERIM: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R2.interim_outside_plan",
        Level.ADVISORY,
        _("Choose a day while the plan runs for this interim target."),
        _("Interim targets belong to the days of the checkpoints."),
        _outside,
    ),
    Rule(
        "R2.interim_off_checkpoint",
        Level.ADVISORY,
        _("Put this interim target on the day of a checkpoint."),
        _("Otherwise nobody looks at it on its day."),
        _off_checkpoint,
    ),
    Rule(
        "R2.interim_beyond",
        Level.ADVISORY,
        _("Choose an interim target between the current level and the target."),
        _("For example 5 and 3 on the way from 6 to 2."),
        _beyond,
    ),
    Rule(
        "R2.interim_backwards",
        Level.ADVISORY,
        _("Let each interim target lie nearer to the target than the one before."),
        _("For example 5, then 4, then 3 on the way from 6 to 2."),
        _backwards,
    ),
)
