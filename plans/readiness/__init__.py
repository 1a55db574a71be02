"""What a draft still lacks, said so that it can be mended: beside the editor, and again when it is submitted.

Rules are data (`rules.RULES`); they read the draft's document and the case's ruleset and nothing else, so they can be
asked as often as somebody types. Findings that block keep a draft from HR; the others give advice.
"""

from collections.abc import Iterator

from django.utils import translation

from plans.draft import Draft
from plans.models import Plan
from plans.rulesets import Ruleset, get

from .rule import Finding, Level
from .rules import RULES, found

__all__ = ["RULES", "Finding", "Level", "advice_on", "blocking", "check", "missing", "reasons"]


def check(draft: Draft, rules: Ruleset, *, language: str) -> list[Finding]:
    """In the order of the editor: basis, items, calendar, consequences. `language` is the reader's."""
    with translation.override(language):
        return list(found(draft, rules))


def blocking(draft: Draft, rules: Ruleset, *, language: str) -> list[Finding]:
    """Those that keep the draft from being submitted."""
    return [finding for finding in check(draft, rules, language=language) if finding.is_blocking]


def reasons(draft: Draft, rules: Ruleset) -> Iterator[str]:
    """Why a draft cannot be submitted yet: whole sentences in the active language, with the item they are about."""
    return (finding.said for finding in found(draft, rules) if finding.is_blocking)


def advice_on(plan: Plan) -> list[str]:
    """The ids of the rules that give advice on this plan as it is drafted now, sorted."""
    return sorted({finding.rule for finding in found(plan.document, get(plan.ruleset)) if not finding.is_blocking})


def missing(plan: Plan) -> Iterator[str]:
    """The reasons against submitting this plan as it is drafted now."""
    return reasons(plan.document, get(plan.ruleset))
