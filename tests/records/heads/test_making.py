"""A daily checkpoint is made once a day, by one worker, with a key that is looked after, and proves each case."""

import hashlib
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command

from cases.models import CaseChain
from cases.models.reading import first_this_hour
from cases.sweep import sweep
from records import heads, tasks
from records.heads import keys, making
from records.heads.making import make
from records.heads.verifying import CheckpointBroken, verify
from records.keyfiles import NoKey
from records.models import CheckpointLetter, DailyCheckpoint
from tests.daily import append
from tests.together import faults, together
from tests.world import People, opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, 40, tzinfo=UTC)
RAW = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def run(*args: str) -> str:
    out = StringIO()
    call_command("checkpoint", *args, stdout=out)
    return out.getvalue()


def test_its_body_says_what_its_description_says(who: People, clock: time_machine.Traveller) -> None:
    case = opened(who)
    row = make(wait=True).checkpoint
    head = CaseChain.objects.get(pk=case.pk)
    packed = case.pk.bytes + head.seq.to_bytes(8, "big") + bytes(head.head)
    assert bytes(row.leaves) == packed
    assert json.loads(bytes(row.body)) == {
        "at": "2026-03-10T09:40:00.000000Z",
        "before": "0" * 64,
        "count": 1,
        "key": hashlib.sha256(row.key).hexdigest(),
        "leaves": hashlib.sha256(packed).hexdigest(),
        "number": 1,
        "readings": {"count": 0, "digest": hashlib.sha256().hexdigest(), "until": "2026-03-10T08:00:00.000000Z"},
        "root": hashlib.sha256(b"\x00" + packed).hexdigest(),
        "schema": 1,
    }
    Ed25519PublicKey.from_public_bytes(bytes(row.key)).verify(bytes(row.signature), bytes(row.body))
    clock.shift(timedelta(days=1))
    following = make(wait=True).checkpoint
    assert json.loads(bytes(following.body))["before"] == hashlib.sha256(row.body).hexdigest()


def test_an_hour_is_covered_once_it_is_settled(who: People, clock: time_machine.Traveller) -> None:
    """At 9:40 somebody may still note a reading of 8 o'clock; of 7 o'clock nobody any more."""
    case, rows = opened(who), b""
    for hour in (7, 8, 9):
        clock.move_to(NOW.replace(hour=hour))
        first_this_hour(case.pk, who.ada.pk)
        rows += case.pk.bytes + who.ada.pk.to_bytes(8, "big")
        rows += int(NOW.replace(hour=hour, minute=0).timestamp()).to_bytes(8, "big")
    said = json.loads(bytes(make(wait=True).checkpoint.body))["readings"]
    assert (said["count"], said["digest"]) == (1, hashlib.sha256(rows[:32]).hexdigest())
    first_this_hour(case.pk, who.cleo.pk)
    clock.shift(timedelta(days=1))
    assert json.loads(bytes(make(wait=True).checkpoint.body))["readings"]["count"] == 3
    assert verify(roots=True) == 2


def test_nothing_is_made_twice_in_a_day_where_nothing_happened(who: People, clock: time_machine.Traveller) -> None:
    case = opened(who)
    assert run().startswith("Daily checkpoint 1 of 2026-03-10 09:40:00 UTC, root ")
    clock.shift(timedelta(hours=23))
    assert run().startswith("Nothing has changed since. Daily checkpoint 1 of 2026-03-10")
    append(case, random.Random(1), 1)
    assert run().startswith("Daily checkpoint 2 of 2026-03-11")
    clock.shift(timedelta(hours=25))
    assert run().startswith("Daily checkpoint 3 of 2026-03-12")
    assert run("--verify").startswith("3 daily checkpoints verified.")


def test_a_service_without_cases_has_them_too(db: None) -> None:
    make(wait=True)
    assert verify(roots=True) == 1
    assert heads.proof_for(uuid.uuid4()) is None


def test_a_clock_that_was_ahead_and_is_set_back_is_no_fault(who: People, clock: time_machine.Traveller) -> None:
    case = opened(who)
    make(wait=True)
    clock.shift(timedelta(hours=-5))
    first_this_hour(opened(who).pk, who.ada.pk)
    clock.shift(timedelta(hours=6))
    append(case, random.Random(1), 1)
    with pytest.raises(CheckpointBroken, match="1: the readings that it covers were changed"):
        make(wait=True)  # what was read in an hour that had been covered: it looks like one put in later, and is told


@pytest.mark.usefixtures("forgotten_tries")
def test_it_is_due_at_a_start_and_a_day_after_the_last(clock: time_machine.Traveller) -> None:
    assert asked_by_the_sweep() == 1
    assert asked_by_the_sweep() == 0  # a worker was asked a moment ago
    tasks.make_daily_checkpoint()
    for hours, asked in ((23, 0), (24, 1)):
        cache.clear()
        clock.move_to(NOW + timedelta(hours=hours))
        assert asked_by_the_sweep() == asked


def asked_by_the_sweep() -> int:
    """How often a worker was asked to make one."""
    queue = redis.Redis.from_url(settings.REDIS_URL)
    queue.delete("celery")
    sweep()
    asked = sum(b'"records.tasks.make_daily_checkpoint"' in message for message in queue.lrange("celery", 0, -1))
    queue.delete("celery")
    return asked


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_at_once_one_makes_it(who: People) -> None:
    opened(who)
    at_once = together(*[partial(make, wait=True)] * 3, *[partial(make, wait=False)] * 3)
    assert set(faults(at_once)) <= {"AtIt"}
    assert sum(made.is_new for made in at_once if isinstance(made, making.Made)) == 1
    assert DailyCheckpoint.objects.count() == 1
    assert CheckpointLetter.objects.count() == 1


class TestKeys:
    def write(self, settings: Any, folder: Path, content: bytes, mode: int = 0o400) -> None:
        path = folder / "key.pem"
        path.write_bytes(content)
        path.chmod(mode)
        settings.CHECKPOINT_KEY, settings.MAKES_KEYS = str(path), False

    def test_one_for_demonstration_is_made_once_and_for_its_user_only(self, settings: Any, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "checkpoint.pem"
        settings.CHECKPOINT_KEY = str(path)
        assert keys.public_bytes(keys.signing_key()) == keys.public_bytes(keys.signing_key())
        assert path.stat().st_mode & 0o777 == 0o400
        assert [file.name for file in path.parent.iterdir()] == ["checkpoint.pem"]

    def test_one_is_never_made_where_it_is_configured(self, settings: Any, tmp_path: Path) -> None:
        settings.CHECKPOINT_KEY, settings.MAKES_KEYS = str(tmp_path / "none.pem"), False
        with pytest.raises(NoKey, match="cannot be read"):
            make(wait=True)
        settings.CHECKPOINT_KEY = ""
        with pytest.raises(CommandError, match="CHECKPOINT_KEY is not set"):
            run()
        assert not DailyCheckpoint.objects.exists()

    def test_what_is_refused_as_a_key(self, settings: Any, tmp_path: Path) -> None:
        good, curve = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
        for content, mode, told in (
            (good.private_bytes(*RAW), 0o440, "mode 0400"),
            (curve.private_bytes(*RAW), 0o400, "no Ed25519 key"),
            (b"-----BEGIN NOTHING-----", 0o400, "no key in PEM"),
        ):
            (folder := tmp_path / told.replace(" ", "")).mkdir()
            self.write(settings, folder, content, mode)
            with pytest.raises(NoKey, match=told):
                keys.signing_key()

    def test_a_key_is_changed_by_naming_the_one_before(self, settings: Any, tmp_path: Path, who: People) -> None:
        row = make(wait=True).checkpoint
        self.write(settings, tmp_path, Ed25519PrivateKey.generate().private_bytes(*RAW))
        case = opened(who)
        with pytest.raises(CheckpointBroken, match="1: it was signed with another key"):
            make(wait=True)
        settings.CHECKPOINT_KEYS = [hashlib.sha256(row.key).hexdigest()]
        assert make(wait=True).checkpoint.key != row.key
        assert verify(roots=True) == 2
        proof = heads.proof_for(case.pk)
        assert proof
        assert heads.holds(proof)


def test_each_case_is_proven_and_nothing_else_is(who: People) -> None:
    cases = [opened(who) for _case in range(5)]
    append(cases[2], random.Random(1), 4)
    make(wait=True)
    newest = heads.newest()
    assert newest
    for case in cases:
        proof = heads.proof_for(case.pk)
        assert proof
        assert heads.holds(proof)
        chain = CaseChain.objects.get(pk=case.pk)
        assert (proof.number, proof.seq, proof.head, proof.count) == (newest.number, chain.seq, bytes(chain.head), 5)
        for wrong in (
            replace(proof, seq=proof.seq + 1),
            replace(proof, head=bytes(32)),
            replace(proof, case_id=uuid.uuid4()),
            replace(proof, index=(proof.index + 1) % 5),
            replace(proof, count=6),
            replace(proof, path=proof.path[1:]),
            replace(proof, number=2),
            replace(proof, body=proof.body.replace(b'"count":5', b'"count":6')),
            replace(proof, signature=bytes(64)),
            replace(proof, key=bytes(32)),
        ):
            assert not heads.holds(wrong)


def test_there_is_no_proof_of_a_case_that_is_younger(who: People) -> None:
    assert heads.newest() is None
    assert heads.proof_for(opened(who).pk) is None
    make(wait=True)
    assert heads.proof_for(opened(who).pk) is None
