"""The page of the record, and the download."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import add_comment
from cases.models import CaseEvent
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from records.making import make_next
from records.models import RecordCopy
from records.states import CopyState, Fault
from tests.handing_over import change_hr_partner
from tests.pages import downloaded
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(plan: Plan) -> str:
    return reverse("records:request_copy", args=[plan.case.reference])


def test_pressing_the_button_twice_makes_one_copy_that_the_page_waits_for(who: People, plan: Plan) -> None:
    client = signed_in(who.ben)
    assert b"No copy yet" in client.get(page_of(plan)).content
    for _press in range(2):
        assert client.post(page_of(plan)).status_code == 302
    assert RecordCopy.objects.count() == 1
    assert CaseEvent.objects.filter(case=plan.case).count() == RecordCopy.objects.get().seq + 1
    page = client.get(page_of(plan)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "Waiting for its turn" in page


def test_the_list_alone_is_what_htmx_asks_for_and_it_stops_asking(who: People, plan: Plan) -> None:
    client = signed_in(who.ada)
    client.post(page_of(plan))
    make_next()
    piece = client.get(page_of(plan), {"list": ""}).content.decode()
    assert piece.strip().startswith('<section id="copies">')
    assert "every 2s" not in piece
    assert "Download" in piece


def test_characters_that_could_not_be_printed_are_named_before_the_file_is_fetched(who: People, plan: Plan) -> None:
    add_comment(plan.case, by=actor(who.ben), text="Fine \U0001f600, 𠮷野.", topic="plan")
    client = signed_in(who.ben)
    client.post(page_of(plan))
    assert "could not be printed" not in client.get(page_of(plan)).content.decode()
    make_next()
    page = client.get(page_of(plan)).content.decode()
    assert "Characters that could not be printed stand in it as codes" in page
    assert "[U+1F600] GRINNING FACE; [U+20BB7] CJK UNIFIED IDEOGRAPH-20BB7" in page


def test_a_failed_copy_says_why(who: People, plan: Plan) -> None:
    client = signed_in(who.cleo)
    client.post(page_of(plan))
    copy = RecordCopy.objects.get()
    RecordCopy.objects.update(state=CopyState.FAILED, fault=Fault.TOO_LARGE, finished_at=copy.requested_at)
    page = client.get(page_of(plan)).content.decode()
    assert "too large to print" in page
    assert str(copy.pk) in page


def made_for(user: User, plan: Plan) -> str:
    signed_in(user).post(page_of(plan))
    make_next()
    return reverse("records:download", args=[plan.case.reference, RecordCopy.objects.get(requested_by=user).pk])


def test_the_file_comes_under_a_name_that_says_nothing_of_a_person(who: People, plan: Plan) -> None:
    response = signed_in(who.ben).get(made_for(who.ben, plan))
    copy = RecordCopy.objects.get()
    assert downloaded(response).startswith(b"%PDF")
    name = f"pipcases-{plan.case.reference}-v{copy.seq}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_copy_is_only_for_whoever_asked_for_it_and_still_has_that_part(who: People, plan: Plan) -> None:
    address = made_for(who.cleo, plan)
    for other in (who.ada, who.ben, who.dora, who.emil, who.fay, who.ivy):
        assert signed_in(other).get(address).status_code == 404
    assert downloaded(signed_in(who.cleo).get(address)).startswith(b"%PDF")
    change_hr_partner(plan.case, who)
    assert signed_in(who.cleo).get(address).status_code == 404  # HR still, but no longer this case's HR partner
    assert signed_in(who.cleo).get(page_of(plan)).content.count(b"Download") == 0


def test_another_cases_address_finds_no_copy(who: People, plan: Plan) -> None:
    address = made_for(who.ada, plan)
    assert signed_in(who.ada).get(address.replace(plan.case.reference, "2026-222222")).status_code == 404


def test_a_file_that_was_changed_is_not_handed_out(who: People, plan: Plan) -> None:
    address = made_for(who.ben, plan)
    with open(RecordCopy.objects.get().file.path, "ab") as file:  # noqa: PTH123 - as anybody on the machine could
        file.write(b"\n")
    response = signed_in(who.ben).get(address)
    assert response.status_code == 409
    assert b"Ask for a new one" in response.content


def test_who_has_no_part_finds_nothing(who: People, plan: Plan) -> None:
    for user in (who.fay, who.gus, who.ivy):
        assert signed_in(user).get(page_of(plan)).status_code == 404
        assert signed_in(user).post(page_of(plan)).status_code == 404
    assert not RecordCopy.objects.exists()


def test_the_case_page_leads_to_the_record(who: People, plan: Plan) -> None:
    assert page_of(plan) in signed_in(who.ben).get(plan.case.get_absolute_url()).content.decode()
