"""Cases with daily checkpoints over them, and what somebody with every right on the database does to both."""

import hashlib
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from psycopg import sql

from cases import chain
from cases.models import CaseChain, CaseEvent, CaseFile
from cases.models.reading import first_this_hour
from cases.verifying import NotAsWritten
from records.heads import body, letters
from records.heads.making import make
from records.heads.verifying import verify
from records.models import DailyCheckpoint
from tests.world import People, opened

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASES, DAYS = 4, 4
BODY = {"act": "cases.read_as_auditor", "at": "2026-03-02T09:00:00.000000Z", "by": {"user": 1, "part": "auditor"}}
TABLES = ("cases_casefile", "case_event", "case_chain", "cases_reading", "records_dailycheckpoint")
Hand = psycopg.Connection


@dataclass
class Days:
    """Some cases, and for each day its daily checkpoint, the heads that it covers, and the file of its letter."""

    cases: list[CaseFile]
    heads: list[dict[uuid.UUID, int]] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    def reference(self, case_id: uuid.UUID) -> str:
        return next(case.reference for case in self.cases if case.pk == case_id)

    def covering(self, case_id: uuid.UUID, seq: int) -> int:
        """The first event at or after this one that a daily checkpoint names."""
        return min(heads[case_id] for heads in self.heads if heads.get(case_id, 0) >= seq)


def append(case: CaseFile, rng: random.Random, most: int) -> None:
    for _event in range(rng.randint(1, most)):
        with transaction.atomic():
            chain.append(case.pk, {**BODY, "facts": {"figure": rng.randrange(10**9)}}, {})


def some_days(who: People, folder: Path, rng: random.Random) -> Days:
    """On each day every case goes on, somebody reads, and a daily checkpoint is made; one case begins on the second."""
    days = Days([opened(who) for _case in range(CASES)])
    for day in range(DAYS):
        with time_machine.travel(BEGUN + timedelta(days=day, hours=1)):
            begun = days.cases if day else days.cases[1:]
            for case in begun:
                append(case, rng, 3)
                first_this_hour(case.pk, who.ada.pk)
            _checkpoint(days, folder)
    return days


def _checkpoint(days: Days, folder: Path) -> None:
    made = make(wait=True).checkpoint
    days.heads.append(dict(CaseChain.objects.values_list("case_id", "seq")))
    days.kept.append(folder / f"{made.number}.json")
    days.kept[-1].write_text(letters.written(made))


def found() -> str:
    """What is found, with the trees and without; nothing where all verifies."""
    told = set()
    for roots in (True, False):
        try:
            verify(roots=roots)
            told.add("")
        except NotAsWritten as fault:
            told.add(str(fault))
    assert len(told) == 1
    return told.pop()


@contextmanager
def undone(hand: Hand, *tables: str) -> Iterator[None]:
    """These tables are put back at the end."""
    names = [sql.Identifier(table) for table in tables or TABLES]
    for number, name in enumerate(names):
        kept = sql.Identifier(f"kept_{number}")
        hand.execute(sql.SQL("CREATE TEMPORARY TABLE {} AS TABLE {}").format(kept, name))
    try:
        yield
    finally:
        for number, name in enumerate(names):
            kept = sql.Identifier(f"kept_{number}")
            hand.execute(sql.SQL("DELETE FROM {}").format(name))
            hand.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(name, kept))
            hand.execute(sql.SQL("DROP TABLE {}").format(kept))


# What is done to chains ------------------------------------------------------------------------


def cut(hand: Hand, case_id: uuid.UUID, seq: int) -> None:
    """Every event after this number is gone, and the chain's head set back to it."""
    hand.execute("DELETE FROM case_event WHERE case_id = %s AND seq > %s", [case_id, seq])
    hand.execute(
        "UPDATE case_chain c SET seq = e.seq, head = e.hash FROM case_event e "
        "WHERE c.case_id = %s AND e.case_id = c.case_id AND e.seq = %s",
        [case_id, seq],
    )


def drop_case(hand: Hand, case_id: uuid.UUID) -> None:
    for table, column in (("case_event", "case_id"), ("case_chain", "case_id"), ("cases_casefile", "id")):
        hand.execute(
            sql.SQL("DELETE FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column)), [case_id]
        )


def write_anew(hand: Hand, case_id: uuid.UUID, bodies: list[bytes]) -> None:
    """The whole chain with these bodies, every hash reckoned: it verifies by itself."""
    prev = hashlib.sha256(b"\x00" + case_id.bytes).digest()
    hand.execute("DELETE FROM case_event WHERE case_id = %s", [case_id])
    for seq, said in enumerate(bodies, start=1):
        parts = (b"\x01", prev, case_id.bytes, seq.to_bytes(8, "big"), hashlib.sha256(said).digest())
        digest = hashlib.sha256(b"".join(parts)).digest()
        hand.execute(
            "INSERT INTO case_event VALUES (%s, %s, %s, %s, %s, '2026-03-02 09:00:00Z')",
            [case_id, seq, prev, digest, said],
        )
        prev = digest
    hand.execute("UPDATE case_chain SET seq = %s, head = %s WHERE case_id = %s", [len(bodies), prev, case_id])


def bodies_of(case_id: uuid.UUID) -> list[bytes]:
    rows = CaseEvent.objects.filter(case_id=case_id).order_by("seq").values_list("body", flat=True)
    return [bytes(row) for row in rows]


# What is done to daily checkpoints -------------------------------------------------------------


def sign_anew(hand: Hand, number: int, change: Callable[[bytes], bytes]) -> None:
    """By somebody with a key of their own, who changes what was signed."""
    key, row = Ed25519PrivateKey.generate(), DailyCheckpoint.objects.get(pk=number)
    public = key.public_key().public_bytes_raw()
    said = body.read(bytes(row.body))
    assert said
    forged = change(bytes(row.body)).replace(said.key.encode(), hashlib.sha256(public).hexdigest().encode())
    hand.execute(
        "UPDATE records_dailycheckpoint SET body = %s, signature = %s, key = %s WHERE number = %s",
        [forged, key.sign(forged), public, number],
    )


def flip(hand: Hand, number: int, column: str, place: int) -> None:
    """One bit of one byte."""
    name = sql.Identifier(column)
    statement = sql.SQL(
        "UPDATE records_dailycheckpoint SET {0} = set_bit({0}, %s, 1 - get_bit({0}, %s)) WHERE number = %s"
    )
    hand.execute(statement.format(name), [place, place, number])
