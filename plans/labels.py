"""How the places of a draft are called for a reader: "Item 2 · Target"."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .calendars import calendar_name
from .draft import Draft
from .models import Commitment, Item, SupportMeasure
from .states import Cadence, Cause, Direction, LearningKind, Measure, ResourceKind, SupportKind

Words = str | Promise

PLACES: dict[str, Words] = {
    "basis.rating": _("Appraisal rating"),
    "basis.findings": _("Facts and data"),
    "basis.standard": _("Standard or policy relied on"),
    "basis.standard_version": _("Version or date of the standard"),
    "basis.standard_known_on": _("The employee has had it since"),
    "basis.standard_known_how": _("How they got it"),
    "basis.standard_files": _("The standard as a file"),
    "basis.files": _("Files"),
    "basis.prior_feedback": _("Earlier feedback"),
    "items": _("Improvement items"),
    "calendar.starts_on": _("Starts on"),
    "calendar.ends_on": _("Ends on"),
    "calendar.cadence": _("Checkpoints"),
    "calendar.holidays": _("Holiday calendar"),
    "calendar.checkpoints": _("Checkpoints"),
    "calendar.length_reason": _("Why this length"),
    "consequences.if_met": _("If the targets are met"),
    "consequences.if_not_met": _("If the targets are not met"),
    "currency": _("Currency"),
}
ROWS: dict[str, Words] = {
    "support": _("Support measures"),
    "commitments": _("Resource commitments"),
    "levels": _("Levels"),
    "interim": _("Interim targets"),
    "files": _("Files"),
    "learning": _("To learn from"),
}
TABLES: dict[str, Any] = {"items": Item, "support": SupportMeasure, "commitments": Commitment}
VALUES: dict[str, Callable[[str], Any]] = {
    "cause": Cause,
    "measure": Measure,
    "direction": Direction,
    "cadence": Cadence,
}
KINDS: dict[str, Callable[[str], Any]] = {
    "support": SupportKind,
    "commitments": ResourceKind,
    "learning": LearningKind,
}


def label_of(place: str, *drafts: Draft) -> str:
    """A place such as `items.<id>.target` in words; the item's number is that of the first draft which has it."""
    parts = place.split(".")
    if parts[0] == "items" and len(parts) > 1:
        return " · ".join(str(words) for words in (_item(parts[1], drafts), *_within(parts[2:])) if words)
    return next((str(PLACES[key]) for key in (place, ".".join(parts[:2]), parts[0]) if key in PLACES), place)


def _item(item_id: str, drafts: tuple[Draft, ...]) -> Words:
    for draft in drafts:
        for number, item in enumerate(draft.items, start=1):
            if str(item.id) == item_id:
                return str(_("Item %(number)d")) % {"number": number}
    return str(_("Item"))


def _within(parts: list[str]) -> list[Words]:
    if not parts:
        return []
    if parts[0] in ROWS:
        table = TABLES.get(parts[0])
        return [ROWS[parts[0]], *([field_label(table, parts[-1])] if table and len(parts) == 3 else [])]
    return [field_label(Item, parts[0])]


def field_label(table: Any, name: str) -> Words:
    names = {field.name: field.verbose_name for field in table._meta.get_fields() if hasattr(field, "verbose_name")}
    words: Words = names.get(name, name)
    return str(words).capitalize()


def value_label(place: str, value: str) -> str:
    """A choice in words; anything else as it is."""
    parts = place.split(".")
    if place == "calendar.holidays":
        return calendar_name(value)
    choices = VALUES.get(parts[-1])
    if parts[-1] == "kind" and len(parts) > 2:
        choices = KINDS.get(parts[-3])
    try:
        return str(choices(value).label) if choices else value
    except ValueError:
        return value
