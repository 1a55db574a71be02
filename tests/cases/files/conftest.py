"""A case, and a room of the tests' own that keeps files beside the real ones."""

import uuid
from dataclasses import dataclass, field

import pytest

from cases.files import readers
from cases.models import CaseFile
from cases.seat import Seat
from tests.world import People, opened


@dataclass
class Shelf:
    """What this room names, and who may read it."""

    named: set[uuid.UUID] = field(default_factory=set)
    readers: set[int] = field(default_factory=set)

    def may_read(self, seat: Seat, file_id: uuid.UUID) -> bool:
        return file_id in self.named and seat.user.pk in self.readers

    def in_use(self, case_id: uuid.UUID) -> set[uuid.UUID]:
        return self.named


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    mine = Shelf()
    monkeypatch.setattr(readers, "_keepers", [*readers._keepers, mine])
    return mine


@pytest.fixture
def case(who: People) -> CaseFile:
    return opened(who)
