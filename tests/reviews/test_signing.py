"""The page on which the employee signs: read first, password again, once."""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.models import CaseEvent
from plans.actions import newest_version
from plans.models import FirstView, Plan, SignOff
from plans.states import PlanStatus
from tests.forms import fields_of
from tests.pages import press_twice, signed_in, text
from tests.world import PASSWORD, People, outcome_digest, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan", "forgotten_tries")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


@pytest.fixture
def ben(who: People) -> Client:
    return signed_in(who.ben)


def sign(client: Client, plan: Plan, step: str = "receipt", **changes: Any) -> HttpResponse:
    digest = newest_version(plan).digest if step == "receipt" else outcome_digest(plan)
    form = {"answer": "received", "comment": "", "digest": digest, "password": PASSWORD}
    return press_twice(client, f"/cases/{plan.case.reference}/{step}/", {**form, **changes})


def acts(plan: Plan) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]


def test_r11_the_page_says_what_a_signature_means(ben: Client, plan: Plan) -> None:
    page = text(ben.get(f"/cases/{plan.case.reference}/receipt/"))
    assert "Signing does not mean that I agree" in page
    assert newest_version(plan).digest in page


def test_r12_opening_the_page_is_noted_before_anything_is_signed(ben: Client, plan: Plan) -> None:
    ben.get(f"/cases/{plan.case.reference}/receipt/")
    assert FirstView.objects.filter(version__plan=plan).exists()
    assert sign(ben, plan).status_code == 302
    assert acts(plan)[-2:] == ["plans.view_version", "reviews.sign_receipt"]


def test_r12_a_signature_without_opening_the_page_is_noted_as_a_reading_first(ben: Client, plan: Plan) -> None:
    assert sign(ben, plan).status_code == 302
    assert acts(plan)[-2:] == ["plans.view_version", "reviews.sign_receipt"]


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), f" {PASSWORD}"])
def test_r17_without_the_password_nothing_is_signed(ben: Client, plan: Plan, password: str) -> None:
    response = sign(ben, plan, password=password, comment="My own words")
    assert response.status_code == 422
    assert "My own words" in text(response)
    assert not SignOff.objects.filter(step="receipt").exists()


def test_r17_the_password_of_somebody_else_signs_nothing(who: People, ben: Client, plan: Plan) -> None:
    who.ada.set_password("the password of Ada")
    who.ada.save()
    assert sign(ben, plan, password="the password of Ada").status_code == 422


def test_r17_ten_wrong_passwords_are_the_most(ben: Client, plan: Plan) -> None:
    for _try in range(10):
        sign(ben, plan, password="wrong")
    response = sign(ben, plan)
    assert response.status_code == 422
    assert "Too many tries" in text(response)
    assert not SignOff.objects.filter(step="receipt").exists()


def test_r17_what_the_request_proves_is_stored(ben: Client, plan: Plan) -> None:
    form = {"answer": "received", "digest": newest_version(plan).digest, "password": PASSWORD}
    headers = {"user-agent": "Browser/1", "x-forwarded-for": "9.9.9.9"}
    press_twice(ben, f"/cases/{plan.case.reference}/receipt/", form, headers=headers)
    signed = SignOff.objects.get(step="receipt")
    assert (signed.address, signed.user_agent) == ("127.0.0.1", "Browser/1")
    assert len(signed.session) == 16
    assert signed.session not in str(ben.session.session_key)


def test_the_password_is_never_shown_again(ben: Client, plan: Plan) -> None:
    response = sign(ben, plan, answer="disagreed", comment="")
    assert response.status_code == 422
    assert PASSWORD not in text(response)


def test_disagreeing_needs_words_and_lets_the_plan_run(ben: Client, plan: Plan) -> None:
    assert sign(ben, plan, answer="disagreed").status_code == 422
    assert sign(ben, plan, answer="disagreed", comment="I see it otherwise.").status_code == 302
    plan.refresh_from_db()
    assert plan.status == PlanStatus.ACTIVE


def test_r12_another_digest_is_refused_on_the_page(ben: Client, plan: Plan) -> None:
    response = sign(ben, plan, digest="0" * 64, comment="My own words")
    assert response.status_code == 422
    assert "has changed meanwhile" in text(response)
    assert "My own words" in text(response)


def test_pressed_twice_it_is_signed_once(ben: Client, plan: Plan) -> None:
    assert [sign(ben, plan).status_code for _press in range(2)] == [302, 409]
    assert SignOff.objects.filter(step="receipt").count() == 1


def test_the_outcome_is_signed_after_the_decision_and_once(who: People) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    client = signed_in(who.ben)
    assert "does not mean that I agree" in text(client.get(f"/cases/{plan.case.reference}/outcome/receipt/"))
    assert [sign(client, plan, "outcome/receipt").status_code for _press in range(2)] == [302, 409]
    assert list(SignOff.objects.values_list("step", flat=True)) == ["issue", "issue", "receipt", "decision", "outcome"]


def test_a_signature_sent_again_is_the_same_signature(ben: Client, plan: Plan) -> None:
    """As after a lost answer: the same key, one sign-off, and the person is led on."""
    page, first = (
        f"/cases/{plan.case.reference}/receipt/",
        {"answer": "received", "digest": newest_version(plan).digest},
    )
    second = fields_of(text(ben.post(page, {**first, "password": PASSWORD})), "signature")
    assert [ben.post(page, second).status_code for _try in range(3)] == [302, 302, 302]
    assert SignOff.objects.filter(step="receipt").count() == 1
    assert ben.post(page, {**second, "key": str(uuid.uuid4())}).status_code == 409


def test_nothing_is_signed_by_the_first_press(ben: Client, plan: Plan) -> None:
    form = {"answer": "disagreed", "comment": "My own words", "digest": newest_version(plan).digest}
    answer = ben.post(f"/cases/{plan.case.reference}/receipt/", {**form, "password": PASSWORD})
    assert "My own words" in text(answer)
    assert "I have received it and disagree with it" in text(answer)
    assert PASSWORD not in text(answer)
    assert not SignOff.objects.filter(step="receipt").exists()


def test_back_from_the_second_press_the_words_are_still_there(ben: Client, plan: Plan) -> None:
    page, form = f"/cases/{plan.case.reference}/receipt/", {"answer": "disagreed", "comment": "My own words"}
    first = ben.post(page, {**form, "digest": newest_version(plan).digest, "password": PASSWORD})
    back = ben.post(page, {**fields_of(text(first), "signature"), "back": "1"})
    assert back.status_code == 200
    assert "My own words" in text(back)
    assert not SignOff.objects.filter(step="receipt").exists()


def test_the_key_of_somebody_elses_signature_of_the_plan_is_refused(who: People) -> None:
    """Nobody's browser makes the same key twice; whoever sends one on purpose is told, and nothing is signed."""
    plan = plan_in(PlanStatus.APPROVED, who)
    taken = SignOff.objects.get(plan=plan).key
    page, ada = f"/cases/{plan.case.reference}/plan/issue/", signed_in(who.ada)
    first = ada.post(page, {"digest": newest_version(plan).digest, "password": PASSWORD})
    refused = ada.post(page, {**fields_of(text(first), "signature"), "key": str(taken)})
    assert refused.status_code == 422
    assert "has made a signature already" in text(refused)
    assert SignOff.objects.count() == 1
