"""Races for a mail: several workers, two people of HR, a report that comes twice, a part that passes on meanwhile."""

from functools import partial

import pytest

from cases import actions
from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.models import Notice
from cases.states import NoticeState
from plans.states import PlanStatus
from tests.handing_over import change_hr_partner
from tests.mail import Sink
from tests.rules.test_races import acts_in
from tests.together import faults, together
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def again(notice: Notice) -> Notice:
    """The notice as another process loads it."""
    return Notice.objects.get(pk=notice.pk)


def events(notice: Notice) -> list[str]:
    return [act for act in acts_in(notice.case) if act.endswith("_notice")]


@pytest.fixture
def failed(who: People) -> Notice:
    notice = plan_in(PlanStatus.ISSUED, who).case.notices.get(recipient=who.ben)
    actions.fail_notice(notice, by=Actor.clock(), fault="550")
    return notice


def test_each_mail_goes_out_once_however_many_workers_there_are(who: People, smtp_sink: Sink) -> None:
    plan_in(PlanStatus.ISSUED, who)
    waiting = Notice.objects.filter(state=NoticeState.WAITING).count()
    claimed = together(*(deliver_waiting for _worker in range(4)))
    assert sum(claimed) == waiting
    assert len(smtp_sink.letters) == len({letter["Message-ID"] for letter in smtp_sink.letters}) == waiting
    assert Notice.objects.filter(state=NoticeState.SENT, recorded=True).count() == waiting


def test_of_two_who_send_a_mail_again_one_does(who: People, failed: Notice) -> None:
    press = (partial(actions.resend_notice, again(failed), by=actor(user)) for user in (who.cleo, who.dora))
    assert faults(together(*press)) == ["WrongMoment"]
    assert (again(failed).round, events(failed)) == (2, ["cases.fail_notice", "cases.resend_notice"])


def test_sent_again_or_dealt_with_but_never_both(who: People, failed: Notice) -> None:
    resend = partial(actions.resend_notice, again(failed), by=actor(who.cleo))
    settle = partial(actions.settle_notice, again(failed), by=actor(who.dora), words="On paper.")
    assert faults(together(resend, settle)) == ["WrongMoment"]
    assert again(failed).state in (NoticeState.WAITING, NoticeState.SETTLED)


def test_a_report_that_comes_twice_happened_once(who: People, failed: Notice) -> None:
    actions.resend_notice(failed, by=actor(who.cleo))
    actions.send_notice(failed, by=Actor.clock())
    back = (partial(actions.bounce_notice, again(failed), by=Actor.clock(), status="5.1.1") for _reader in range(3))
    assert faults(together(*back)) == ["WrongMoment"] * 2
    assert events(failed).count("cases.bounce_notice") == 1


def test_a_part_that_passes_on_while_mails_go_out(who: People, smtp_sink: Sink) -> None:
    """Each mail to who had the part was sent, with its event, or was dropped; `verify` agrees with either."""
    case = plan_in(PlanStatus.ISSUED, who).case
    assert faults(together(deliver_waiting, partial(change_hr_partner, case, who))) == []
    before = Notice.objects.filter(case=case, recipient=who.cleo)
    assert set(before.values_list("state", flat=True)) <= {NoticeState.SENT, NoticeState.DROPPED}
    sent = before.filter(state=NoticeState.SENT).count()
    assert len([letter for letter in smtp_sink.letters if letter["To"] == "cleo@example.com"]) == sent
