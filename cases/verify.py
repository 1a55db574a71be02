"""Verifying event chains: the stored bytes are hashed again, never re-serialised."""

import hashlib
import uuid
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

EVENTS = """
SELECT f.id, f.reference, e.seq, e.prev, e.hash, e.body, c.seq, c.head
FROM cases_casefile f
LEFT JOIN case_event e ON e.case_id = f.id
LEFT JOIN case_chain c ON c.case_id = f.id
WHERE %(reference)s::text IS NULL OR f.reference = %(reference)s
ORDER BY f.id, e.seq
"""

# A text that is still there must be the one its event committed to; the time beside the body must be the body's.
DISAGREEING = """
SELECT f.reference, e.seq, CASE WHEN t.id IS NULL THEN 'its time was changed' ELSE 'its text was changed' END
FROM cases_casefile f
JOIN case_event e ON e.case_id = f.id
LEFT JOIN cases_eventtext t ON t.case_id = e.case_id AND t.seq = e.seq
  AND encode(sha256(t.salt || convert_to(t.value, 'UTF8')), 'hex')
      IS DISTINCT FROM convert_from(e.body, 'UTF8')::jsonb #>> ARRAY['texts', t.field]
WHERE (%(reference)s::text IS NULL OR f.reference = %(reference)s)
  AND (t.id IS NOT NULL OR e.at IS DISTINCT FROM (convert_from(e.body, 'UTF8')::jsonb ->> 'at')::timestamptz)
UNION ALL
SELECT f.reference, t.seq, 'it is missing, and its text is there'
FROM cases_casefile f
JOIN cases_eventtext t ON t.case_id = f.id
WHERE (%(reference)s::text IS NULL OR f.reference = %(reference)s)
  AND NOT EXISTS (SELECT FROM case_event e WHERE e.case_id = t.case_id AND e.seq = t.seq)
ORDER BY 1, 2 LIMIT 1
"""


class HistoryBroken(Exception):
    """The first thing that does not agree: the case's number, the event's number, and what is wrong."""

    def __init__(self, reference: str, seq: int, reason: str) -> None:
        super().__init__(f"case {reference}, event {seq}: {reason}")
        self.reference, self.seq, self.reason = reference, seq, reason


def genesis(case_id: uuid.UUID) -> bytes:
    """What the first event of a case follows: `sha256(0x00 || case id)`."""
    return hashlib.sha256(b"\x00" + case_id.bytes).digest()


def event_hash(prev: bytes, case_id: uuid.UUID, seq: int, body: bytes) -> bytes:
    """`sha256(0x01 || prev || case id || seq || sha256(body))`, the case id as 16 bytes, seq as 8, big-endian."""
    return hashlib.sha256(
        b"\x01" + prev + case_id.bytes + seq.to_bytes(8, "big") + hashlib.sha256(body).digest()
    ).digest()


def verify(reference: str | None = None) -> int:
    """Verify one case, or all; returns how many events were read. Raises `HistoryBroken` at the first fault."""
    count = 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVENTS, {"reference": reference})
        for (case_id, number), rows in groupby(cursor, key=itemgetter(0, 1)):
            count += _verify_chain(case_id, number, rows)
        _verify_beside(reference)
    return count


def _verify_chain(case_id: uuid.UUID, reference: str, rows: Any) -> int:
    rows = list(rows)
    prev, seq = genesis(case_id), 0
    for _id, _reference, stored_seq, stored_prev, stored_hash, body, _head_seq, _head in rows:
        if stored_seq != seq + 1:
            raise HistoryBroken(reference, seq + 1, "it is missing")
        seq = stored_seq
        if bytes(stored_prev) != prev:
            raise HistoryBroken(reference, seq, "it does not follow the event before it")
        if bytes(stored_hash) != event_hash(prev, case_id, seq, bytes(body)):
            raise HistoryBroken(reference, seq, "its content was changed")
        prev = bytes(stored_hash)
    *_event, head_seq, head = rows[-1]
    if head_seq != seq or bytes(head or b"") != prev:
        raise HistoryBroken(reference, seq + 1, "the chain's head names another last event")
    return seq


def _verify_beside(reference: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING, {"reference": reference})
        if row := cursor.fetchone():
            raise HistoryBroken(*row)
