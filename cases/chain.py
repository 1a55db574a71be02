"""Writing to a case's event chain: canonical bytes, and commitments in place of free text.

The hash is computed in the database (`append_event`, migration 0003):
`sha256(0x01 || prev || case id || seq || sha256(body))`, the case id as 16 bytes, seq as 8 bytes big-endian,
and `prev` of the first event `sha256(0x00 || case id)`.
"""

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from .models import EventText

SCHEMA = 1
SALT_BYTES = 16


@dataclass(frozen=True)
class Appended:
    """Where an event went: its number in the case and its hash (32 bytes)."""

    seq: int
    hash: bytes


def canonical(body: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8; floats are refused, since they print differently elsewhere."""
    text = json.dumps(_plain(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def utc_text(moment: datetime) -> str:
    """A moment as UTC text with microseconds: 2026-11-22T10:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    for kind, as_plain in PLAIN:
        if isinstance(value, kind):
            return as_plain(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


PLAIN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (  # the first kind that fits: a bool is an int, a datetime a date
    ((type(None), bool, int), lambda value: value),
    ((str, uuid.UUID), str),
    (datetime, utc_text),
    (date, date.isoformat),
    (Decimal, lambda value: format(value, "f")),
)


def commitment(salt: bytes, value: str) -> str:
    """What the chain holds in place of a text: `sha256(salt || value)` in hexadecimal."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


def append(case_id: uuid.UUID, body: Mapping[str, Any], texts: Mapping[str, str]) -> Appended:
    """Append one event inside the caller's transaction and keep its texts beside it. Empty texts are left out."""
    salted = {name: (secrets.token_bytes(SALT_BYTES), value) for name, value in texts.items() if value}
    commitments = {name: commitment(salt, value) for name, (salt, value) in salted.items()}
    appended = _append_bytes(case_id, canonical({"v": SCHEMA, **body, "texts": commitments}))
    EventText.objects.bulk_create(
        EventText(case_id=case_id, seq=appended.seq, field=name, salt=salt, value=value)
        for name, (salt, value) in salted.items()
    )
    return appended


def _append_bytes(case_id: uuid.UUID, body: bytes) -> Appended:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM append_event(%s, %s)", [case_id, body])
        seq, digest = cursor.fetchone()
    return Appended(seq, bytes(digest))
