"""Rules on the calendar: how long a plan lasts, and when both meet (R6, R20)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from plans.draft import Draft
from plans.rulesets import Ruleset

from .rule import Level, Rule, Spot, day, is_blank, lacking

SHORTLY = timedelta(days=7)  # how long before the end the last checkpoint may be


def span(draft: Draft) -> tuple[date, date] | None:
    """First and last day, where both are known and in order."""
    start, end = draft.calendar.starts_on, draft.calendar.ends_on
    return (start, end) if start and end and start < end else None


def _ends_first(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    start, end = draft.calendar.starts_on, draft.calendar.ends_on
    if start and end and start >= end:
        yield Spot("calendar.ends_on")


def _length(draft: Draft, rules: Ruleset) -> dict[str, int]:
    """What a sentence says of a length outside the ruleset's bounds; empty where it lies inside."""
    both = span(draft)
    days = (both[1] - both[0]).days + 1 if both else 0
    if not both or rules.plan.shortest_days <= days <= rules.plan.longest_days:
        return {}
    return {"days": days, "shortest": rules.plan.shortest_days, "longest": rules.plan.longest_days}


def _length_outside(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    values = _length(draft, rules)
    if values and is_blank(draft.calendar.length_reason):
        yield Spot("calendar.ends_on", values)


def _length_with_reason(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    values = _length(draft, rules)
    if values and not is_blank(draft.calendar.length_reason):
        yield Spot("calendar.length_reason", values)


def _checkpoints_outside(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    both = span(draft)
    if both and any(not both[0] <= when <= both[1] for when in draft.calendar.checkpoints):
        yield Spot("calendar.checkpoints")


def _inside(draft: Draft) -> list[date]:
    """The checkpoints while the plan runs, in order."""
    both = span(draft)
    return sorted(when for when in draft.calendar.checkpoints if both and both[0] <= when <= both[1])


def _crowded(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    least = rules.plan.least_days_between_checkpoints
    for earlier, later in pairwise(_inside(draft)):
        if (later - earlier).days < least:
            yield Spot("calendar.checkpoints", {"least": least, "first": day(earlier), "second": day(later)})


def _late_first(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    least, both, days = rules.plan.least_days_after_first_checkpoint, span(draft), _inside(draft)
    if both and days and (both[1] - days[0]).days < least:
        yield Spot("calendar.checkpoints", {"least": least})


def _early_last(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    both, days = span(draft), _inside(draft)
    if both and days and both[1] - days[-1] > SHORTLY:
        yield Spot("calendar.checkpoints", {"last": day(days[-1]), "end": day(both[1])})


CALENDAR: tuple[Rule[Draft], ...] = (
    Rule(
        "R6.no_start",
        Level.BLOCKING,
        _("Say when the plan starts."),
        _("Leave time for HR's review and for the employee to read it."),
        lacking("calendar.starts_on", lambda draft: draft.calendar.starts_on),
    ),
    Rule(
        "R6.no_end",
        Level.BLOCKING,
        _("Say when the plan ends."),
        _("Choose a day by which the support has been given and had time to work, often two or three months on."),
        lacking("calendar.ends_on", lambda draft: draft.calendar.ends_on),
    ),
    Rule(
        "R6.ends_before_start",
        Level.BLOCKING,
        _("Let the plan end after it starts."),
        _("Check the year of both days."),
        _ends_first,
    ),
    Rule(
        "R6.length_outside",
        Level.BLOCKING,
        _("Let the plan last between %(shortest)d and %(longest)d days, or give a reason; now it lasts %(days)d."),
        _("Move the end, or write why it has to be so, for example “ends with the season on 30 September”."),
        _length_outside,
    ),
    Rule(
        "R6.length_with_reason",
        Level.ADVISORY,
        _("HR will look at your reason: the plan lasts %(days)d days, usual are %(shortest)d to %(longest)d."),
        _("Say what makes this length fair to the employee."),
        _length_with_reason,
    ),
    Rule(
        "R20.no_checkpoint",
        Level.BLOCKING,
        _("Plan at least one checkpoint."),
        _("Meet every two weeks, for example, and once on the last day."),
        lacking("calendar.checkpoints", lambda draft: draft.calendar.checkpoints),
    ),
    Rule(
        "R20.checkpoint_outside_plan",
        Level.BLOCKING,
        _("Every checkpoint must lie between the start and the end of the plan."),
        _("Move the checkpoint, or the end of the plan."),
        _checkpoints_outside,
    ),
    Rule(
        "R20.checkpoints_too_close",
        Level.ADVISORY,
        ngettext_lazy(
            "Leave at least %(least)d day between checkpoints: see %(first)s and %(second)s.",
            "Leave at least %(least)d days between checkpoints: see %(first)s and %(second)s.",
            "least",
        ),
        _("There has to be time to act on what was agreed."),
        _crowded,
    ),
    Rule(
        "R20.first_checkpoint_too_late",
        Level.ADVISORY,
        ngettext_lazy(
            "Hold the first checkpoint earlier: at least %(least)d day before the end of the plan.",
            "Hold the first checkpoint earlier: at least %(least)d days before the end of the plan.",
            "least",
        ),
        _("What the first checkpoint shows must leave time to change something."),
        _late_first,
    ),
    Rule(
        "R20.last_checkpoint_too_early",
        Level.ADVISORY,
        _("Hold a checkpoint on the last day or shortly before: the last is on %(last)s, the plan ends on %(end)s."),
        _("Add one in the last week, so that both look at the same final figures."),
        _early_last,
    ),
)
