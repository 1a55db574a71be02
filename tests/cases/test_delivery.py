"""The outbox: nothing is lost, nothing is sent for a reason that is gone, and a failure is tried again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases import delivery
from cases.actions import send_notice
from cases.actor import Actor
from cases.carrier import Carrier
from cases.delivery import deliver_waiting
from cases.mailing import message_id
from cases.models import CasePart, Notice
from cases.states import NoticeState
from people.actions import deactivate
from people.models import User
from plans.states import PlanStatus
from tests.mail import Sink, free_port
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def notice(who: People, clock: Any) -> Notice:
    """One waiting notice, to the employee."""
    plan_in(PlanStatus.ISSUED, who)
    Notice.objects.exclude(recipient=who.ben).update(state=NoticeState.DROPPED)
    return Notice.objects.get(recipient=who.ben)


def state_of(notice: Notice) -> NoticeState:
    notice.refresh_from_db()
    return NoticeState(notice.state)


def test_a_letter_arrives_once(notice: Notice, smtp_sink: Sink) -> None:
    assert deliver_waiting() == 1
    assert state_of(notice) == NoticeState.SENT
    assert notice.sent_at == NOW
    assert deliver_waiting() == 0
    (letter,) = smtp_sink.letters
    assert (letter["To"], letter["Message-ID"]) == ("ben@example.com", f"<{message_id(notice)}>")


@pytest.fixture
def nobody_listens(settings: Any) -> None:
    options = {"host": "127.0.0.1", "port": free_port(), "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def test_a_failed_delivery_waits_longer_each_time(notice: Notice, nobody_listens: None, clock: Any) -> None:
    """1, 2, 4 ... 60 minutes, and it is never given up."""
    waits = []
    for _try in range(9):
        assert deliver_waiting() == 1
        assert state_of(notice) == NoticeState.WAITING
        waits.append((notice.try_at - datetime.now(UTC)) // timedelta(minutes=1))
        clock.move_to(notice.try_at)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert (notice.attempts, notice.fault) == (9, "ConnectionRefusedError")


def test_it_is_not_tried_before_its_time(notice: Notice, nobody_listens: None, clock: Any) -> None:
    deliver_waiting()
    clock.shift(timedelta(seconds=59))
    assert deliver_waiting() == 0
    clock.shift(timedelta(seconds=1))
    assert deliver_waiting() == 1


def test_it_arrives_under_the_same_id_after_an_outage(notice: Notice, smtp_sink: Sink, clock: Any) -> None:
    smtp_sink.refuse = "451 try again later"
    deliver_waiting()
    assert state_of(notice) == NoticeState.WAITING
    smtp_sink.refuse = ""
    clock.shift(timedelta(minutes=1))
    deliver_waiting()
    assert state_of(notice) == NoticeState.SENT
    assert smtp_sink.letters[0]["Message-ID"] == f"<{message_id(notice)}>"


def test_a_permanent_refusal_fails_at_once(notice: Notice, smtp_sink: Sink) -> None:
    smtp_sink.refuse = "550 no such user"
    deliver_waiting()
    assert state_of(notice) == NoticeState.FAILED
    assert (notice.attempts, notice.fault, notice.sent_at) == (1, "SMTPRecipientsRefused 550", None)
    smtp_sink.refuse = ""
    assert deliver_waiting() == 0


def test_a_claim_that_was_overtaken_marks_nothing(notice: Notice, smtp_sink: Sink, clock: Any) -> None:
    """A worker that hung over its lease finds its row claimed by another, whose word counts."""
    slow = delivery._claim(NOW)
    clock.shift(delivery.LEASE)
    quick = delivery._claim(NOW + delivery.LEASE)
    assert slow is not None
    assert quick is not None
    assert slow.pk == quick.pk
    with Carrier() as carrier:
        delivery._deliver(slow, carrier)
        assert state_of(notice) == NoticeState.WAITING
        delivery._deliver(quick, carrier)
    assert state_of(notice) == NoticeState.SENT
    assert len(smtp_sink.letters) == 2  # the promise: at most one more, under the same Message-ID
    assert len({letter["Message-ID"] for letter in smtp_sink.letters}) == 1


def test_a_claimed_notice_is_left_alone_until_the_lease_ends(notice: Notice, clock: Any) -> None:
    assert delivery._claim(NOW)
    assert delivery._claim(NOW) is None
    clock.shift(delivery.LEASE)
    assert delivery._claim(NOW + delivery.LEASE)


def leaves(who: People) -> None:
    deactivate(who.ben)


def loses_the_part(who: People) -> None:
    CasePart.objects.filter(user=who.ben).update(until=NOW + timedelta(days=1))


@pytest.mark.tampers  # no act takes the employee's part from them
@pytest.mark.parametrize("change", [leaves, loses_the_part], ids=lambda change: change.__name__)
def test_a_reason_that_is_gone_drops_the_notice(who: People, notice: Notice, smtp_sink: Sink, change: Any) -> None:
    change(who)
    deliver_waiting()
    assert state_of(notice) == NoticeState.DROPPED
    assert smtp_sink.letters == []


def test_most_is_the_most(who: People, clock: Any, smtp_sink: Sink) -> None:
    plan_in(PlanStatus.ISSUED, who)
    waiting = Notice.objects.filter(state=NoticeState.WAITING)
    before = waiting.count()
    assert deliver_waiting(most=2) == 2
    assert waiting.count() == before - 2


def all_waiting(who: People) -> list[Notice]:
    """Several notices of one case."""
    plan_in(PlanStatus.ISSUED, who)
    return list(Notice.objects.filter(state=NoticeState.WAITING))


def test_one_connection_carries_a_batch(who: People, clock: Any, smtp_sink: Sink) -> None:
    waiting = all_waiting(who)
    assert deliver_waiting() == len(waiting) > 2
    assert (len(smtp_sink.letters), smtp_sink.connections) == (len(waiting), 1)


def test_a_connection_that_was_closed_in_between_is_opened_again(who: People, clock: Any, smtp_sink: Sink) -> None:
    """As servers do after some letters: the one that met it goes out in the same batch."""
    waiting = all_waiting(who)
    smtp_sink.hangs_up_after = 1
    deliver_waiting()
    assert len(smtp_sink.letters) == len({letter["Message-ID"] for letter in smtp_sink.letters}) == len(waiting)
    assert not Notice.objects.filter(state=NoticeState.WAITING).exists()


TROUBLE = [
    ("HELO", "554 no service here", "SMTPHeloError"),
    ("MAIL", "530 authentication required", "SMTPSenderRefused"),
    ("MAIL", "550 you may not send", "SMTPSenderRefused"),
    ("MAIL", "421 closing", "SMTPSenderRefused"),
    ("RCPT", "421 closing", "SMTPRecipientsRefused 421"),
    ("DATA", "421 closing", "SMTPDataError 421"),
]


@pytest.mark.parametrize(("command", "reply", "fault"), TROUBLE)
def test_trouble_with_the_server_is_nobodys_refusal(
    who: People, clock: Any, smtp_sink: Sink, command: str, reply: str, fault: str
) -> None:
    """It is tried again, whatever its number; and the others are not tried in vain."""
    waiting = all_waiting(who)
    smtp_sink.replies = {command: reply}
    smtp_sink.refuse = reply if command == "RCPT" else ""
    assert deliver_waiting() == 1
    states = Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).values_list("state", "fault")
    assert sorted(states) == sorted([("waiting", "")] * (len(waiting) - 1) + [("waiting", fault)])
    smtp_sink.replies, smtp_sink.refuse = {}, ""
    deliver_waiting()
    assert len(smtp_sink.letters) == len(waiting)  # also the one that waited for the server


def test_a_server_that_is_back_wakes_only_what_waited_for_it(who: People, clock: Any, smtp_sink: Sink) -> None:
    waiting = all_waiting(who)
    later = NOW + timedelta(hours=3)
    Notice.objects.filter(pk=waiting[0].pk).update(try_at=later)
    smtp_sink.refuse = "421 closing"
    for _minute in range(3):
        deliver_waiting()
        clock.shift(timedelta(seconds=20))
    smtp_sink.refuse = ""
    deliver_waiting()
    assert len(smtp_sink.letters) == len(waiting) - 1
    assert Notice.objects.get(state=NoticeState.WAITING).try_at == later


@pytest.mark.parametrize(
    ("replies", "state"),
    [({"DATA": "554 not taken"}, NoticeState.FAILED), ({"DATA": "452 no room"}, NoticeState.WAITING)],
)
def test_what_is_said_to_the_content(notice: Notice, smtp_sink: Sink, replies: Any, state: NoticeState) -> None:
    smtp_sink.replies = replies
    deliver_waiting()
    assert state_of(notice) == state


def test_what_is_no_address_fails_at_once(notice: Notice, smtp_sink: Sink) -> None:
    User.objects.filter(pk=notice.recipient_id).update(email="ben at example")
    deliver_waiting()
    assert (state_of(notice), notice.fault, smtp_sink.connections) == (NoticeState.FAILED, "no address", 0)


def test_a_mail_that_cannot_be_written_keeps_none_of_the_others(who: People, clock: Any, smtp_sink: Sink) -> None:
    waiting = all_waiting(who)
    Notice.objects.filter(pk=waiting[0].pk).update(kind="cases.no_such_act", try_at=NOW - timedelta(days=1))
    assert deliver_waiting() == len(waiting)
    assert len(smtp_sink.letters) == len(waiting) - 1
    assert Notice.objects.get(state=NoticeState.WAITING).fault == "TemplateDoesNotExist"


def test_what_was_dropped_while_it_was_on_its_way_was_sent(notice: Notice, smtp_sink: Sink) -> None:
    """What happened is recorded, not what was meant."""
    claimed = delivery._claim(NOW)
    assert claimed is not None
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.DROPPED)
    send_notice(claimed, by=Actor.clock())
    assert state_of(notice) == NoticeState.SENT
