"""Rules on the list of improvement items, and on what every item says (R1, R2)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from plans.draft import Draft
from plans.rulesets import Ruleset
from plans.states import Cause

from .rule import ItemAt, Level, Rule, Spot, day, item_lacks, lacking
from .vague import only_opinion

WHOLE = 100  # percent


def _too_many(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    if len(draft.items) > rules.plan.most_items:
        yield Spot("items", {"most": rules.plan.most_items})


def _uneven_weights(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    weights = [item.weight for item in draft.items if item.weight is not None]
    if weights and len(weights) == len(draft.items) and sum(weights) != WHOLE:
        yield Spot("items", {"sum": sum(weights)})


def _weight_missing(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if at.item.weight is None and any(other.weight is not None for other in at.draft.items):
        yield Spot(at.place("weight"))


def _unweighty(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if at.item.weight is not None and at.item.weight <= 0:
        yield Spot(at.place("weight"))


def _late_example(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    start = at.draft.calendar.starts_on
    if start and at.item.observed_on and at.item.observed_on > start:
        yield Spot(at.place("observed_on"))


def _no_cause(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if at.item.cause not in Cause.values:
        yield Spot(at.place("cause"))


def _only_opinion(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    if only_opinion(at.item.data_source):
        yield Spot(at.place("data_source"))


def _due_outside(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    start, end = at.draft.calendar.starts_on, at.draft.calendar.ends_on
    if start and end and at.item.due_on and not start <= at.item.due_on <= end:
        yield Spot(at.place("due_on"), {"start": day(start), "end": day(end)})


LIST: tuple[Rule[Draft], ...] = (
    Rule(
        "R2.no_item",
        Level.BLOCKING,
        _("Add at least one improvement item."),
        _("Begin with the gap that matters most, for example “assembly errors: from 6 % to at most 2 %”."),
        lacking("items", lambda draft: draft.items),
    ),
    Rule(
        "R2.too_many_items",
        Level.BLOCKING,
        ngettext_lazy(
            "Keep to the most urgent: at most %(most)d item.",
            "Keep to the most urgent: at most %(most)d items.",
            "most",
        ),
        _("Take out what can wait, or put two items that are measured alike into one."),
        _too_many,
    ),
    Rule(
        "R2.weights_not_100",
        Level.BLOCKING,
        _("Let the weights of all items make 100; now they make %(sum)d."),
        _("For example 50, 30 and 20; or give no weights, and all items count alike."),
        _uneven_weights,
    ),
)

CONCERN: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R2.no_area",
        Level.BLOCKING,
        _("Say what is to improve."),
        _("Name the piece of work, for example “Share of requirement documents passed at first review”."),
        item_lacks("area"),
    ),
    Rule(
        "R1.nothing_observed",
        Level.BLOCKING,
        _("Write what was observed."),
        _("Say what happened, for example “Three gearboxes of one batch came back for rework”."),
        item_lacks("observed"),
    ),
    Rule(
        "R1.no_dated_example",
        Level.BLOCKING,
        _("Give the day of one example."),
        _("Choose one day on which it happened and that both of you can look up."),
        item_lacks("observed_on"),
    ),
    Rule(
        "R1.example_after_start",
        Level.ADVISORY,
        _("Check the day of the example: it lies after the start of the plan."),
        _("A plan rests on what happened before it."),
        _late_example,
    ),
    Rule(
        "R1.no_impact",
        Level.BLOCKING,
        _("Say what came of it."),
        _("Name who or what was affected, for example “Eleven hours of rework in one week”."),
        item_lacks("impact"),
    ),
    Rule(
        "R2.no_cause",
        Level.BLOCKING,
        _("Choose the root cause."),
        _("Ask what would have to be different for it not to happen again; skill, method and tools are causes too."),
        _no_cause,
    ),
    Rule(
        "R2.no_analysis",
        Level.BLOCKING,
        _("Explain why it is so."),
        _("For example: the new torque sequence was never shown at the bench."),
        item_lacks("analysis"),
    ),
)

MEASURING: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R2.no_measure",
        Level.BLOCKING,
        _("Say how it is measured."),
        _("Say what is counted, over which period, for example “Units returned by final inspection, per week”."),
        item_lacks("measured_by"),
    ),
    Rule(
        "R2.no_data_source",
        Level.BLOCKING,
        _("Name the data source."),
        _("Name a record that both of you can look at, for example “Inspection log”."),
        item_lacks("data_source"),
    ),
    Rule(
        "R2.only_opinion",
        Level.ADVISORY,
        _("Add a data source besides somebody's opinion."),
        _("Name a record as well, for example “Ticket system, weekly report” or “Checklist signed by both”."),
        _only_opinion,
    ),
    Rule(
        "R2.no_assessor",
        Level.BLOCKING,
        _("Say who assesses it."),
        _("Name a person or a post, for example “Quality lead”."),
        item_lacks("assessor"),
    ),
    Rule(
        "R2.weight_missing",
        Level.BLOCKING,
        _("Give this item a weight, or give none to any item."),
        _("Other items have one. Together they make 100, for example 60 and 40."),
        _weight_missing,
    ),
    Rule(
        "R2.weight_not_positive",
        Level.BLOCKING,
        _("Give a weight above zero."),
        _("An item that counts for nothing need not stand in the plan."),
        _unweighty,
    ),
    Rule(
        "R2.no_due_date",
        Level.BLOCKING,
        _("Say by when the target is to be reached."),
        _("Usually this is the last day of the plan."),
        item_lacks("due_on"),
    ),
    Rule(
        "R2.due_outside_plan",
        Level.BLOCKING,
        _("Choose a due date while the plan runs: %(start)s to %(end)s."),
        _("Move the due date, or the end of the plan."),
        _due_outside,
    ),
)
