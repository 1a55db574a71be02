"""Who may read a file: the rooms above keep files, and say who may read them and which are still in use."""

import uuid
from collections.abc import Set as AbstractSet
from typing import Protocol

from cases.models import StoredFile
from cases.seat import Seat


class Keeper(Protocol):
    """A room's two answers. A file that nobody may read is not found; one that nothing names goes after some days."""

    def may_read(self, seat: Seat, file_id: uuid.UUID) -> bool:
        """Whether this person may read something of this case that names the file."""

    def in_use(self, case_id: uuid.UUID) -> AbstractSet[uuid.UUID]:
        """Every file that something of this case names, drafts as well. Read under the case's lock."""


_keepers: list[Keeper] = []


def keeps_files(keeper: type[Keeper]) -> type[Keeper]:
    """Register a room's answers, in its module `files`."""
    _keepers.append(keeper())
    return keeper


def may_read(seat: Seat, file_id: uuid.UUID) -> bool:
    return any(keeper.may_read(seat, file_id) for keeper in _keepers)


def readable(seat: Seat) -> list[uuid.UUID]:
    """Every file of the case that this person may read, in the order in which they were handed in."""
    files = StoredFile.objects.filter(case=seat.case).order_by("at", "pk").values_list("pk", flat=True)
    return [file_id for file_id in files if may_read(seat, file_id)]


def in_use(case_id: uuid.UUID) -> set[uuid.UUID]:
    """What any room says is in use. Raises `LookupError` where there is none to ask: nothing is known to be unused."""
    if not _keepers:
        raise LookupError("no room says which files are in use")
    return set().union(*(keeper.in_use(case_id) for keeper in _keepers))
