"""What a template keeps of a plan: content only, never what is about the person.

What is kept is listed, so that whatever a draft learns to hold later stays out until somebody decides. Kept content
has no ids: every draft that begins with it gets its own.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field, model_validator

from plans.calendars import BusinessCalendar
from plans.draft import (
    Basis,
    Calendar,
    Consequences,
    Draft,
    DraftCommitment,
    DraftItem,
    DraftSupport,
    Learning,
    Piece,
)
from plans.schedule import WEEKDAYS, dates_of
from plans.states import Cadence

from .names import Names

KEPT: Mapping[type[Piece], tuple[str, ...]] = {
    Draft: ("basis", "items", "calendar", "consequences", "currency"),
    Basis: ("standard", "standard_version"),
    DraftItem: (
        "area", "cause", "measure", "unit", "direction", "target", "lower_limit", "levels", "measured_by",
        "data_source", "assessor", "weight", "support", "commitments",
    ),
    DraftSupport: ("kind", "content", "provider", "schedule", "hours", "learning"),
    Learning: ("entry", "kind", "title", "address", "done_when"),
    DraftCommitment: ("kind", "content", "owner", "amount", "hours"),
    Calendar: ("cadence",),
    Consequences: ("if_met", "if_not_met"),
}  # fmt: skip
CODES = frozenset({"entry", "cause", "measure", "direction", "cadence", "currency", "kind"})  # no words of anybody
SHORTEST, LONGEST = 1, 104  # weeks
LEAST_APART = 5  # days between the last two checkpoints that are worked out

Place = tuple[str | int, ...]  # where in the content: ("items", 0, "support", 1, "provider")


class TemplateContent(Draft):
    """A draft without anything about a person; `weeks` is how long such a plan usually takes."""

    weeks: int | None = Field(default=None, ge=SHORTEST, le=LONGEST)

    @model_validator(mode="after")
    def _is_about_nobody(self) -> Self:
        """Refuse what a template does not keep, so that nothing of a case comes in by another way."""
        for piece in pieces_of(self):
            kept = {*KEPT[_kind(piece)], "id", "weeks"}
            if told := [name for name in type(piece).model_fields if name not in kept and getattr(piece, name)]:
                raise ValueError(f"a template does not keep: {', '.join(told)}")
        return self

    def kept(self) -> dict[str, Any]:
        """As it is stored, and compared: what was said, without ids."""
        told: dict[str, Any] = _kept(self)
        return told | ({"weeks": self.weeks} if self.weeks else {})


@dataclass(frozen=True)
class Stripped:
    """A plan's content as a template, and the places whose text was left out because it names somebody."""

    content: TemplateContent
    left_out: tuple[Place, ...]


def template_of(draft: Draft, *, names: Names) -> Stripped:
    """The content of a draft without the person: what was observed, found and dated is not kept, and a text in which
    a name occurs is emptied.
    """
    left_out: list[Place] = []
    told = _without_names(_kept(draft), names, (), left_out)
    start, end = draft.calendar.starts_on, draft.calendar.ends_on
    if start and end and start < end:
        told["weeks"] = min(max(round(((end - start).days + 1) / 7), SHORTEST), LONGEST)
    return Stripped(TemplateContent.model_validate(told), tuple(left_out))


def draft_from_template(
    content: TemplateContent, *, starts_on: date | None = None, days: BusinessCalendar = WEEKDAYS
) -> Draft:
    """A new draft. With a first day the calendar is worked out: items are due at its end, help from its start."""
    draft = Draft.model_validate(_kept(content))
    if starts_on and content.weeks:
        _set_days(draft, starts_on, starts_on + timedelta(weeks=content.weeks, days=-1), days)
    return draft


def draft_from_plan(earlier: Draft, *, names: Names, starts_on: date | None = None) -> tuple[Draft, tuple[Place, ...]]:
    """A new draft with the content of an earlier plan, and what was left out of it."""
    stripped = template_of(earlier, names=names)
    return draft_from_template(stripped.content, starts_on=starts_on), stripped.left_out


def _set_days(draft: Draft, starts_on: date, ends_on: date, working: BusinessCalendar) -> None:
    draft.calendar.starts_on, draft.calendar.ends_on = starts_on, ends_on
    if draft.calendar.cadence != Cadence.AS_LISTED:
        *days, last = dates_of(draft.calendar.cadence, starts_on, ends_on, working)
        draft.calendar.checkpoints = [*(day for day in days if (last - day).days >= LEAST_APART), last]
    for item in draft.items:
        item.due_on = ends_on
        for commitment in item.commitments:
            commitment.needed_by = starts_on


def _kind(piece: Piece) -> type[Piece]:
    """The class in `KEPT`; a template's content is a draft."""
    return Draft if isinstance(piece, Draft) else type(piece)


def pieces_of(piece: Piece) -> list[Piece]:
    """The piece and all that it keeps, at any depth."""
    found = [piece]
    for name in KEPT[_kind(piece)]:
        value = getattr(piece, name)
        for part in value if isinstance(value, list) else [value]:
            found += pieces_of(part) if isinstance(part, Piece) else []
    return found


def _kept(value: Any) -> Any:
    """As plain data: pieces become dictionaries of what they keep and was said."""
    match value:
        case Piece():
            told = {name: _kept(getattr(value, name)) for name in KEPT[_kind(value)]}
            return {name: part for name, part in told.items() if part not in ("", None, [], {})}
        case list():
            return [_kept(part) for part in value]
        case None | int():
            return value
        case uuid.UUID():
            return str(value)
    return str(value)


def _without_names(value: Any, names: Names, place: Place, left_out: list[Place]) -> Any:
    match value:
        case dict():
            return {name: _without_names(part, names, (*place, name), left_out) for name, part in value.items()}
        case list():
            return [_without_names(part, names, (*place, number), left_out) for number, part in enumerate(value)]
        case str() if place[-1] not in CODES and names.occur_in(value):
            left_out.append(place)
            return ""
    return value
