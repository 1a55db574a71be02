"""What auditors kept outside, compared with what is here: the only thing that finds a whole database set back."""

import json
from dataclasses import dataclass
from pathlib import Path

from cases.verifying import NotAsWritten
from records.models import DailyCheckpoint

from . import body, keys
from .verifying import CheckpointBroken


class NotKept(NotAsWritten):
    """The file is no daily checkpoint, or was changed where it was kept."""


@dataclass(frozen=True)
class Kept:
    """A daily checkpoint in the file of a letter."""

    number: int
    body: bytes


def compare(path: Path) -> int:
    """Its number, where the same one is here. Raises `NotKept` for the file, `CheckpointBroken` for what is here."""
    kept = _read(path)
    row = DailyCheckpoint.objects.filter(number=kept.number).only("body").first()
    if row is None:
        raise CheckpointBroken(kept.number, "it was kept outside and is missing here: this database is an older one")
    if bytes(row.body) != kept.body:
        raise CheckpointBroken(kept.number, "it is another one than was kept outside")
    return kept.number


def _read(path: Path) -> Kept:
    try:
        file = json.loads(path.read_text())
        signed, signature, key = file["body"].encode(), bytes.fromhex(file["signature"]), bytes.fromhex(file["key"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotKept(f"{path.name} holds no daily checkpoint") from error
    said, known = body.read(signed), keys.known()
    if said is None or not keys.is_signed(signed, signature, key):
        raise NotKept(f"{path.name} is not as it was signed")
    if known and keys.fingerprint(key) not in known:
        raise NotKept(f"{path.name} was signed with another key than those that count")
    return Kept(said.number, signed)
