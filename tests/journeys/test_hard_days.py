"""What goes wrong for real people: an ended session, two windows, a double click, the back button, no script."""

import re

from playwright.sync_api import Page, expect

from cases.models import CaseEvent
from plans.models import Plan, SignOff
from plans.states import PlanStatus
from tests.journeys.conftest import Door, expire_session, is_sideways, sign, sign_in
from tests.world import PASSWORD, People, plan_in

PHONE = {"viewport": {"width": 360, "height": 740}}


def page_of(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def test_words_survive_a_session_that_ended_in_the_middle_of_a_form(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.DRAFT, them)
    ada = enter(them.ada)
    ada.goto(page_of(plan, "plan/edit/"))
    ada.get_by_label("Facts and data").fill("A long thought that took an hour.")
    expire_session(ada)
    ada.get_by_role("button", name="Save the draft").click()
    expect(ada).to_have_url(re.compile("/accounts/login/"))
    sign_in(ada, them.ada)
    expect(ada.get_by_text("Your words are back")).to_be_visible()
    expect(ada.get_by_label("Facts and data")).to_have_value("A long thought that took an hour.")
    expect(ada.locator("[data-state]")).to_have_text("Not saved yet")
    ada.get_by_role("button", name="Save the draft").click()
    expect(ada.locator("[data-state]")).to_contain_text("Saved")
    plan.refresh_from_db()
    assert plan.document.basis.findings == "A long thought that took an hour."


def test_somebody_else_at_the_same_browser_does_not_get_the_words(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ACTIVE, them)
    ada = enter(them.ada)
    ada.goto(page_of(plan, "comment/plan/"))
    ada.get_by_label("Your comment").fill("Meant for nobody else.")
    expire_session(ada)
    ada.get_by_role("button", name="Say it").click()
    sign_in(ada, them.cleo)
    expect(ada.get_by_label("Your comment")).to_have_value("")


def test_words_survive_signing_in_again_in_another_window(them: People, enter: Door) -> None:
    """The token of the older page is stale then."""
    plan = plan_in(PlanStatus.ACTIVE, them)
    ada = enter(them.ada)
    ada.goto(page_of(plan, "comment/plan/"))
    ada.get_by_label("Your comment").fill("Typed before.")
    other = ada.context.new_page()
    expire_session(other)
    other.goto("/")
    sign_in(other, them.ada)
    ada.get_by_role("button", name="Say it").click()
    expect(ada.get_by_label("Your comment")).to_have_value("Typed before.")
    ada.get_by_role("button", name="Say it").click()
    expect(ada.get_by_text("Your comment is in the case.")).to_be_visible()


def test_a_double_click_says_it_once(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ACTIVE, them)
    ben = enter(them.ben)
    ben.goto(page_of(plan, "comment/plan/"))
    ben.get_by_label("Your comment").fill("Once.")
    ben.get_by_role("button", name="Say it").dblclick()
    expect(ben.get_by_text("Your comment is in the case.")).to_be_visible()
    assert sum(event.act == "cases.add_comment" for event in CaseEvent.objects.filter(case=plan.case)) == 1


def test_the_back_button_after_a_step_says_that_the_case_moved_on(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.DRAFT, them)
    ada = enter(them.ada)
    ada.goto(page_of(plan, "plan/submit/"))
    ada.get_by_role("button", name="Submit to HR").click()
    ada.go_back()
    if ada.get_by_role("button", name="Submit to HR").count():  # the browser kept the page: press it again
        ada.get_by_role("button", name="Submit to HR").click()
    expect(ada.get_by_text("This cannot be done at this moment")).to_be_visible()
    plan.refresh_from_db()
    assert plan.frozen == 1


def test_a_refused_step_gives_the_words_back(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, them)
    cleo = enter(them.cleo)
    cleo.goto(page_of(plan, "plan/return/"))
    other = cleo.context.new_page()
    other.goto(page_of(plan, "plan/cancel/"))
    other.get_by_label("Why is the plan cancelled?").fill("Moved to another post.")
    other.get_by_role("button", name="Cancel the plan for good").click()
    cleo.get_by_label("What must change?").fill("Name the batch.")
    cleo.get_by_role("button", name="Return with comments").click()
    expect(cleo.get_by_text("This cannot be done at this moment")).to_be_visible()
    cleo.get_by_text("What you typed, for you to copy").click()
    expect(cleo.get_by_text("Name the batch.")).to_be_visible()


def test_the_employee_reads_and_signs_on_a_phone_without_script(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    ben = enter(them.ben, java_script_enabled=False, **PHONE)
    ben.get_by_role("link", name="Sign the receipt").first.click()
    ben.get_by_label("I have received it and agree with it").check()
    sign(ben)
    expect(ben.get_by_text("You have signed. Thank you.")).to_be_visible()
    assert SignOff.objects.filter(plan=plan, part="subject").count() == 1


def test_signing_works_by_keyboard_alone(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    ben = enter(them.ben)
    ben.goto(page_of(plan, "receipt/"))
    tab_to(ben, "answer")
    ben.keyboard.press("Space")
    tab_to(ben, "password")
    ben.keyboard.type(PASSWORD)
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Nothing is signed yet.")).to_be_visible()
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("You have signed. Thank you.")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_no_page_of_the_employee_scrolls_sideways_on_a_phone(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    ben = enter(them.ben, **PHONE)
    wide = [path for path in ("", "plan/", "receipt/", "history/", "comment/plan/") if turns(ben, page_of(plan, path))]
    assert wide == []


def turns(page: Page, path: str) -> bool:
    page.goto(path)
    return is_sideways(page)
