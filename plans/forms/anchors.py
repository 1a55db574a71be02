"""Where on the editor's page a place of the draft stands: findings link there, and are shown beside the field."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.queries import Thread
from plans.draft import Draft, DraftItem
from plans.readiness import Finding
from plans.states import Measure

from .editor import Editor
from .item import interim_name
from .pieces import Rows

WHOLE = {
    "items": "items",
    "basis.prior_feedback": "feedback",
    "basis.files": "id_basis_files",
    "basis.standard_files": "id_standard_files",
    "calendar.checkpoints": "checkpoints",
}


@dataclass(frozen=True)
class Shown:
    """A finding, and the id of the element it is about."""

    finding: Finding
    anchor: str


@dataclass(frozen=True)
class Talk:
    """What was said about one place of the draft: the id of its element, its name, and the threads."""

    anchor: str
    label: str
    threads: list[Thread]


def shown(findings: Iterable[Finding], editor: Editor, draft: Draft) -> list[Shown]:
    return [Shown(finding, anchor_of(finding.place, editor, draft)) for finding in findings]


def anchor_of(place: str, editor: Editor, draft: Draft) -> str:
    """The id of the element for a place such as `items.<id>.support.<row>.content`; `draft` is what was saved now."""
    if place in WHOLE:
        return WHOLE[place]
    piece, *rest = place.split(".")
    if piece in {"basis", "calendar", "consequences"} and not rest:
        return piece
    if piece == "items":
        return _in_item(rest, editor, draft)
    if rest[0] == "prior_feedback":
        return _in_row(editor.feedback, [row.id for row in draft.basis.prior_feedback], rest[1:])
    return f"id_{rest[0]}" if rest else f"id_{piece}"


def _in_item(rest: Sequence[str], editor: Editor, draft: Draft) -> str:
    item = draft.item(uuid.UUID(rest[0]))
    forms = next((forms for forms in editor.items if item and forms.item.id == item.id), None)
    if item is None or forms is None:
        return "items"
    match rest[1:]:
        case []:
            return forms.prefix
        case ["support" | "commitments" | "interim" as name]:
            return f"{forms.prefix}-{name}"
        case ["support", *row]:
            return _in_row(forms.support, [saved.id for saved in item.support], row)
        case ["commitments", *row]:
            return _in_row(forms.commitments, [saved.id for saved in item.commitments], row)
        case field:
            return f"id_{forms.prefix}-{_field(field, item)}"


def _field(place: Sequence[str], item: DraftItem) -> str:
    """The form's name for a field of the item."""
    match place:
        case ["levels"]:
            return "level_1"
        case ["levels", number]:
            return f"level_{int(number) + 1}"
        case ["interim", number, *_value]:
            return interim_name(item.interim[int(number)].due_on)
        case ["baseline" | "target" as name] if item.measure == Measure.RUBRIC:
            return f"{name}_level"
    return place[0]


def _in_row(rows: Rows, saved: list[uuid.UUID], place: Sequence[str]) -> str:
    """The field of a row: rows that were left blank or struck out have a number on the page, and none in the draft."""
    row_id, *field = place
    number = saved.index(uuid.UUID(row_id))
    prefixes = [form.prefix for form in (rows.filled() if rows.is_bound else rows.forms)]
    prefix = prefixes[number] if number < len(prefixes) else rows.prefix
    return f"id_{prefix}-{'learn' if field[:1] == ['learning'] else (field or ['content'])[0]}"
