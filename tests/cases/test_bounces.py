"""What comes back is told of the mail it was; what strangers send to the sender breaks and marks nothing."""

import io
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from cases import actions, mailboxes
from cases.actor import Actor
from cases.bounces import MOST_BYTES, Found, read, take
from cases.mailing import message_id
from cases.models import CaseChain, Notice
from cases.states import NoticeState
from cases.tasks import read_bounces
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def sent(who: People) -> Iterator[Notice]:
    """A mail to the employee that the mail server took."""
    with time_machine.travel(NOW, tick=True):
        plan_in(PlanStatus.ISSUED, who)
        notice = Notice.objects.select_related("recipient", "case").get(recipient=who.ben)
        actions.send_notice(notice, by=Actor.clock())
        yield notice


def report(
    of: str, *, action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822", kind: str = ""
) -> bytes:
    """As Postfix writes it."""
    kind = kind or "multipart/report; report-type=delivery-status"
    return f"""From: MAILER-DAEMON@mx.example.com
To: pipcases@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: {kind}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ben@example.com
Action: {action}
Status: {status} (delivery failed)
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: {returned}

Message-ID: <{of}>
Subject: You have a document to read in pipcases

--b--
""".replace("\n", "\r\n").encode()


def state(notice: Notice) -> tuple[NoticeState, str, bool]:
    notice.refresh_from_db()
    return NoticeState(notice.state), notice.fault, notice.delayed_at is not None


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("status", ["5.1.1", "5.2.2", "4.4.7"])
def test_a_mail_that_came_back_is_known_by_its_message_id(sent: Notice, returned: str, status: str) -> None:
    """Also one that was given up after days (4.4.7)."""
    assert take(report(message_id(sent), status=status, returned=returned)) == Found.BOUNCED
    assert state(sent) == (NoticeState.BOUNCED, status, False)
    assert take(report(message_id(sent), status=status)) == Found.NOTHING  # told twice, it happened once


def test_what_is_still_tried_is_noted_and_no_bounce(who: People, sent: Notice) -> None:
    assert take(report(message_id(sent), action="delayed", status="4.4.1")) == Found.DELAYED
    assert state(sent) == (NoticeState.SENT, "", True)
    assert "still tries" in text(signed_in(who.cleo).get(f"/cases/{sent.case.reference}/"))
    assert take(report(message_id(sent))) == Found.BOUNCED
    assert state(sent)[2] is False


def hostile(notice: Notice) -> dict[str, bytes]:
    ours = message_id(notice)
    good = report(ours)
    nested = b"".join(b"Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    return {
        "nothing": b"",
        "another id": report("0" * 32 + "@127.0.0.1"),
        "our id at another host": report(ours.replace("@", "@evil.")),
        "an id with more around it": report(f"x{ours}"),
        "no report": good.replace(b"multipart/report", b"multipart/mixed"),
        "no status": good.replace(b"Status:", b"Stat:"),
        "an odd status": report(ours, status="9.9.9"),
        "a long status": report(ours, status="5." + "1" * 5000),
        "delivered": report(ours, action="delivered", status="2.0.0"),
        "an unknown action": report(ours, action="exploded"),
        "without a boundary": good.replace(b'boundary="b"', b"x=y"),
        "huge before the report": b"X: " + b"y" * MOST_BYTES + b"\r\n" + good,
        "nested": nested + good,
        "zeros": b"\0" * 10_000,
        "bad encoding": good.replace(b"text/plain", b"text/plain; charset=nonsense").replace(b"sorry", b"\xff\xfe"),
        "in the text only": f"Subject: bounced\r\n\r\nMessage-ID: <{ours}> failed 5.1.1".encode(),
    }


def test_what_strangers_write_marks_nothing(sent: Notice) -> None:
    before = CaseChain.objects.get(case=sent.case).seq
    marked = [name for name, raw in hostile(sent).items() if take(raw) != Found.NOTHING]
    assert marked == ["bad encoding"]  # a real report, whatever stands in its words
    assert CaseChain.objects.get(case=sent.case).seq == before + 1


@budget(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cuts=st.lists(st.tuples(st.integers(0, 1200), st.binary(max_size=8)), max_size=6), raw=st.binary(max_size=300))
def test_any_bytes_are_read_without_a_fault(cuts: list[tuple[int, bytes]], raw: bytes) -> None:
    known = report("0" * 32 + "@127.0.0.1")
    for place, put in cuts:
        known = known[:place] + put + known[place + len(put) :]
    for message in (raw, known, known + raw):
        read(message)


def test_a_report_that_comes_too_late_marks_nothing(sent: Notice) -> None:
    with time_machine.travel(NOW + timedelta(days=15)):
        assert take(report(message_id(sent))) == Found.NOTHING


def test_a_late_report_on_the_first_mail_is_not_one_on_the_second(who: People, sent: Notice) -> None:
    first = message_id(sent)
    assert take(report(first)) == Found.BOUNCED
    actions.resend_notice(sent, by=actor(who.cleo))
    actions.send_notice(sent, by=Actor.clock())
    assert take(report(first)) == Found.NOTHING
    assert take(report(message_id(sent))) == Found.BOUNCED


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_maildir_is_read_once(sent: Notice, maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(report(message_id(sent)))
    (maildir / "new" / "2").write_bytes(b"Subject: lottery\r\n\r\n" + b"x" * (MOST_BYTES * 2))
    (maildir / "new" / "3").symlink_to("/etc/passwd")
    out = io.StringIO()
    call_command("read_bounces", "--maildir", str(maildir), stdout=out)
    assert out.getvalue() == "1 came back, 0 delayed, 1 nothing of ours\n"
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1:2,S", "2:2,S"]
    assert state(sent)[0] == NoticeState.BOUNCED
    assert mailboxes.read_maildir(maildir) == {}


def test_what_is_no_maildir_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no maildir"):
        call_command("read_bounces", "--maildir", str(tmp_path))


def test_a_pipe_is_one_message(sent: Notice) -> None:
    assert mailboxes.read_pipe(io.BytesIO(report(message_id(sent)))) == {Found.BOUNCED: 1}


class Mailbox(Thread):
    """An IMAP server with these messages, for one connection."""

    def __init__(self, messages: list[bytes]) -> None:
        super().__init__(daemon=True)
        self.messages, self.seen = messages, set[int]()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"imap://hr%40x:s%20ecret@127.0.0.1:{self.listener.getsockname()[1]}/INBOX"
        self.said: list[str] = []

    def run(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rwb") as stream, self.listener:
            stream.write(b"* OK ready\r\n")
            stream.flush()
            for line in stream:
                tag, _space, command = line.decode().strip().partition(" ")
                self.said.append(command)
                stream.write(self.answer(command) + f"{tag} OK done\r\n".encode())
                stream.flush()

    def answer(self, command: str) -> bytes:
        match command.split():
            case ["CAPABILITY"]:
                return b"* CAPABILITY IMAP4rev1\r\n"
            case ["SELECT", *_rest]:
                return f"* {len(self.messages)} EXISTS\r\n".encode()
            case ["SEARCH", *_rest]:
                unseen = (str(n) for n in range(1, len(self.messages) + 1) if n not in self.seen)
                return f"* SEARCH {' '.join(unseen)}\r\n".encode()
            case ["FETCH", number, *_rest]:
                raw = self.messages[int(number) - 1][:MOST_BYTES]
                return f"* {number} FETCH (BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
            case ["STORE", number, *_rest]:
                self.seen.add(int(number))
        return b""


def test_a_mailbox_is_read_over_imap(sent: Notice, settings: Any) -> None:
    mailbox = Mailbox([b"Subject: hello\r\n\r\n", report(message_id(sent))])
    mailbox.start()
    settings.BOUNCES_URL = mailbox.url
    read_bounces()
    mailbox.join(10)
    assert state(sent)[0] == NoticeState.BOUNCED
    assert mailbox.seen == {1, 2}
    assert mailbox.said[1] == 'LOGIN hr@x "s ecret"'


def test_a_mailbox_that_is_away_is_met_again(sent: Notice) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert mailboxes.read_imap(f"imap://a:b@127.0.0.1:{port}/INBOX") == {}
    assert state(sent)[0] == NoticeState.SENT


def test_the_mailbox_must_be_named(settings: Any) -> None:
    settings.BOUNCES_URL = ""
    with pytest.raises(CommandError, match="BOUNCES_URL"):
        call_command("read_bounces", "--imap")
