"""HR names another manager while the old one writes: the next save finds nothing, and no word is lost."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from plans.models import Plan
from plans.states import PlanStatus
from tests.handing_over import today
from tests.journeys.conftest import Door, faults_of, is_sideways
from tests.world import People, plan_in

PHONE = ViewportSize(width=360, height=740)
OWN_WORDS = "A thought that came just now."


def page_of(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def name_gus(cleo: Page, plan: Plan) -> None:
    """From the case page, by searching; whoever is not searched for is not on the page."""
    cleo.goto(page_of(plan))
    cleo.get_by_role("link", name="Name another line manager").click()
    assert faults_of(cleo) == []
    cleo.get_by_label("In a few words").fill("She moves to the other plant.")
    cleo.get_by_label("Name or e-mail address").fill("gu")
    cleo.get_by_role("button", name="Search").click()
    expect(cleo.get_by_text("1 person found.")).to_be_focused()
    cleo.get_by_label("Gus").check()
    cleo.get_by_label("New reporting line or task").check()
    expect(cleo.get_by_label("In a few words")).to_have_value("She moves to the other plant.")
    assert faults_of(cleo) == []
    assert not is_sideways(cleo)
    cleo.get_by_role("button", name="Name another line manager").click()
    expect(cleo.get_by_text("It is done, and stands in the history.")).to_be_visible()
    expect(cleo.get_by_text("Who had a part before")).to_be_visible()


def test_the_old_managers_next_click_finds_nothing_and_the_new_one_finds_the_work(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.DRAFT, them)
    ada, cleo = enter(them.ada), enter(them.cleo, viewport=PHONE)
    ada.goto(page_of(plan, "plan/edit/"))
    name_gus(cleo, plan)
    ada.get_by_label("Facts and data").fill(OWN_WORDS)
    expect(ada.get_by_role("heading", name="There is nothing at this address")).to_be_visible()
    expect(ada.get_by_role("heading", name="Your last words were not saved")).to_be_visible()
    expect(ada.locator(".kept-words pre").filter(has_text=OWN_WORDS)).to_be_visible()
    assert faults_of(ada) == []
    answer = ada.goto(page_of(plan))
    assert answer is not None
    assert answer.status == 404
    plan.refresh_from_db()
    assert plan.document.basis.findings != OWN_WORDS
    gus = enter(them.gus)
    gus.get_by_role("link", name=re.compile("Write the plan")).click()
    expect(gus.get_by_label("Facts and data")).to_have_value(plan.document.basis.findings)


@pytest.mark.parametrize("script", [True, False])
def test_a_deputy_for_some_days(them: People, enter: Door, script: bool) -> None:  # noqa: FBT001
    """Also without JavaScript."""
    plan = plan_in(PlanStatus.ACTIVE, them)
    ada = enter(them.ada, java_script_enabled=script)
    ada.goto(page_of(plan))
    ada.get_by_role("link", name="Name a deputy").click()
    ada.get_by_label("Name or e-mail address").fill("fay")
    ada.get_by_role("button", name="Search").click()
    ada.get_by_label("Fay").check()
    day = str(today(plan.case))
    ada.get_by_label("First day").fill(day)
    ada.get_by_label("Last day, included").fill(day)
    ada.get_by_label("Why").fill("On leave.")
    ada.get_by_role("button", name="Name the deputy").click()
    expect(ada.get_by_text("deputises for Ada from")).to_be_visible()
    fay = enter(them.fay)
    fay.goto(page_of(plan))
    expect(fay.get_by_role("heading", name="Ben")).to_be_visible()
    ada.get_by_role("link", name="End a delegation").click()
    ada.get_by_role("button", name="End it now").click()
    answer = fay.reload()
    assert answer is not None
    assert answer.status == 404
