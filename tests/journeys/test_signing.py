"""The signing step as people meet it: by keyboard, on a phone without script, in two windows, too late, and back."""

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Page, ViewportSize, expect

from cases.models import CaseEvent, SigningToken
from cases.signing import LIFETIME
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from tests.journeys.conftest import Door, faults_of, is_sideways
from tests.journeys.keyboard import tab_to, write
from tests.world import PASSWORD, People, plan_in

pytestmark = pytest.mark.usefixtures("forgotten_tries")

PHONE = ViewportSize(width=360, height=740)
WORDS = "The target is fair.\nThe torque chart is not at my bench yet."


@pytest.fixture
def plan(them: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, them)


def receipt(plan: Plan) -> str:
    return f"/cases/{plan.case.reference}/receipt/"


def say(page: Page, plan: Plan, words: str = WORDS) -> None:
    """Everything of the first press but the press."""
    page.goto(receipt(plan))
    page.get_by_label("I have received it and disagree with it").check()
    page.get_by_label("Your words").fill(words)
    page.get_by_label("Your password, once more").fill(PASSWORD)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.get_by_role("heading", name="Check, then sign")).to_be_visible()


def signed() -> SignOff:
    return SignOff.objects.get(step=Step.RECEIPT)


def test_signing_with_nothing_but_the_keyboard(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    page.goto(receipt(plan))
    tab_to(page, "answer")
    page.keyboard.press("ArrowDown")
    write(page, "comment", "My own words")
    write(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check, then sign")).to_be_visible()
    expect(page.locator("[data-focus]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign now")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert (signed().answer, signed().comment) == ("disagreed", "My own words")


def test_a_wrong_password_is_said_where_the_focus_goes(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    say(page, plan)
    page.get_by_label("Your password, once more").fill("not my password")
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.locator(".prove-fault")).to_be_focused()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value(WORDS)
    assert faults_of(page) == []


def test_on_a_phone_without_script(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben, viewport=PHONE, java_script_enabled=False)
    say(page, plan)
    go_on(page)
    expect(page.get_by_text("The torque chart is not at my bench yet.")).to_be_visible()
    page.get_by_role("button", name="Back, to change something").click()
    expect(page.get_by_label("Your words")).to_have_value(WORDS)
    page.get_by_label("Your words").fill("Shorter.")
    page.get_by_label("Your password, once more").fill(PASSWORD)
    go_on(page)
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert signed().comment == "Shorter."


def test_no_page_of_it_is_sideways_on_a_phone(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben, viewport=PHONE)
    say(page, plan)
    assert not is_sideways(page)
    go_on(page)
    assert not is_sideways(page)
    page.get_by_role("button", name="Sign now").click()
    page.get_by_role("link", name="Receipt of the plan").click()
    expect(page.get_by_text("What was signed still stands")).to_be_visible()
    assert not is_sideways(page)


def test_two_windows_of_one_person_make_one_signature(them: People, plan: Plan, enter: Door) -> None:
    first = enter(them.ben)
    second = first.context.new_page()
    for page, words in ((first, "From the first window"), (second, "From the second window")):
        say(page, plan, words)
        go_on(page)
    first.get_by_role("button", name="Sign now").click()
    expect(first.get_by_text("You have signed. Thank you.")).to_be_visible()
    second.get_by_role("button", name="Sign now").click()
    expect(second.get_by_role("heading", name="This cannot be done at this moment")).to_be_visible()
    second.get_by_text("What you typed, for you to copy").click()
    expect(second.get_by_text("From the second window")).to_be_visible()
    assert signed().comment == "From the first window"


def test_the_back_button_after_signing_signs_nothing_more(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    say(page, plan)
    go_on(page)
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    page.go_back()
    if page.get_by_role("button", name="Sign now").is_visible():
        page.get_by_role("button", name="Sign now").click()
        expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    acts = [event.act for event in CaseEvent.objects.all()]
    assert acts.count("reviews.sign_receipt") == 1
    assert SignOff.objects.filter(step=Step.RECEIPT).count() == 1


def test_a_proof_that_ran_out_leads_back_with_the_words(them: People, plan: Plan, enter: Door) -> None:
    page = enter(them.ben)
    say(page, plan)
    go_on(page)
    late = LIFETIME + timedelta(seconds=1)
    SigningToken.objects.update(made_at=F("made_at") - late, expires_at=F("expires_at") - late)
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_role("alert").get_by_text("Show once more that it is you").first).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value(WORDS)
    expect(page.get_by_label("I have received it and disagree with it")).to_be_checked()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    go_on(page)
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert signed().comment.replace("\r\n", "\n") == WORDS


def test_the_review_is_signed_with_its_answers_in_words(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, them)
    page = enter(them.cleo)
    page.goto(f"/cases/{plan.case.reference}/plan/review/")
    questions = page.locator(".decision fieldset.field-set")
    questions.first.wait_for()
    for question in questions.all():
        question.get_by_role("radio").first.check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Approve the plan").click()
    expect(page.get_by_role("heading", name="Check, then sign")).to_be_visible()
    answers = page.locator(".signed-words dd")
    assert set(answers.all_inner_texts()) == {"Looked at: nothing against it"}
    assert faults_of(page) == []
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_text("The plan is approved.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_it_is_clean(them: People, plan: Plan, enter: Door, theme: str) -> None:
    page = enter(them.ben, color_scheme=theme)
    say(page, plan)
    faults = faults_of(page)
    go_on(page)
    faults += faults_of(page)
    page.get_by_role("button", name="Sign now").click()
    for address in ("sign-offs/", f"sign-offs/{signed().pk}/", "history/"):
        page.goto(f"/cases/{plan.case.reference}/{address}")
        faults += faults_of(page)
    others = enter(them.ada, color_scheme=theme)
    others.goto(f"/cases/{plan.case.reference}/sign-offs/{signed().pk}/")
    expect(others.get_by_text("recorded, not shown to you")).to_have_count(3)
    assert faults + faults_of(others) == []
    assert signed().address == "127.0.0.1"
    assert signed().address not in others.inner_text("main")
