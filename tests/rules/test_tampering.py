"""Whoever changes history behind the application's back is found, with the first case and event that is wrong."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cases import actions as cases
from cases.models import CaseChain, CaseEvent, CaseFile
from tests.roles import database_url, tampering
from tests.world import People, actor, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

Hand = psycopg.Connection
COMMENTS = 4


def talked(who: People) -> CaseFile:
    """A case of five events, four of them comments."""
    case = opened(who)
    for number in range(COMMENTS):
        cases.add_comment(case, by=actor(who.ada), text=f"Comment {number}", topic="plan")
    return case


def verify_history(*args: str) -> str:
    out = StringIO()
    call_command("verify_history", *args, stdout=out)
    return out.getvalue()


def found() -> str:
    with pytest.raises(CommandError) as refusal:
        verify_history()
    assert refusal.value.returncode == 1
    return str(refusal.value)


def test_an_untouched_history_verifies_with_its_speed(who: People) -> None:
    case = talked(who)
    assert re.fullmatch(r"5 events verified, [\d,]+ events per second\.\n", verify_history())
    *hashes, speed = verify_history(case.reference).splitlines()
    events = CaseEvent.objects.filter(case=case).order_by("seq")
    assert hashes == [f"{event.seq} {bytes(event.hash).hex()}" for event in events]
    assert speed.startswith("5 events verified")


def test_no_cases_are_no_fault(db: None) -> None:
    assert verify_history().startswith("0 events verified")


def test_an_unknown_case_is_a_fault(who: People) -> None:
    with pytest.raises(CommandError, match="no case 2026-222222"):
        verify_history("2026-222222")


def change_a_byte(hand: Hand, case: CaseFile) -> None:
    hand.execute("UPDATE case_event SET body = set_byte(body, 9, 65) WHERE case_id = %s AND seq = 3", [case.pk])


def delete_the_last(hand: Hand, case: CaseFile) -> None:
    hand.execute("DELETE FROM case_event WHERE case_id = %s AND seq = 5", [case.pk])


def delete_one_between(hand: Hand, case: CaseFile) -> None:
    hand.execute("DELETE FROM case_event WHERE case_id = %s AND seq = 3", [case.pk])


def cut_off_with_its_head(hand: Hand, case: CaseFile) -> None:
    """The chain's head is set back, too: the text of the event that is gone remains without it."""
    delete_the_last(hand, case)
    hand.execute(
        "UPDATE case_chain c SET seq = 4, head = e.hash FROM case_event e "
        "WHERE c.case_id = %s AND e.case_id = c.case_id AND e.seq = 4",
        [case.pk],
    )


def swap_two(hand: Hand, case: CaseFile) -> None:
    hand.execute(
        "UPDATE case_event a SET body = b.body, at = b.at FROM case_event b WHERE a.case_id = %s "
        "AND b.case_id = a.case_id AND (a.seq, b.seq) IN ((2, 3), (3, 2))",
        [case.pk],
    )


def change_a_text(hand: Hand, case: CaseFile) -> None:
    hand.execute("UPDATE cases_eventtext SET value = 'Other words' WHERE case_id = %s AND seq = 4", [case.pk])


def change_the_time(hand: Hand, case: CaseFile) -> None:
    hand.execute("UPDATE case_event SET at = at - interval '1 day' WHERE case_id = %s AND seq = 2", [case.pk])


def delete_the_chain(hand: Hand, case: CaseFile) -> None:
    for table in ("case_chain", "case_event", "cases_eventtext"):
        hand.execute(f"DELETE FROM {table} WHERE case_id = %s".encode(), [case.pk])  # noqa: S608


def write_a_text_of_ones_own(hand: Hand, case: CaseFile) -> None:
    hand.execute(
        "INSERT INTO cases_eventtext (case_id, seq, field, salt, value) VALUES (%s, 1, 'reason', '', 'Invented')",
        [case.pk],
    )


def rewrite_from_there_on(hand: Hand, case: CaseFile) -> None:
    """A forger who hashes again, but leaves what follows."""
    prev, body = hand.execute(
        "SELECT prev, replace(convert_from(body, 'UTF8'), 'manager', 'subject') FROM case_event "
        "WHERE case_id = %s AND seq = 2",
        [case.pk],
    ).fetchone()  # type: ignore[misc]
    forged = hashed(prev, case, 2, body.encode())
    hand.execute(
        "UPDATE case_event SET body = %s, hash = %s WHERE case_id = %s AND seq = 2", [body.encode(), forged, case.pk]
    )


def hashed(prev: bytes, case: CaseFile, seq: int, body: bytes) -> bytes:
    """The chain's formula, from the words of `cases.chain` and not from its code."""
    parts = (b"\x01", prev, case.pk.bytes, seq.to_bytes(8, "big"), hashlib.sha256(body).digest())
    return hashlib.sha256(b"".join(parts)).digest()


FAULTS = [
    (change_a_byte, 3),
    (delete_the_last, 5),
    (delete_one_between, 3),
    (cut_off_with_its_head, 5),
    (swap_two, 2),
    (change_a_text, 4),
    (change_the_time, 2),
    (delete_the_chain, 1),
    (write_a_text_of_ones_own, 1),
    (rewrite_from_there_on, 3),
]


@pytest.mark.parametrize(("tamper", "event"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_tampering_is_found(who: People, tamper: Callable[[Hand, CaseFile], None], event: int) -> None:
    case, _untouched = talked(who), opened(who)
    with tampering() as hand:
        tamper(hand, case)
    assert f"case {case.reference}, event {event}:" in found()


def test_emptied_texts_are_no_tampering(who: People) -> None:
    """Erasure takes the words away; what happened, and when, still stands."""
    case = talked(who)
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext WHERE case_id = %s", [case.pk])
    assert verify_history().startswith("5 events verified")


def test_the_command_exits_with_1(who: People) -> None:
    case = talked(who)
    assert run().returncode == 0
    with tampering() as hand:
        delete_the_last(hand, case)
    ended = run()
    assert ended.returncode == 1
    assert f"case {case.reference}, event 5" in ended.stderr


def run() -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PIPCASES_VAR": os.environ["PIPCASES_TEST_VAR"],
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "manage.py", "verify_history"]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_chain_is_what_its_formula_says(who: People) -> None:
    case = talked(who)
    prev = hashlib.sha256(b"\x00" + case.pk.bytes).digest()
    for seq, event in enumerate(CaseEvent.objects.filter(case=case).order_by("seq"), start=1):
        assert (event.seq, bytes(event.prev)) == (seq, prev)
        prev = hashed(prev, case, seq, bytes(event.body))
        assert bytes(event.hash) == prev
    head = CaseChain.objects.get(pk=case.pk)
    assert (head.seq, bytes(head.head)) == (COMMENTS + 1, prev)
