"""The hand of somebody with every right on the database: triggers sleep, and whatever it did is undone."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cases.chain import canonical
from cases.verify import event_hash, genesis

EVENTS = """
SELECT e.case_id, f.reference, e.seq, max(e.seq) OVER (PARTITION BY e.case_id)
FROM case_event e JOIN cases_casefile f ON f.id = e.case_id ORDER BY e.case_id, e.seq
"""
FAR = 1_000_000_000  # above the number of any event: where rows wait until their places are free


@dataclass(frozen=True)
class Event:
    """Where one event stands: its case, its number, and that of the last in the case."""

    case_id: UUID
    reference: str
    seq: int
    last: int


@contextmanager
def every_right() -> Iterator[None]:
    """To the end of the block, inside which everything can be changed and looked at. Nothing of it stays."""
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def run(statement: str, values: Sequence[Any] = ()) -> int:
    """How many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def all_events() -> list[Event]:
    return [Event(*row) for row in rows(EVENTS)]


def body_of(case_id: UUID, seq: int) -> dict[str, Any]:
    ((body,),) = rows("SELECT body FROM case_event WHERE case_id = %s AND seq = %s", [case_id, seq])
    read: dict[str, Any] = json.loads(bytes(body))
    return read


def write_body(event: Event, said: dict[str, Any]) -> None:
    """The time beside the body goes with it: a careful hand leaves nothing that disagrees without any hash."""
    statement = "UPDATE case_event SET body = %s, at = %s::timestamptz WHERE case_id = %s AND seq = %s"
    run(statement, [canonical(said), said["at"], event.case_id, event.seq])


def renumber(case_id: UUID, after: int, by: int) -> None:
    """Everything after this number moves on, or back, by one: the events, and the words beside them."""
    for table in ("case_event", "cases_eventtext"):
        run(f"UPDATE {table} SET seq = seq + %s WHERE case_id = %s AND seq > %s", [by + FAR, case_id, after])  # noqa: S608
        run(f"UPDATE {table} SET seq = seq - %s WHERE case_id = %s AND seq > %s", [FAR, case_id, FAR])  # noqa: S608 - two names
    run("UPDATE case_chain SET seq = seq + %s WHERE case_id = %s", [by, case_id])


def rehash(case_id: UUID, since: int) -> None:
    """Every hash from this number on is reckoned anew, and the head after them: the chain agrees with itself again."""
    before = rows("SELECT hash FROM case_event WHERE case_id = %s AND seq = %s", [case_id, since - 1])
    prev = bytes(before[0][0]) if before else genesis(case_id)
    later = "SELECT seq, body FROM case_event WHERE case_id = %s AND seq >= %s ORDER BY seq"
    run(
        "UPDATE case_event SET prev = sha256(prev) WHERE case_id = %s AND seq >= %s", [case_id, since]
    )  # out of the way
    for seq, body in rows(later, [case_id, since]):
        digest = event_hash(prev, case_id, seq, bytes(body))
        run("UPDATE case_event SET prev = %s, hash = %s WHERE case_id = %s AND seq = %s", [prev, digest, case_id, seq])
        prev = digest
    run("UPDATE case_chain SET head = %s WHERE case_id = %s", [prev, case_id])


def flipped(content: bytes, place: int) -> bytes:
    """One bit of these bytes is another."""
    changed = bytearray(content)
    changed[place // 8] ^= 1 << (place % 8)
    return bytes(changed)


def flipped_somewhere(content: bytes, some: Random) -> bytes:
    return flipped(content, some.randrange(len(content) * 8))
