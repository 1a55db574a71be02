"""Private addresses (R40): entered by their owner or by HR, confirmed by whoever reads what is sent there."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cases.models import CaseEvent
from people.actions import confirm_private_address, deactivate, enter_private_address
from people.models import PrivateAddress
from plans.states import PlanStatus
from tests.links import ADDRESS, letters_in
from tests.mail import Sink
from tests.pages import signed_in, text, unchanging
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries", "after_the_plan")]
NASTY = [
    "",
    " ",
    "a\0b@home.example",
    "x" * 300 + "@home.example",
    "a@b",
    "a@b.c\r\nBcc: d@e.f",
    "😀",
    "<script>@x.example",
]


def test_hr_enters_what_was_given_in_writing_and_the_leaver_confirms_it(who: People, smtp_sink: Sink) -> None:
    case = plan_in(PlanStatus.CLOSED, who).case
    hr, page = signed_in(who.cleo), f"/cases/{case.reference}/record/address/"
    assert hr.post(page, {"address": ADDRESS}).status_code == 409  # Ben can still sign in
    deactivate(who.ben)
    assert hr.post(page, {"address": "no address"}).status_code == 422
    assert hr.post(page, {"address": who.ben.email}).status_code == 422
    assert hr.post(page, {"address": ADDRESS}).status_code == 302
    sending = f"/cases/{case.reference}/record/link/"
    assert ADDRESS in text(hr.get(sending))
    assert ADDRESS not in text(signed_in(who.dora).get(sending))
    assert hr.post(sending).status_code == 409
    ((_to, confirm),) = letters_in(smtp_sink)
    Client().post(confirm)
    assert hr.post(sending).status_code == 302
    assert [event.act for event in CaseEvent.objects.filter(case=case)].count("records.enter_address") == 1
    assert ADDRESS not in text(signed_in(who.dora).get(f"/cases/{case.reference}/history/"))


def test_confirming_is_for_who_reads_the_mail(who: People) -> None:
    """A wrong, old or replaced link is like an address that never was."""
    row, old = enter_private_address(who.ben, address=ADDRESS, by=who.ben)
    row, secret = enter_private_address(who.ben, address=ADDRESS, by=who.ben)
    never = unchanging(Client().get("/private-address/"))
    for wrong in (old, row.digest, "x"):
        response = Client().post(f"/private-address/{row.pk}/{wrong}/")
        assert (response.status_code, unchanging(response)) == (404, never)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert Client().post(f"/private-address/{row.pk}/{secret}/").status_code == 404
    row.refresh_from_db()
    assert row.confirmed_at is None
    confirm_private_address(row)
    assert signed_in(who.ben).post("/settings/private-address/remove/").status_code == 302
    assert not PrivateAddress.objects.exists()


def test_what_is_no_address_is_refused_and_nothing_is_sent(who: People, smtp_sink: Sink) -> None:
    client = signed_in(who.ben)
    for value in NASTY:
        assert client.post("/settings/private-address/", {"address": value}).status_code == 422, value
    assert (smtp_sink.letters, PrivateAddress.objects.count()) == ([], 0)


def test_a_mail_server_that_refuses_is_told_at_once(who: People, smtp_sink: Sink) -> None:
    smtp_sink.refuse = "550 no such user"
    client = signed_in(who.ben)
    response = client.post("/settings/private-address/", {"address": ADDRESS}, follow=True)
    assert "did not take the mail" in text(response)
    assert ADDRESS in text(response)
