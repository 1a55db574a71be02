"""Rules on what a plan rests on (R1, R10)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from plans.draft import Draft
from plans.rulesets import Ruleset

from .rule import Level, Rule, Spot, is_blank, is_missing, lacking


def _undated_feedback(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    for row in draft.basis.prior_feedback:
        if row.given_on is None:
            yield Spot(f"basis.prior_feedback.{row.id}.given_on")


def _silent_feedback(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    for row in draft.basis.prior_feedback:
        if is_blank(row.said):
            yield Spot(f"basis.prior_feedback.{row.id}.said")


def _late_feedback(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    start = draft.calendar.starts_on
    for row in draft.basis.prior_feedback:
        if start and row.given_on and row.given_on >= start:
            yield Spot(f"basis.prior_feedback.{row.id}.given_on")


def _not_attached(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    if not draft.basis.standard_files:
        yield Spot("basis.standard_files", level=Level(rules.review.standard_attached))


def _not_known(draft: Draft, rules: Ruleset) -> Iterator[Spot]:
    for name in ("standard_known_on", "standard_known_how"):
        if is_missing(getattr(draft.basis, name)):
            yield Spot(f"basis.{name}", level=Level(rules.review.standard_attached))


BASIS: tuple[Rule[Draft], ...] = (
    Rule(
        "R1.no_rating",
        Level.BLOCKING,
        _("Say which rating the plan rests on."),
        _("Write the rating as it stands in the appraisal, for example “Annual review 2025: C”."),
        lacking("basis.rating", lambda draft: draft.basis.rating),
    ),
    Rule(
        "R1.no_findings",
        Level.BLOCKING,
        _("Write the facts and data from which the gap follows."),
        _("Give figures with their period and source, for example “11 of 186 units returned, January to February”."),
        lacking("basis.findings", lambda draft: draft.basis.findings),
    ),
    Rule(
        "R10.no_standard",
        Level.BLOCKING,
        _("Name the standard or policy you rely on."),
        _("Write its title, for example “Work instruction: gearbox assembly”."),
        lacking("basis.standard", lambda draft: draft.basis.standard),
    ),
    Rule(
        "R10.no_standard_version",
        Level.BLOCKING,
        _("Say which version of the standard you rely on."),
        _("Write its version or its date, for example “version 4” or “of 1 March 2025”."),
        lacking("basis.standard_version", lambda draft: draft.basis.standard_version),
    ),
    Rule(
        "R10.standard_not_attached",
        Level.BY_RULESET,
        _("Attach the standard you rely on."),
        _("Add the file in the version you named, so that everybody reads the same."),
        _not_attached,
    ),
    Rule(
        "R10.standard_not_known",
        Level.BY_RULESET,
        _("Say when and how the employee came to know the standard."),
        _("For example: signed for at the training of 6 March 2025."),
        _not_known,
    ),
    Rule(
        "R1.no_prior_feedback",
        Level.BLOCKING,
        _("Add at least one earlier feedback, with its date."),
        _("Write down a talk you had before this plan: on which day, and what was said."),
        lacking("basis.prior_feedback", lambda draft: draft.basis.prior_feedback),
    ),
    Rule(
        "R1.feedback_without_date",
        Level.BLOCKING,
        _("Say when this feedback was given."),
        _("A day is enough, for example the one in your calendar or in the minutes."),
        _undated_feedback,
    ),
    Rule(
        "R1.feedback_without_words",
        Level.BLOCKING,
        _("Write what was said in this feedback."),
        _("For example: the torque sequence was shown again, and its order agreed."),
        _silent_feedback,
    ),
    Rule(
        "R1.feedback_after_start",
        Level.ADVISORY,
        _("Check this date: earlier feedback was given before the plan starts."),
        _("What is said once the plan runs belongs to a checkpoint."),
        _late_feedback,
    ),
)
