"""A manager records a refusal before a witness, who attests it on a phone; the plan runs, and is signed later."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from cases.models import CaseEvent
from plans.models import Plan
from plans.states import PlanStatus
from tests.journeys.conftest import Door, faults_of, is_sideways, sign
from tests.world import People, plan_in

PHONE = ViewportSize(width=360, height=740)


def clean(page: Page) -> None:
    assert faults_of(page) == []
    assert not is_sideways(page)


def test_a_refusal_is_recorded_attested_and_signed_after_all(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    record(enter(them.ada), plan)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.ACTIVE
    attest(enter(them.gus, viewport=PHONE))
    sign_after_all(enter(them.ben, viewport=PHONE), plan)
    acts = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]
    assert [act for act in acts if act != "plans.view_version"][-3:] == [
        "reviews.record_refusal",
        "reviews.attest_refusal",
        "reviews.sign_receipt",
    ]


def record(page: Page, plan: Plan) -> None:
    """The witness is searched for; what was typed before stays."""
    page.goto(plan.case.get_absolute_url())
    page.get_by_role("link", name="Record a refusal to sign").click()
    page.get_by_label("When did you present the plan?").fill(f"{timezone.now():%Y-%m-%dT%H:%M}")
    page.get_by_label("Where?").fill("Room 4")
    page.get_by_label("Which reason did they give?").fill("He wants to think about it.")
    page.get_by_label("Name or e-mail address").fill("gus")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Gus").check()
    expect(page.get_by_label("Where?")).to_have_value("Room 4")
    page.get_by_role("button", name="Record it for good").click()
    expect(page.get_by_text("The witnesses are asked, and the plan runs.")).to_be_visible()
    expect(page.get_by_text("Asked, has not answered yet")).to_be_visible()
    clean(page)


def attest(page: Page) -> None:
    """From home, on a phone; nothing of the plan is there to be seen."""
    page.get_by_role("link", name="Say what you saw").click()
    expect(page.get_by_text("handed a written plan to Ben")).to_be_visible()
    clean(page)
    page.get_by_label("I was there and saw it").check()
    page.get_by_label("In your own words").fill("I sat beside them.")
    page.get_by_role("button", name="Send it for good").click()
    expect(page.get_by_text("I sat beside them.")).to_be_visible()
    clean(page)
    page.goto("/")
    expect(page.get_by_text("Nothing waits for you now.")).to_be_visible()


def sign_after_all(page: Page, plan: Plan) -> None:
    page.goto(plan.case.get_absolute_url())
    expect(page.get_by_text("you can still sign, comment and object")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_label("I have received it, and say no more for now").check()
    sign(page)
    expect(page.get_by_text("Receipt signed").first).to_be_visible()
    clean(page)


def test_the_employee_says_on_a_phone_without_scripts_that_they_do_not_sign(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    page = enter(them.ben, viewport=PHONE, java_script_enabled=False)
    page.goto(f"{plan.case.get_absolute_url()}receipt/")
    page.get_by_role("link", name="I do not want to sign").click()
    page.get_by_role("button", name="I do not sign").click()
    expect(page.get_by_text("Signature refused").first).to_be_visible()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.ACTIVE
    assert plan.refusals.get().at > timezone.now() - timedelta(minutes=5)
