"""Rules on the way from the current level to the target: a gap that is empty or impossible is refused in words (R2)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from plans.draft import DraftItem
from plans.rulesets import Ruleset
from plans.states import Direction, Measure

from .rule import Check, ItemAt, Level, Rule, Spot, is_blank, is_missing, item_lacks

FEWEST_LEVELS = 2


def in_numbers(item: DraftItem) -> bool:
    return item.measure != Measure.RUBRIC


def gap(item: DraftItem) -> tuple[Decimal, Decimal] | None:
    """Baseline and target where the way between them is one way: not for two limits."""
    one_way = not in_numbers(item) or item.direction in (Direction.RAISE, Direction.LOWER)
    if not one_way or item.baseline is None or item.target is None:
        return None
    return item.baseline, item.target


def _lacks_in_numbers(name: str) -> Check[ItemAt]:
    def check(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
        if in_numbers(at.item) and is_missing(getattr(at.item, name)):
            yield Spot(at.place(name))

    return check


def _no_direction(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if in_numbers(at.item) and at.item.direction not in Direction.values:
        yield Spot(at.place("direction"))


def _empty(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    ends = gap(at.item)
    if ends and ends[0] == ends[1]:
        yield Spot(at.place("target"))


def _against(direction: Direction) -> Check[ItemAt]:
    def check(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
        ends = gap(at.item)
        if not (in_numbers(at.item) and at.item.direction == direction and ends):
            return
        if ends[1] < ends[0] if direction == Direction.RAISE else ends[1] > ends[0]:
            yield Spot(at.place("target"))

    return check


def _downhill(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    ends = gap(at.item)
    if not in_numbers(at.item) and ends and ends[1] < ends[0]:
        yield Spot(at.place("target"))


def limits(item: DraftItem) -> tuple[Decimal, Decimal] | None:
    """Both limits, where the item is to keep within two."""
    if not in_numbers(item) or item.direction != Direction.KEEP_WITHIN:
        return None
    return None if item.lower_limit is None or item.target is None else (item.lower_limit, item.target)


def _no_lower_limit(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    keeps_within = in_numbers(at.item) and at.item.direction == Direction.KEEP_WITHIN
    if keeps_within and at.item.lower_limit is None:
        yield Spot(at.place("lower_limit"))


def _crossed(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    band = limits(at.item)
    if band and band[0] >= band[1]:
        yield Spot(at.place("lower_limit"))


def _already_within(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    band = limits(at.item)
    if band and at.item.baseline is not None and band[0] <= at.item.baseline <= band[1]:
        yield Spot(at.place("baseline"))


def _few_levels(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if not in_numbers(at.item) and sum(not is_blank(level) for level in at.item.levels) < FEWEST_LEVELS:
        yield Spot(at.place("levels"))


def _blank_level(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if not in_numbers(at.item) and not list(_few_levels(at, rules)):
        yield from (Spot(at.place("levels", index)) for index, text in enumerate(at.item.levels) if is_blank(text))


def _levels_alike(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    seen: set[str] = set()
    for index, level in enumerate([] if in_numbers(at.item) else at.item.levels):
        words = " ".join(level.split()).casefold()
        if words in seen:
            yield Spot(at.place("levels", index))
        seen |= {words} - {""}


def _unknown_level(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if in_numbers(at.item) or len(at.item.levels) < FEWEST_LEVELS:
        return
    for name in ("baseline", "target"):
        value = getattr(at.item, name)
        if value is not None and value not in range(1, len(at.item.levels) + 1):
            yield Spot(at.place(name), {"most": len(at.item.levels)})


GAP: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R2.too_few_levels",
        Level.BLOCKING,
        _("Describe at least two levels."),
        _("Say what one sees at each, for example “Hands over by word of mouth” and “Hands over with the list”."),
        _few_levels,
    ),
    Rule(
        "R2.level_blank",
        Level.BLOCKING,
        _("Describe this level, or take it out."),
        _("Write what one would see somebody do at this level."),
        _blank_level,
    ),
    Rule(
        "R2.levels_alike",
        Level.BLOCKING,
        _("Describe this level so that it differs from the others."),
        _("Say what somebody does here that they do not do one level below."),
        _levels_alike,
    ),
    Rule(
        "R2.no_direction",
        Level.BLOCKING,
        _("Say in which direction it is to go."),
        _("Choose whether to raise the figure, to lower it, or to keep it within two limits."),
        _no_direction,
    ),
    Rule(
        "R2.no_unit",
        Level.BLOCKING,
        _("Name the unit."),
        _("For example “%”, “hours per week” or “tickets per month”."),
        _lacks_in_numbers("unit"),
    ),
    Rule(
        "R2.no_baseline",
        Level.BLOCKING,
        _("Say where it stands today."),
        _("Take it from the data source, over the same length of time as the target, for example 6."),
        item_lacks("baseline"),
    ),
    Rule(
        "R2.no_lower_limit",
        Level.BLOCKING,
        _("Give the lower of the two limits."),
        _("For example 22 where it is to stay between 22 and 26."),
        _no_lower_limit,
    ),
    Rule(
        "R2.no_target",
        Level.BLOCKING,
        _("Set the target."),
        _("Choose what others reach in the same work and time, for example 2."),
        item_lacks("target"),
    ),
    Rule(
        "R2.level_unknown",
        Level.BLOCKING,
        _("Choose one of the levels you described, from 1 to %(most)d."),
        _("Add the level that is missing, or choose another."),
        _unknown_level,
    ),
    Rule(
        "R2.gap_empty",
        Level.BLOCKING,
        _("Set a target that differs from the current level."),
        _("Where there is no gap, there is nothing to improve: take the item out, or check both figures."),
        _empty,
    ),
    Rule(
        "R2.raise_goes_down",
        Level.BLOCKING,
        _("Set a target above the current level, since the figure is to be raised."),
        _("Check both figures, or choose to lower the figure."),
        _against(Direction.RAISE),
    ),
    Rule(
        "R2.lower_goes_up",
        Level.BLOCKING,
        _("Set a target below the current level, since the figure is to be lowered."),
        _("Check both figures, or choose to raise the figure."),
        _against(Direction.LOWER),
    ),
    Rule(
        "R2.level_goes_down",
        Level.BLOCKING,
        _("Choose a target level above the current one."),
        _("Level 1 is the lowest. Check both levels, or the order in which you described them."),
        _downhill,
    ),
    Rule(
        "R2.limits_crossed",
        Level.BLOCKING,
        _("Set a lower limit below the upper one."),
        _("For example 22 and 26."),
        _crossed,
    ),
    Rule(
        "R2.already_within",
        Level.BLOCKING,
        _("Check the current level: it lies within the limits already."),
        _("Where there is no gap, there is nothing to improve: take the item out, or check the three figures."),
        _already_within,
    ),
)
