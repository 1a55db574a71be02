"""Each daily checkpoint goes to every auditor, once, with everything that is needed to keep it outside."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext

from cases.carrier import Carrier
from cases.delivery import LEASE
from people.actions import add_user, deactivate, withdraw_role
from people.states import Role
from records.heads import letters
from records.heads.letters import send_waiting
from records.heads.making import make
from records.models import CheckpointLetter, DailyCheckpoint
from records.states import LetterState
from tests.daily import sign_anew
from tests.mail import Sink, free_port
from tests.roles import tampering
from tests.together import faults, together
from tests.world import People, opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def checkpoint(who: People, clock: time_machine.Traveller) -> DailyCheckpoint:
    opened(who)
    return make(wait=True).checkpoint


def states() -> list[str]:
    return list(CheckpointLetter.objects.values_list("state", flat=True))


def file_of(letter: EmailMessage) -> str:
    (part,) = letter.iter_attachments()
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_an_auditor_gets_all_of_it_and_nothing_of_any_case(
    checkpoint: DailyCheckpoint, who: People, smtp_sink: Sink
) -> None:
    assert send_waiting() == 1
    assert send_waiting() == 0
    (letter,) = smtp_sink.letters
    assert (letter["To"], letter["Subject"]) == ("emil@example.com", "You have a document to read in pipcases")
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    said = json.loads(bytes(checkpoint.body))
    for told in ("Number: 1", "Time: 2026-03-10T09:00:00.000000Z", "Cases: 1", said["root"]):
        assert told in text
    for kept in (bytes(checkpoint.body).decode(), bytes(checkpoint.signature).hex(), bytes(checkpoint.key).hex()):
        assert kept in text.splitlines()  # whole, however long
    for person in vars(who).values():
        assert f"{person.name} " not in text
    kept = json.loads(file_of(letter))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(kept["key"]))
    key.verify(bytes.fromhex(kept["signature"]), kept["body"].encode())


def test_what_was_kept_is_compared_with_what_is_here(
    checkpoint: DailyCheckpoint, smtp_sink: Sink, tmp_path: Path
) -> None:
    send_waiting()
    file = tmp_path / "kept.json"
    file.write_text(file_of(smtp_sink.letters[0]))
    out = StringIO()
    call_command("checkpoint", "--verify", "--kept", str(file), stdout=out)
    assert out.getvalue().startswith("kept.json is daily checkpoint 1, as it is here.\n1 daily checkpoints verified.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda kept: {**kept, "body": kept["body"].replace('"count":1', '"count":2')}, "is not as it was signed"),
        (lambda kept: {**kept, "signature": "00" * 64}, "is not as it was signed"),
        (lambda kept: {**kept, "signature": "no"}, "holds no daily checkpoint"),
        (lambda kept: {}, "holds no daily checkpoint"),
        (lambda kept: ["body"], "holds no daily checkpoint"),
    ],
)
def test_a_file_that_was_changed_where_it_was_kept(
    checkpoint: DailyCheckpoint, tmp_path: Path, change: Any, told: str
) -> None:
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(change(json.loads(letters.written(checkpoint)))))
    with pytest.raises(CommandError, match=f"kept.json {told}"):
        call_command("checkpoint", "--kept", str(file), stdout=StringIO())


def test_a_file_that_somebody_else_signed(checkpoint: DailyCheckpoint, tmp_path: Path) -> None:
    key, file = Ed25519PrivateKey.generate(), tmp_path / "kept.json"
    body, public = bytes(checkpoint.body), key.public_key().public_bytes_raw()
    file.write_text(json.dumps({"body": body.decode(), "key": public.hex(), "signature": key.sign(body).hex()}))
    with pytest.raises(CommandError, match="signed with another key"):
        call_command("checkpoint", "--kept", str(file), stdout=StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.tampers
def test_another_checkpoint_under_the_same_number_is_told(checkpoint: DailyCheckpoint, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text(letters.written(checkpoint))
    with tampering() as hand:
        sign_anew(hand, 1, bytes)
    with pytest.raises(CommandError, match="daily checkpoint 1: it is another one than was kept outside"):
        call_command("checkpoint", "--kept", str(file), stdout=StringIO())


def test_each_reads_it_in_their_language(who: People, smtp_sink: Sink, clock: object) -> None:
    add_user("lin@example.com", name="Lin", roles=(Role.AUDITOR,), language="zh-hans")
    make(wait=True)
    assert send_waiting() == 2
    subjects = {letter["To"]: letter["Subject"] for letter in smtp_sink.letters}
    assert subjects["emil@example.com"] == "You have a document to read in pipcases"
    with translation.override("zh-hans"):
        assert subjects["lin@example.com"] == gettext("You have a document to read in pipcases")
    assert subjects["lin@example.com"] != subjects["emil@example.com"]


def test_a_server_that_is_away_loses_nothing(
    checkpoint: DailyCheckpoint, clock: time_machine.Traveller, settings: Any, smtp_sink: Sink
) -> None:
    there, options = settings.MAILERS, {"host": "127.0.0.1", "port": free_port(), "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    assert send_waiting() == 0
    assert states() == [LetterState.WAITING]
    settings.MAILERS = there
    assert send_waiting() == 0  # its time has not come
    clock.shift(timedelta(minutes=1))
    assert send_waiting() == 1
    assert states() == [LetterState.SENT]


def test_a_worker_that_was_killed_costs_at_most_one_more_under_the_same_message_id(
    checkpoint: DailyCheckpoint, clock: time_machine.Traveller, smtp_sink: Sink
) -> None:
    with Carrier() as carrier:  # as far as it came: the mail is out, and nothing was noted of it
        if letter := letters._claim(NOW):
            carrier.carry(letters.mail_of(letter))
    assert send_waiting() == 0
    clock.shift(LEASE)
    assert send_waiting() == 1
    first, second = smtp_sink.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_that_nobody_takes_is_given_up_and_told(
    checkpoint: DailyCheckpoint, smtp_sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    smtp_sink.refuse = "550 no such user"
    assert send_waiting() == 0
    assert states() == [LetterState.FAILED]
    (line,) = [record for record in caplog.records if record.name == "records.heads.letters"]
    assert (line.levelname, "emil" in line.message, "550" in line.message) == ("ERROR", False, True)


def test_who_audits_no_more_is_told_no_more(who: People, smtp_sink: Sink, clock: object) -> None:
    left = add_user("lin@example.com", name="Lin", roles=(Role.AUDITOR,))
    make(wait=True)
    withdraw_role(who.emil, Role.AUDITOR)
    deactivate(left)
    assert send_waiting() == 0
    assert (states(), smtp_sink.letters) == ([LetterState.DROPPED] * 2, [])


@pytest.mark.django_db(transaction=True)
def test_each_letter_goes_out_once_however_many_workers_there_are(who: People, smtp_sink: Sink) -> None:
    for number in range(6):
        add_user(f"auditor{number}@example.com", name=f"Auditor {number}", roles=(Role.AUDITOR,))
    make(wait=True)
    sent = together(*[send_waiting] * 4)
    assert (faults(sent), sum(sent)) == ([], 7)
    assert len({letter["To"] for letter in smtp_sink.letters}) == len(smtp_sink.letters) == 7


def test_the_message_id_says_nothing(checkpoint: DailyCheckpoint) -> None:
    (letter,) = CheckpointLetter.objects.all()
    digest = hashlib.sha256(f"daily checkpoint 1:{letter.recipient_id}".encode()).hexdigest()[:32]
    assert letters.mail_of(letter).extra_headers["Message-ID"] == f"<{digest}@127.0.0.1>"
