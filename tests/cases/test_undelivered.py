"""HR finds every mail that did not arrive, and sees to it; nobody else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.errands import errands_of
from cases.models import CaseFile, EventText, Notice
from cases.states import NoticeState
from people.actions import add_user, deactivate
from people.models import User
from plans.states import PlanStatus
from tests.mail import Sink
from tests.pages import signed_in, text
from tests.rules.test_bad_input import NASTY
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def notice(who: People, smtp_sink: Sink) -> Iterator[Notice]:
    """The mail that told the employee of the plan was refused for good; the others arrived."""
    with time_machine.travel(NOW, tick=True):
        plan_in(PlanStatus.ISSUED, who)
        to_ben = Notice.objects.select_related("recipient", "case").get(recipient=who.ben)
        actions.fail_notice(to_ben, by=Actor.clock(), fault="SMTPRecipientsRefused 550")
        deliver_waiting()
        yield to_ben


def page(who: People, name: str, case: CaseFile) -> str:
    return text(signed_in(getattr(who, name)).get(f"/cases/{case.reference}/"))


def tasks(user: User) -> list[str]:
    return [task.url for task in errands_of(User.objects.get(pk=user.pk)) if "mail" in task.url]


def test_hr_reads_of_it_on_the_case_page_and_nobody_else_does(who: People, notice: Notice) -> None:
    told = {
        name for name in ("ada", "ben", "cleo", "dora", "emil") if "refused it for good" in page(who, name, notice.case)
    }
    assert told == {"cleo", "dora", "emil"}
    assert "Send the mail again" in page(who, "cleo", notice.case)
    assert "Send the mail again" not in page(who, "emil", notice.case)


def test_the_hr_partner_finds_it_at_home(who: People, notice: Notice) -> None:
    here = [f"/mail/#{notice.case.reference}"]
    assert {name: tasks(getattr(who, name)) for name in ("ada", "ben", "cleo", "dora", "emil")} == {
        "ada": [], "ben": [], "cleo": here, "dora": [], "emil": [],
    }  # fmt: skip
    deactivate(who.cleo)
    assert tasks(who.dora) == here


def test_the_list_is_of_the_cases_one_looks_after(who: People, notice: Notice) -> None:
    listed = {
        name for name in ("ada", "ben", "cleo", "dora", "emil", "hal")
        if notice.case.reference in text(signed_in(getattr(who, name)).get("/mail/"))
    }  # fmt: skip
    assert listed == {"cleo", "dora"}  # Hal is of HR, and the employee is below him


def test_the_list_takes_as_many_queries_whatever_stands_in_it(who: People, notice: Notice) -> None:
    client = signed_in(who.cleo)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/mail/").status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(5):
        more = Notice(case=notice.case, recipient=who.ada, kind="plans.issue_plan", dedupe_key=f"more {number}")
        more.save()
        actions.fail_notice(more, by=Actor.clock(), fault="550")
    assert asked() == few


def test_sent_again_it_goes_to_the_address_of_now(who: People, notice: Notice, smtp_sink: Sink) -> None:
    User.objects.filter(pk=who.ben.pk).update(email="benjamin@example.com")
    address = f"/cases/{notice.case.reference}/mail/{notice.pk}/resend/"
    client = signed_in(who.cleo)
    assert "benjamin@example.com" in text(client.get(address))
    assert client.post(address).status_code == 302
    smtp_sink.letters.clear()
    deliver_waiting()
    assert [letter["To"] for letter in smtp_sink.letters] == ["benjamin@example.com"]
    assert "refused it for good" not in page(who, "cleo", notice.case)
    assert tasks(who.cleo) == []
    assert client.post(address).status_code == 409


def test_dealt_with_it_says_how_to_hr_alone(who: People, notice: Notice) -> None:
    address = f"/cases/{notice.case.reference}/mail/{notice.pk}/settle/"
    client = signed_in(who.dora)
    refused = client.post(address, {"words": ""})
    assert refused.status_code == 422
    assert client.post(address, {"words": "Handed over in room 4."}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == NoticeState.SETTLED
    assert EventText.objects.filter(case=notice.case, field="words", value="Handed over in room 4.").count() == 1
    history = f"/cases/{notice.case.reference}/history/"
    reads = {
        name for name in ("ada", "ben", "cleo", "emil") if "room 4" in text(signed_in(getattr(who, name)).get(history))
    }
    assert reads == {"cleo", "emil"}
    assert "reached in another way" in text(signed_in(who.ben).get(history))


def test_what_is_no_longer_so_is_not_sent_again(who: People, notice: Notice) -> None:
    deactivate(who.ben)
    answer = signed_in(who.cleo).post(f"/cases/{notice.case.reference}/mail/{notice.pk}/resend/")
    assert answer.status_code == 409
    assert "no longer so" in text(answer)


@pytest.mark.parametrize("step", ["resend", "settle"])
def test_a_mail_of_another_case_is_not_found(who: People, notice: Notice, step: str) -> None:
    lea = add_user("lea@example.com", name="Lea", manager=who.ada)
    other = plan_in(PlanStatus.HR_REVIEW, People(**{**vars(who), "ben": lea})).case
    client = signed_in(who.cleo)
    address = f"/cases/{other.reference}/mail/{notice.pk}/{step}/"
    assert [client.get(address).status_code, client.post(address, {"words": "x"}).status_code] == [404, 404]


def test_a_mail_that_is_late_is_told_and_needs_nothing(who: People, notice: Notice, smtp_sink: Sink) -> None:
    late = Notice(case=notice.case, recipient=who.ada, kind="plans.issue_plan", dedupe_key="late")
    late.due_at = late.try_at = NOW - timedelta(hours=2)
    late.save()
    smtp_sink.refuse = "451 not now"
    deliver_waiting()
    shown = page(who, "cleo", notice.case)
    assert "It is tried again." in shown
    assert shown.count("Send the mail again") == 1


def test_whatever_is_typed_is_taken_or_refused_with_the_words_kept(who: People, notice: Notice) -> None:
    client, address = signed_in(who.cleo), f"/cases/{notice.case.reference}/mail/{notice.pk}/settle/"
    for nasty in NASTY:
        with transaction.atomic():
            answer = client.post(address, {"words": nasty})
            transaction.set_rollback(True)
        assert answer.status_code in (302, 422), nasty
        if answer.status_code == 422 and nasty.isprintable():
            assert nasty in text(answer)
