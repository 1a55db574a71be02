"""The history that a sealed record carries with it: `case.json`, attached to the PDF, has the hash of every event.

Where a case was erased since, it is all that is left of its chain: the hashes are reckoned through once more, and
compared with the daily checkpoints, which still hold how far that case had come.
"""

import hashlib
import io
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from cases.verify import genesis
from records.export import NAME


@dataclass(frozen=True)
class Carried:
    """A chain that agrees with itself: the hash of each event, the first at 0."""

    case_id: uuid.UUID
    hashes: tuple[bytes, ...]

    def holds(self, seq: int, head: bytes) -> bool:
        return 0 < seq <= len(self.hashes) and self.hashes[seq - 1] == head


def carried_in(pdf: bytes) -> Carried | None:
    """None where it carries none, or one that does not lead to the hash that the record ends with. For a file whose
    seal is good alone: who made it is known then.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            told = json.loads(document.attachments[NAME].get_file().read_bytes())
        case_id, ends_with = uuid.UUID(told["case"]["id"]), bytes.fromhex(told["as_of"]["hash"])
        hashes = tuple(_reckoned(case_id, told["events"]))
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return None
    return Carried(case_id, hashes) if hashes and hashes[-1] == ends_with else None


def _reckoned(case_id: uuid.UUID, events: list[dict[str, Any]]) -> Iterator[bytes]:
    """`cases.verify.event_hash`, from the SHA-256 of each body: its words are not needed."""
    prev = genesis(case_id)
    for number, row in enumerate(events, start=1):
        parts = b"\x01", prev, case_id.bytes, number.to_bytes(8, "big"), bytes.fromhex(row["body"])
        prev = hashlib.sha256(b"".join(parts)).digest()
        yield prev
