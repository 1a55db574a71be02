"""Where something was done to a history, and where it was found: both are written the same way, to be compared."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cases.files.verifying import FileBroken
from cases.verify import HistoryBroken
from cases.verifying import NotAsWritten
from records.heads.verifying import CheckpointBroken

Check = Callable[[], object]


def in_case(reference: str, seq: int | None) -> str:
    return f"case {reference}, event {seq}"


def in_file(reference: str, file: uuid.UUID) -> str:
    return f"case {reference}, file {file}"


def in_checkpoint(number: int) -> str:
    return f"daily checkpoint {number}"


def place_of(fault: NotAsWritten) -> str:
    """The place that a fault names."""
    match fault:
        case HistoryBroken():
            return in_case(fault.reference, fault.seq)
        case CheckpointBroken():
            return in_checkpoint(fault.number)
        case FileBroken():
            return in_file(fault.file.case.reference, fault.file.pk)
    return str(fault)


def found_by(checks: Mapping[str, Check]) -> dict[str, str]:
    """Which of these checks found something, and where. Each is asked, whatever the others found."""
    found = {}
    for name, check in checks.items():
        try:
            check()
        except NotAsWritten as fault:
            found[name] = place_of(fault)
    return found


@dataclass
class Tally:
    """One line of the table. `named` is None where there is no place that could be named."""

    attack: str
    tried: int = 0
    found: int = 0
    named: int | None = 0
    by: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def count(self, expected: str | None, found: Mapping[str, str]) -> None:
        self.tried += 1
        self.found += bool(found)
        for name in found:
            self.by[name] = self.by.get(name, 0) + 1
        if expected is None:
            self.named = None
        elif self.named is not None:
            self.named += expected in found.values()
        if not found or (expected and expected not in found.values()):
            self.missed.append(f"{self.attack} at {expected}: found {dict(found) or 'nothing'}")

    @property
    def holds(self) -> bool:
        return self.tried > 0 and not self.missed


@contextmanager
def put_back(path: Path) -> Iterator[None]:
    """A file on the disk is again what it was."""
    content = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(content)
