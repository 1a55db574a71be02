"""A passkey is made on the account page and signs a receipt, in a browser with an authenticator of its own."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, Request, expect

from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from tests.journeys.conftest import Door, faults_of
from tests.world import PASSWORD, People, plan_in

pytestmark = pytest.mark.usefixtures("forgotten_tries")

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def plan(them: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, them)


def with_authenticator(page: Page) -> Any:
    """A key in this browser; the session tells it how to behave."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


def make_passkey(page: Page, name: str = "My phone") -> None:
    """Through the account page: the password once more, then the key."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    if page.get_by_role("heading", name="Is it you?").is_visible():
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("A name for it").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()


def credential_in(request: Request) -> str:
    """What a browser sent as the key's answer."""
    return str(dict(parse_qsl(request.post_data or ""))["credential"])


def fill_receipt(page: Page, plan: Plan, words: str = "") -> None:
    page.goto(f"/cases/{plan.case.reference}/receipt/")
    page.get_by_label("I have received it", exact=False).first.check()
    page.get_by_label("Your words").fill(words)


def test_a_passkey_made_on_the_account_page_signs_the_receipt(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My phone")).to_be_visible()
    assert faults_of(page) == []
    fill_receipt(page, plan, "I will do my part.")
    assert faults_of(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("I will do my part.")).to_be_visible()
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert SignOff.objects.get(step=Step.RECEIPT).factor == "webauthn"


def test_a_key_that_gives_no_answer_leaves_the_password(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    session = with_authenticator(page)
    make_passkey(page)
    session.send("WebAuthn.disable")
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, "isUserVerified": False}})
    fill_receipt(page, plan, "My own words")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("#sign").get_by_text("Your passkey gave no answer.")).to_be_visible()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert SignOff.objects.get(step=Step.RECEIPT).factor == "password"


def test_an_answer_sent_again_proves_nothing(them: People, plan: Plan, enter: Door) -> None:
    """The challenge is used up with the first press; the words stay."""
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    fill_receipt(page, plan, "My own words")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign now")).to_be_visible()
    answer = credential_in(sent.value)
    assert json.loads(answer)["response"]["signature"]
    fill_receipt(page, plan, "My own words")
    page.evaluate("answer => { document.querySelector('input[name=credential]').value = answer }", answer)
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.get_by_text("This passkey was not accepted.")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("My own words")
    assert answer not in page.content()
    assert not SignOff.objects.filter(step=Step.RECEIPT).exists()


def test_the_key_of_somebody_else_proves_nothing(them: People, plan: Plan, enter: Door) -> None:
    """Ada's key answers Ben's challenge, at the same browser."""
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    hers = enter(them.ada)
    with_authenticator(hers)
    make_passkey(hers, "Ada's")
    fill_receipt(page, plan, "My own words")
    asked = page.evaluate("() => document.querySelector('[data-passkey] script').textContent")
    hers.goto("/accounts/2fa/webauthn/reauthenticate/")
    forged = json.loads(hers.evaluate("() => document.querySelector('[data-passkey] script').textContent"))
    forged["publicKey"]["challenge"] = json.loads(asked)["publicKey"]["challenge"]
    hers.evaluate("text => { document.querySelector('[data-passkey] script').textContent = text }", json.dumps(forged))
    with hers.expect_request(lambda request: request.method == "POST") as sent:
        hers.get_by_role("button", name="Use your passkey").click()
    answer = credential_in(sent.value)
    page.evaluate("answer => { document.querySelector('input[name=credential]').value = answer }", answer)
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.get_by_text("This passkey was not accepted.")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("My own words")


def test_two_windows_each_with_a_question_of_its_own(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    fill_receipt(page, plan, "From the first window")
    other = page.context.new_page()
    other.goto(f"/cases/{plan.case.reference}/receipt/")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign now")).to_be_visible()


def test_a_passkey_is_the_second_step_of_signing_in(them: People, enter: Door) -> None:
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    page.locator("summary.tool-user").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", them.ben.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button:not([type=button])")
    assert faults_of(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("summary.tool-user")).to_be_visible()


def test_where_no_key_can_work_the_page_asks_for_the_password(
    them: People, plan: Plan, enter: Door, live_server: Any
) -> None:
    """At an address that is a number."""
    page = enter(them.ben)
    with_authenticator(page)
    make_passkey(page)
    numbered = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{numbered}/accounts/login/")
    page.fill("input[name=login]", them.ben.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button:not([type=button])")
    expect(page.get_by_role("button", name="Use your passkey")).to_have_count(0)
