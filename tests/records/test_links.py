"""A copy for somebody who left (R40): a dated link to a confirmed address, fetched, counted, taken back."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cases.actions import bounce_notice, resend_notice
from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.models import CaseEvent, CaseFile, Notice
from cases.refusals import NotYourPart, WrongMoment
from cases.states import NoticeState
from people.actions import add_user, deactivate, enter_private_address
from people.models import PrivateAddress
from plans.models import Plan
from plans.states import PlanStatus
from records import actions
from records.links import MOST_OPEN, secret_of
from records.making import make_next
from records.models import CopyLink, RecordCopy
from records.states import CopyState, Fault, LinkStatus
from tests.links import ADDRESS, confirmed, left, letters_in, made, sent
from tests.mail import Sink
from tests.pages import downloaded, signed_in, text, unchanging
from tests.records.everything import taken
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries", "after_the_plan")]


@pytest.fixture
def case(who: People) -> CaseFile:
    """Closed; nobody is told anything more of it."""
    case = plan_in(PlanStatus.CLOSED, who).case
    Notice.objects.update(state=NoticeState.DROPPED)
    return case


@pytest.fixture
def link(who: People, case: CaseFile) -> CopyLink:
    """Ben left, and the copy that Cleo had made for him is there."""
    left(who)
    link = sent(case, who)
    made()
    return link


def page_of(link: CopyLink) -> str:
    return f"/copy/{link.pk}/{secret_of(link)}/"


def facts_of(case: CaseFile, act: str) -> list[Any]:
    return [event.data for event in CaseEvent.objects.filter(case=case).order_by("seq") if event.act == act]


def test_r40_a_leaver_confirms_an_address_and_fetches_the_copy(who: People, case: CaseFile, smtp_sink: Sink) -> None:
    """Everything by pages and real mails: Ben enters his address, leaves, HR sends the link, he fetches it."""
    assert signed_in(who.ben).post("/settings/private-address/", {"address": ADDRESS}).status_code == 302
    ((to, confirm),) = letters_in(smtp_sink)
    assert (to, PrivateAddress.objects.get().confirmed_at) == (ADDRESS, None)
    assert "This is my address" in text(Client().get(confirm))
    assert PrivateAddress.objects.get().confirmed_at is None  # a scanner that follows links confirms nothing
    assert "confirmed" in text(Client(enforce_csrf_checks=True).post(confirm))
    deactivate(who.ben)
    hr = signed_in(who.cleo)
    page = f"/cases/{case.reference}/record/link/"
    assert ADDRESS not in text(hr.get(page))  # he entered it himself
    assert hr.post(page).status_code == 302
    assert deliver_waiting() == 0  # nothing goes out before the file is there
    make_next()
    assert deliver_waiting() == 1
    (to, fetch) = letters_in(smtp_sink)[1]
    assert to == ADDRESS
    assert str(case.reference) not in smtp_sink.letters[1].as_string()
    shown = text(Client().get(fetch))
    assert not [word for word in (case.reference, "Ben", "improvement plan", "Assembly") if word in shown]
    assert CopyLink.objects.get().fetches == 0  # nor does it fetch the file
    response = Client(enforce_csrf_checks=True).post(fetch)
    assert downloaded(response).startswith(b"PK")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Fetched 1 time" in text(hr.get(page))


def test_r38_what_is_sent_is_what_the_employee_may_see(who: People, case: CaseFile) -> None:
    """Though HR asked for it, who gets no copy in that view."""
    mine = taken(case, who.ben).read("versions/version-1.json")
    left(who)
    link = sent(case, who)
    make_next()
    copy = RecordCopy.objects.get(pk=link.copy_id)
    assert (copy.part, copy.reader, copy.requested_by) == ("subject", who.ben, who.cleo)
    assert mine in downloaded(Client().post(page_of(link)))
    assert signed_in(who.cleo).get(f"/cases/{case.reference}/record/{copy.pk}/").status_code == 404


def test_r37_sending_fetching_and_taking_back_are_events(who: People, case: CaseFile, link: CopyLink) -> None:
    for _time in range(2):
        downloaded(Client().post(page_of(link), headers={"User-Agent": "Home/1"}))
    assert [data["facts"]["fetch"] for data in facts_of(case, "records.fetch_copy")] == [1, 2]
    assert {data["by"]["part"] for data in facts_of(case, "records.fetch_copy")} == {"clock"}
    link.refresh_from_db()
    actions.revoke_copy_link(link, by=actor(who.cleo))
    (told,) = facts_of(case, "records.send_copy_link")
    assert (told["facts"]["link"], told["facts"]["until_on"]) == (str(link.pk), link.until_on.isoformat())
    kept = b" ".join(bytes(event.body) for event in CaseEvent.objects.filter(case=case))
    assert ADDRESS.encode() not in kept
    assert secret_of(link).encode() not in kept
    history = text(signed_in(who.dora).get(f"/cases/{case.reference}/history/"))
    assert "for the first time" in history
    assert "took the link to the employee's copy back" in history


def other_secret(link: CopyLink) -> str:
    return page_of(link).replace(secret_of(link), "0" * 64)


def other_link(link: CopyLink) -> str:
    return page_of(link).replace(str(link.pk), str(link.copy_id))


def taken_back(link: CopyLink) -> str:
    actions.revoke_copy_link(link, by=actor(link.made_by))
    return page_of(link)


def its_digest(link: CopyLink) -> str:
    return page_of(link).replace(secret_of(link), link.digest)


WRONG: list[Callable[[CopyLink], str]] = [other_secret, other_link, its_digest, taken_back]


def test_r40_a_wrong_or_revoked_link_is_like_an_address_that_never_was(link: CopyLink) -> None:
    never = unchanging(Client().get("/copy/"))
    for wrong in WRONG:
        address = wrong(link)
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            assert (response.status_code, unchanging(response)) == (404, never), (wrong, method)
    assert not facts_of(link.case, "records.fetch_copy")


def test_r40_a_link_is_good_to_the_end_of_its_day(link: CopyLink) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert Client().get(page_of(link)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert Client().get(page_of(link)).status_code == Client().post(page_of(link)).status_code == 404
        with pytest.raises(WrongMoment):
            actions.fetch_copy(link, by=Actor.clock())


def test_no_secret_gets_into_a_log(link: CopyLink, caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    from pipcases.logs import HideSecrets

    caplog.handler.addFilter(HideSecrets())
    settings.LINK_READS = 1
    secret = secret_of(link)
    for address in (other_link(link), page_of(link)):
        Client().get(address)  # not found, then too often
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert secret not in caplog.text
    assert "filters" in settings.LOGGING["handlers"]["console"]


def test_guesses_are_few(link: CopyLink, settings: Any) -> None:
    settings.LINK_READS = 3
    assert [Client().get(other_secret(link)).status_code for _time in range(5)] == [404, 404, 404, 429, 429]


def test_r40_nothing_goes_to_an_address_that_is_not_confirmed(who: People, case: CaseFile) -> None:
    enter_private_address(who.ben, address=ADDRESS, by=who.ben)
    deactivate(who.ben)
    with pytest.raises(WrongMoment):
        sent(case, who)
    confirmed(who.ben)
    sent(case, who)
    enter_private_address(who.ben, address="other@home.example", by=who.ben)  # while the copy was being made
    made()
    assert deliver_waiting() == 1
    assert Notice.objects.get(kind="records.send_copy_link").state == NoticeState.DROPPED


def test_hr_sends_none_while_the_employee_can_get_it_and_the_plan_runs(who: People) -> None:
    case = plan_in(PlanStatus.ACTIVE, who).case
    confirmed(who.ben)
    with pytest.raises(WrongMoment) as refused:
        sent(case, who)
    assert "can still sign in" in str(refused.value.reasons[0])
    for _time in range(MOST_OPEN):
        last = actions.send_copy_link(case, by=actor(who.ben))  # he himself may, before he leaves
    with pytest.raises(WrongMoment):
        actions.send_copy_link(case, by=actor(who.ben))
    actions.revoke_copy_link(last, by=actor(who.ben))
    actions.send_copy_link(case, by=actor(who.ben))
    for user in (who.ada, who.emil):
        with pytest.raises(NotYourPart):
            actions.send_copy_link(case, by=actor(user))


def test_a_mail_that_comes_back_is_hrs_to_see_without_the_address(who: People, link: CopyLink, smtp_sink: Sink) -> None:
    deliver_waiting()
    notice = Notice.objects.get(kind="records.send_copy_link")
    first = letters_in(smtp_sink)
    bounce_notice(notice, by=Actor.clock(), status="5.1.1")
    hr = signed_in(who.cleo)
    case = f"/cases/{link.case.reference}/"
    for address in (case, "/mail/", f"{case}mail/{notice.pk}/resend/"):
        assert (hr.get(address).status_code, ADDRESS in text(hr.get(address))) == (200, False)
    resend_notice(notice, by=actor(who.cleo))
    deliver_waiting()
    assert letters_in(smtp_sink) == first * 2  # the same link again


def test_a_copy_that_could_not_be_made_sends_nothing_and_hr_reads_so(who: People, case: CaseFile) -> None:
    left(who)
    link = sent(case, who)
    RecordCopy.objects.filter(pk=link.copy_id).update(
        state=CopyState.FAILED, fault=Fault.BROKEN, finished_at=timezone.now()
    )
    while make_next():
        pass  # those that are made by themselves once a case has ended
    assert not Notice.objects.filter(kind="records.send_copy_link").exists()
    assert "Could not be made" in text(signed_in(who.cleo).get(f"/cases/{case.reference}/record/link/"))


def test_a_link_of_another_case_is_not_taken_back(who: People, link: CopyLink, plan: Plan) -> None:
    client = signed_in(who.cleo)
    assert client.post(f"/cases/{plan.case.reference}/record/links/{link.pk}/revoke/").status_code == 404
    assert CopyLink.objects.get().status == LinkStatus.OPEN
    assert signed_in(who.ada).post(f"/cases/{link.case.reference}/record/links/{link.pk}/revoke/").status_code == 403
    assert client.post(f"/cases/{link.case.reference}/record/links/{link.pk}/revoke/").status_code == 302
    assert client.post(f"/cases/{link.case.reference}/record/links/{link.pk}/revoke/").status_code == 409


@pytest.fixture
def plan(who: People, link: CopyLink) -> Plan:
    """Another case of Ada's and Cleo's."""
    lea = add_user("lea@example.com", name="Lea", manager=who.ada)
    return plan_in(PlanStatus.DRAFT, People(**{**vars(who), "ben": lea}))


def test_a_damaged_file_is_not_handed_out_and_no_fetch_is_told(link: CopyLink) -> None:
    with open(RecordCopy.objects.get(pk=link.copy_id).file.path, "ab") as file:  # noqa: PTH123 - as anybody could
        file.write(b"\n")
    assert Client().post(page_of(link)).status_code == 409
    assert not facts_of(link.case, "records.fetch_copy")
