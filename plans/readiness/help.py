"""Rules on what the company gives: support measures and resource commitments (R3)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from plans.rulesets import Ruleset
from plans.states import ResourceKind, SupportKind

from .rule import Check, ItemAt, Level, Rule, Spot, day, is_missing, item_lacks


def _rows_lack(rows: str, name: str) -> Check[ItemAt]:
    """A check that every row of this list has this field."""

    def check(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
        for row in getattr(at.item, rows):
            if is_missing(getattr(row, name)):
                yield Spot(at.place(rows, row.id, name))

    return check


def _unknown_kinds(rows: str, kinds: list[str]) -> Check[ItemAt]:
    def check(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
        yield from (Spot(at.place(rows, row.id, "kind")) for row in getattr(at.item, rows) if row.kind not in kinds)

    return check


def _needed_after_end(at: ItemAt, rules: Ruleset) -> Iterator[Spot]:
    end = at.draft.calendar.ends_on
    for row in at.item.commitments:
        if end and row.needed_by and row.needed_by > end:
            yield Spot(at.place("commitments", row.id, "needed_by"), {"end": day(end)})


SUPPORT: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R3.no_support",
        Level.BLOCKING,
        _("Add at least one support measure."),
        _("Say what the employee gets to reach the target, for example mentoring at the bench."),
        item_lacks("support"),
    ),
    Rule(
        "R3.support_without_kind",
        Level.BLOCKING,
        _("Choose what kind of support this is."),
        _("For example training, mentoring, or tools."),
        _unknown_kinds("support", SupportKind.values),
    ),
    Rule(
        "R3.support_without_content",
        Level.BLOCKING,
        _("Say what the support is."),
        _("For example: one-to-one at the bench, from watching to working alone."),
        _rows_lack("support", "content"),
    ),
    Rule(
        "R3.support_without_provider",
        Level.BLOCKING,
        _("Say who gives the support."),
        _("Name a person or a post, for example “Senior fitter”."),
        _rows_lack("support", "provider"),
    ),
    Rule(
        "R3.support_without_schedule",
        Level.BLOCKING,
        _("Say when the support is given, and how much."),
        _("For example: every Tuesday, two hours, until the end of the plan."),
        _rows_lack("support", "schedule"),
    ),
)

COMMITMENTS: tuple[Rule[ItemAt], ...] = (
    Rule(
        "R3.no_commitment",
        Level.BLOCKING,
        _("Add at least one resource commitment."),
        _("Say what the company sets aside, for example two hours a week of the mentor's time."),
        item_lacks("commitments"),
    ),
    Rule(
        "R3.commitment_without_kind",
        Level.BLOCKING,
        _("Choose what kind of resource this is."),
        _("For example budget, the mentor's time, or tools."),
        _unknown_kinds("commitments", ResourceKind.values),
    ),
    Rule(
        "R3.commitment_without_content",
        Level.BLOCKING,
        _("Say what the company commits to."),
        _("For example: fifty hours of the senior fitter, taken off the line."),
        _rows_lack("commitments", "content"),
    ),
    Rule(
        "R3.commitment_without_owner",
        Level.BLOCKING,
        _("Say who sees to this commitment."),
        _("Name one person or post who can decide on it, for example “Head of assembly”."),
        _rows_lack("commitments", "owner"),
    ),
    Rule(
        "R3.commitment_without_date",
        Level.BLOCKING,
        _("Say by when this commitment is needed."),
        _("Often this is the first day of the plan, so that nobody waits for it."),
        _rows_lack("commitments", "needed_by"),
    ),
    Rule(
        "R3.commitment_too_late",
        Level.ADVISORY,
        _("Check when this commitment is needed: the plan ends on %(end)s."),
        _("What comes after the end helps nobody to reach the target."),
        _needed_after_end,
    ),
)
