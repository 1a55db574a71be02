"""The fields of a plan as its readers see them: each is a row of the page, with a name, and can be commented on.

A draft has more fields than a page has rows: what was observed and when is one thing to a reader. `row_of` says in
which row a place of a draft (`plans.draft`, as findings and differences name it) is shown.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PLAN_ROWS: Mapping[str, Words] = {
    "basis.rating": _("Appraisal rating"),
    "basis.findings": _("Facts and data"),
    "basis.standard": _("Standard or policy"),
    "basis.prior_feedback": _("Earlier feedback"),
    "basis.files": _("Files"),
    "calendar.starts_on": _("From – to"),
    "calendar.checkpoints": _("Checkpoints"),
    "calendar.length_reason": _("Why this length"),
    "consequences.if_met": _("If the targets are met"),
    "consequences.if_not_met": _("If they are not met"),
}
ITEM_ROWS: Mapping[str, Words] = {
    "target": _("Where it is to go"),
    "interim": _("On the way"),
    "support": _("Help you get"),
    "commitments": _("What the company commits to"),
    "observed": _("What was observed"),
    "impact": _("Its impact"),
    "cause": _("Root cause"),
    "measured_by": _("How it is measured"),
    "files": _("Files"),
}
SHOWN_WITH = {
    "basis.standard_version": "basis.standard",
    "basis.standard_known_on": "basis.standard",
    "basis.standard_known_how": "basis.standard",
    "basis.standard_files": "basis.standard",
    "calendar.ends_on": "calendar.starts_on",
    "calendar.cadence": "calendar.checkpoints",
    "calendar.holidays": "calendar.checkpoints",
}
SHOWN_WITH_IN_ITEM = {
    "observed_on": "observed",
    "analysis": "cause",
    "data_source": "measured_by",
    "assessor": "measured_by",
    **dict.fromkeys(
        ("measure", "unit", "direction", "baseline", "lower_limit", "levels", "due_on", "weight"),
        "target",
    ),
}
WHOLE = {"items": "items", "currency": "totals"}  # places that are shown as a section


def row_of(place: str) -> str:
    """The row of a place outside the items; "" for what is shown as a section, or not at all."""
    name = ".".join(place.split(".")[:2])
    name = SHOWN_WITH.get(name, name)
    return name if name in PLAN_ROWS else ""


def row_in_item(place: str) -> str:
    """The row of `items.<id>.<field>...` in its item; "" for the item as a whole."""
    field = [*place.split("."), ""][2]
    field = SHOWN_WITH_IN_ITEM.get(field, field)
    return field if field in ITEM_ROWS else ""


def anchor(row: str, number: int | None = None) -> str:
    """The id of a row's element on the page; `number` is the item's. Without a row, that of the item."""
    parts = [f"item-{number}"] if number else []
    return "-".join([*parts, *filter(None, [row.replace(".", "-").replace("_", "-")])])


def anchor_of(place: str, numbers: Mapping[str, int]) -> str:
    """Where on the page a place stands; `numbers` are those of the items, by id. "plan" where the item is not there."""
    if place in WHOLE:
        return WHOLE[place]
    if place.startswith("items."):
        number = numbers.get(place.split(".")[1])
        return anchor(row_in_item(place), number) if number else "plan"
    return anchor(row_of(place)) or "plan"
