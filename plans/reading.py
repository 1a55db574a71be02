"""What a reviewer reads beside a version: what readiness says of it, what changed, and what it takes."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from pydantic import BaseModel

from cases.models import CaseEvent

from . import rulesets
from .diff import Change, Span, changes
from .draft import Draft
from .models import Plan, PlanVersion
from .places import anchor_of
from .readiness import Finding, check
from .snapshot import draft_of
from .totals import Totals, totals_of

NEAR = 45  # characters shown before and after what is meant
CUT = " … "


@dataclass(frozen=True)
class Noted:
    """A finding, where on the page it is about, and the words of the field around the phrases it marks."""

    finding: Finding
    anchor: str
    excerpt: list[Span]


@dataclass(frozen=True)
class Differing:
    """A change, where on the page it stands, and its words without long runs that stayed the same."""

    change: Change
    anchor: str
    spans: list[Span]


@dataclass(frozen=True)
class Reading:
    """`before` is the version submitted before this one; None where it is the first."""

    version: PlanVersion
    blocking: list[Noted]
    advice: list[Noted]
    before: PlanVersion | None
    differing: list[Differing]
    totals: Totals


def reading_of(plan: Plan, version: PlanVersion) -> Reading:
    """All of it, in the active language."""
    draft, rules = draft_of(version), rulesets.get(plan.ruleset)
    numbers = {str(item.id): number for number, item in enumerate(draft.items, start=1)}
    found = check(draft, rules, language=get_language() or "en")
    noted = _noted(draft, found, numbers)
    before = submitted_before(plan, version)
    return Reading(
        version=version,
        blocking=[row for row in noted if row.finding.is_blocking],
        advice=[row for row in noted if not row.finding.is_blocking],
        before=before,
        differing=list(_differing(draft_of(before), draft, numbers)) if before else [],
        totals=totals_of(draft),
    )


def _noted(draft: Draft, found: list[Finding], numbers: dict[str, int]) -> list[Noted]:
    """Two fields that a reader sees as one row are told of once."""
    noted: dict[tuple[str, str, str], Noted] = {}
    for row in found:
        place = anchor_of(row.place, numbers)
        noted.setdefault((row.message, place, row.place if row.marks else ""), Noted(row, place, _excerpt(draft, row)))
    return list(noted.values())


def submitted_before(plan: Plan, version: PlanVersion) -> PlanVersion | None:
    """The last version before this one that HR was shown; what was frozen for the employee alone is not counted."""
    events = CaseEvent.objects.filter(case=plan.case_id)
    submitted = [event.data["facts"]["version"] for event in events if event.act == "plans.submit_plan"]
    earlier = [number for number in submitted if number < version.number]
    return plan.versions.filter(number=max(earlier)).first() if earlier else None


def _differing(before: Draft, draft: Draft, numbers: dict[str, int]) -> Iterator[Differing]:
    for change in changes(before, draft):
        yield Differing(change, anchor_of(change.place, numbers), shortened(change.spans))


def shortened(spans: list[Span]) -> list[Span]:
    """Long runs of the same words are cut to what stands near a difference."""
    last = len(spans) - 1
    return [
        Span(span.kind, _cut(span.text, before=place > 0, after=place < last)) if span.kind == "same" else span
        for place, span in enumerate(spans)
    ]


def _cut(text: str, *, before: bool, after: bool) -> str:
    """`before` and `after` say on which sides something stands that the text is to lead over to."""
    if len(text) <= NEAR * (before + after) + len(CUT):
        return text
    return (text[:NEAR] if before else "") + CUT + (text[-NEAR:] if after else "")


def _excerpt(draft: Draft, finding: Finding) -> list[Span]:
    """The field's words with the marked phrases; nothing where the finding marks none."""
    if not finding.marks:
        return []
    spans: list[Span] = []
    text, at = text_at(draft, finding.place), 0
    for start, end, _phrase in sorted(finding.marks):
        if start >= at:
            spans += [Span("same", text[at:start]), Span("mark", text[start:end])]
            at = end
    return shortened([*spans, Span("same", text[at:])])


def text_at(draft: Draft, place: str) -> str:
    """The text of a place such as `items.<id>.levels.0`: rows of lists by their id, others by their number."""
    node: Any = draft
    for name in place.split("."):
        node = _inside(node, name)
    return str(node or "")


def _inside(node: Any, name: str) -> Any:
    if isinstance(node, BaseModel):
        return getattr(node, name, None)
    if isinstance(node, list):
        if name.isdigit():
            return node[int(name)] if int(name) < len(node) else None
        return next((row for row in node if row.id == uuid.UUID(name)), None)
    return None
