"""What became of a mail is an event of its case, and its history tells each reader of the mails that concern them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from cases import actions
from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.mailing import message_digest
from cases.models import CaseEvent, CaseFile, EventText, Notice
from cases.refusals import WrongMoment
from cases.states import NoticeState, Part
from cases.verify import verify
from plans.states import PlanStatus
from tests.mail import Sink
from tests.pages import signed_in, text
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def case(who: People) -> Iterator[CaseFile]:
    with time_machine.travel(NOW, tick=True):
        yield plan_in(PlanStatus.ISSUED, who).case


def of_mail(case: CaseFile) -> list[CaseEvent]:
    return [event for event in CaseEvent.objects.filter(case=case).order_by("seq") if "_notice" in event.act]


def to_ben(case: CaseFile, who: People) -> Notice:
    return Notice.objects.select_related("recipient", "case").get(case=case, recipient=who.ben)


def test_each_mail_that_was_sent_is_one_event(case: CaseFile, who: People, smtp_sink: Sink) -> None:
    waiting = Notice.objects.filter(state=NoticeState.WAITING).count()
    deliver_waiting()
    events = of_mail(case)
    assert [event.act for event in events] == ["cases.send_notice"] * waiting
    notice = to_ben(case, who)
    (mine,) = [event for event in events if event.data["facts"]["recipient"] == who.ben.pk]
    assert mine.data["facts"] == {
        "kind": "plans.issue_plan",
        "recipient": who.ben.pk, "message": message_digest(notice), "round": 1, "attempt": 1,
    }  # fmt: skip
    assert mine.data["by"]["part"] == Part.CLOCK
    assert mine.data["subject"] == {"kind": "cases.Notice", "id": notice.pk}
    assert (mine.at, notice.recorded, notice.message) == (notice.sent_at, True, message_digest(notice))


def test_no_event_holds_an_address_or_a_word(case: CaseFile, smtp_sink: Sink) -> None:
    smtp_sink.refuse = "550 5.1.1 <ben@example.com>: no such user"
    deliver_waiting()
    for event in of_mail(case):
        assert b"@" not in bytes(event.body)
        assert b"such user" not in bytes(event.body)
        assert not EventText.objects.filter(case=case, seq=event.seq).exists()


def test_a_refusal_for_good_is_an_event(case: CaseFile, who: People, smtp_sink: Sink) -> None:
    smtp_sink.refuse = "550 no such user"
    deliver_waiting()
    assert {event.act for event in of_mail(case)} == {"cases.fail_notice"}
    assert {event.data["facts"]["fault"] for event in of_mail(case)} == {"SMTPRecipientsRefused 550"}


def test_what_was_not_settled_is_no_event(case: CaseFile, smtp_sink: Sink) -> None:
    smtp_sink.refuse = "451 try again"
    deliver_waiting()
    assert of_mail(case) == []


def test_a_mail_goes_through_its_rounds(case: CaseFile, who: People, smtp_sink: Sink) -> None:
    """Sent, came back, sent again under another Message-ID, refused, and dealt with; verified after each."""
    deliver_waiting()
    notice = to_ben(case, who)
    first = message_digest(notice)
    actions.bounce_notice(notice, by=Actor.clock(), status="5.1.1")
    verify()
    actions.resend_notice(notice, by=actor(who.cleo))
    verify()
    smtp_sink.refuse = "550 no such user"
    deliver_waiting()
    verify()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.round, notice.sent_at) == (NoticeState.FAILED, 1, 2, None)
    assert notice.message != first
    actions.settle_notice(notice, by=actor(who.dora), words="Handed over on paper.")
    verify()
    told = [event.act.partition(".")[2] for event in of_mail(case) if event.data["facts"]["recipient"] == who.ben.pk]
    assert told == ["send_notice", "bounce_notice", "resend_notice", "fail_notice", "settle_notice"]
    with pytest.raises(WrongMoment):
        actions.resend_notice(notice, by=actor(who.cleo))
    with pytest.raises(WrongMoment):
        actions.bounce_notice(notice, by=Actor.clock(), status="5.0.0")


def history(who: People, name: str, case: CaseFile) -> str:
    return text(signed_in(getattr(who, name)).get(f"/cases/{case.reference}/history/"))


def test_one_reads_of_mails_to_oneself_and_hr_of_all(case: CaseFile, who: People, smtp_sink: Sink) -> None:
    deliver_waiting()
    went = {
        name: set(re.findall(r"A mail went to (\w+)", history(who, name, case)))
        for name in ("ben", "ada", "cleo", "dora", "emil")
    }
    everybody = set(Notice.objects.filter(case=case).values_list("recipient__name", flat=True))
    assert went == {"ben": {"Ben"}, "ada": {"Ada"}, "cleo": everybody, "dora": everybody, "emil": everybody}
    assert everybody == {"Ada", "Ben", "Cleo"}


def test_mails_stand_in_one_line_of_the_history(case: CaseFile, who: People, smtp_sink: Sink) -> None:
    sent = deliver_waiting()
    page = signed_in(who.cleo).get(f"/cases/{case.reference}/history/").content.decode()
    assert page.count("<details") - page.count("<details", 0, page.index("timeline")) == 1
    assert f"{sent} mails were sent." in page
