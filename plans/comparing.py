"""Before and after, side by side: what an amendment changes, field by field (R18)."""

from collections.abc import Iterator
from dataclasses import dataclass

from .diff import Span, changes
from .draft import Draft
from .models import Amendment, PlanVersion
from .places import anchor_of
from .snapshot import draft_of


@dataclass(frozen=True)
class Compared:
    """One field: its name, where on the page the new text stands, and both texts with what differs in them."""

    label: str
    anchor: str
    before: list[Span]
    after: list[Span]


def compared(before: Draft, after: Draft) -> list[Compared]:
    """Every field that differs, in the order of the editor and in the active language."""
    numbers = {str(item.id): number for number, item in enumerate(after.items, start=1)}
    return [
        Compared(change.label, anchor_of(change.place, numbers), *_sides(change.spans))
        for change in changes(before, after)
    ]


def _sides(spans: list[Span]) -> Iterator[list[Span]]:
    """The words of the older text, and those of the newer one."""
    for left_out in ("new", "gone"):
        yield [span for span in spans if span.kind != left_out]


def changes_in(amendment: Amendment) -> list[Compared]:
    """What this amendment changes: its draft while it is written, afterwards what was submitted of it."""
    return compared(draft_of(amendment.base), proposed(amendment))


def proposed(amendment: Amendment) -> Draft:
    """The plan as it would be, or is, with this amendment."""
    if amendment.is_written or amendment.version is None:
        return amendment.plan.document
    return draft_of(amendment.version)


def changes_of(version: PlanVersion) -> list[Compared]:
    """What this version changes where it came with an amendment; nothing where it is none."""
    amendment = Amendment.objects.select_related("base").filter(version=version).first()
    return compared(draft_of(amendment.base), draft_of(version)) if amendment else []
