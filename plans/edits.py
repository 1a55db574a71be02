"""What the editor does to a draft besides typing: items come, go and move; files and things to learn from go."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from .draft import MOST_DRAFTED, MOST_REMOVED, Draft, DraftItem, FileRef, Removed, Row

Edit = Callable[[Draft, uuid.UUID], None]


def add(draft: Draft, item_id: uuid.UUID) -> None:
    if len(draft.items) < MOST_DRAFTED:
        draft.items.append(DraftItem(id=item_id))


def duplicate(draft: Draft, item_id: uuid.UUID) -> None:
    """A second item like it, right below."""
    place = _place(draft, item_id)
    if len(draft.items) < MOST_DRAFTED:
        draft.items.insert(place + 1, with_new_ids(draft.items[place]))


def move_up(draft: Draft, item_id: uuid.UUID) -> None:
    _move(draft, item_id, -1)


def move_down(draft: Draft, item_id: uuid.UUID) -> None:
    _move(draft, item_id, 1)


def remove(draft: Draft, item_id: uuid.UUID) -> None:
    """Take it out; it can be brought back until the draft is shown to somebody."""
    place = _place(draft, item_id)
    draft.removed = [*draft.removed, Removed(place=place, item=draft.items.pop(place))][-MOST_REMOVED:]


def bring_back(draft: Draft, item_id: uuid.UUID) -> None:
    """Put a removed item back where it was."""
    gone = next(gone for gone in draft.removed if gone.item.id == item_id)
    draft.removed.remove(gone)
    draft.items.insert(min(gone.place, len(draft.items)), gone.item)


def detach(draft: Draft, file_id: uuid.UUID) -> None:
    """Take a file out of the draft; what nothing names goes from the store after some days."""
    lists = [draft.basis.files, draft.basis.standard_files]
    for item in draft.items:
        lists += [item.files, *(row.files for row in item.commitments)]
    for files in lists:
        files[:] = [file for file in files if file.id != file_id]


def unlearn(draft: Draft, learning_id: uuid.UUID) -> None:
    """Take something to learn from away from the measure it goes with."""
    for item in draft.items:
        for row in item.support:
            row.learning = [learning for learning in row.learning if learning.id != learning_id]


EDITS: Mapping[str, Edit] = {
    "add": add,
    "duplicate": duplicate,
    "up": move_up,
    "down": move_down,
    "remove": remove,
    "back": bring_back,
    "detach": detach,
    "unlearn": unlearn,
}


def with_new_ids[Piece: Row](piece: Piece) -> Piece:
    """A copy whose rows are rows of their own; the files it names stay the same files."""
    lists = {name: _anew(getattr(piece, name)) for name in _lists(piece)}
    return piece.model_copy(update={"id": uuid.uuid4(), **lists})


def _lists(piece: Row) -> list[str]:
    return [name for name in type(piece).model_fields if isinstance(getattr(piece, name), list)]


def _anew(rows: list[Any]) -> list[Any]:
    return [with_new_ids(row) if isinstance(row, Row) and not isinstance(row, FileRef) else row for row in rows]


def _move(draft: Draft, item_id: uuid.UUID, step: int) -> None:
    place = _place(draft, item_id)
    other = place + step
    if 0 <= other < len(draft.items):
        draft.items[place], draft.items[other] = draft.items[other], draft.items[place]


def _place(draft: Draft, item_id: uuid.UUID) -> int:
    """Raises `StopIteration` where there is no such item."""
    return next(place for place, item in enumerate(draft.items) if item.id == item_id)
