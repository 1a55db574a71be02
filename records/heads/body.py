"""What a daily checkpoint says, as canonical JSON (`cases.chain.canonical`): these bytes are signed and kept.

    at        when, in UTC with microseconds
    before    SHA-256 of the body of the daily checkpoint before; 64 zeros in the first
    count     how many cases
    key       SHA-256 of the 32 public bytes that verify the signature
    leaves    SHA-256 of the heads, 56 bytes a case (`records.heads.leaves`)
    number    1, 2, 3, ...
    readings  what was noted of who read which case: `count` and `digest` of those before `until` that the daily
              checkpoint before does not cover (`records.heads.readings`)
    root      the tree's root over the heads (`records.heads.merkle`)
    schema    1

Digests are 64 hexadecimal characters. The signature is Ed25519 (RFC 8032) over the body.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.chain import canonical

SCHEMA = 1
NONE_BEFORE = "0" * 64


@dataclass(frozen=True)
class Readings:
    """Of an interval that ends where `until` begins."""

    count: int
    digest: str
    until: str


@dataclass(frozen=True)
class Body:
    """A body that was read; what else might stand in it is left alone."""

    number: int
    at: str
    before: str
    count: int
    leaves: str
    root: str
    key: str
    readings: Readings


def write(*, at: datetime, readings: Readings, **said: int | str) -> bytes:
    return canonical({**said, "at": at, "readings": vars(readings), "schema": SCHEMA})


def read(body: bytes) -> Body | None:
    """None where these bytes are no body of this schema."""
    try:
        said = json.loads(body)
        if said["schema"] != SCHEMA:
            return None
        return Body(**{name: said[name] for name in OWN}, readings=_readings(said["readings"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


OWN = ("number", "at", "before", "count", "leaves", "root", "key")


def _readings(said: Mapping[str, Any]) -> Readings:
    return Readings(said["count"], said["digest"], said["until"])


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
