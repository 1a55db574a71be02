"""A running plan is changed by its people, each in a browser of their own; another is paused and goes on later."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Locator, Page, ViewportSize, expect

from cases.models import CaseEvent
from plans.models import Plan, SignOff
from plans.states import AmendmentStatus, Answer, PlanStatus, Step
from tests.amending import AWAY, BACK, REASON
from tests.journeys.conftest import Door, faults_of, is_sideways, sign
from tests.world import END, PASSWORD, People, plan_in

PHONE = ViewportSize(width=360, height=740)
OBJECTION = "The press comes in June.\nThree per cent is still not fair."
AFTER_FIVE_DAYS = [("Mar 30, 2026", "Apr 6, 2026"), ("May 1, 2026", "May 8, 2026")]
SHORT = {"Mar.": "Mar", "March": "Mar", "Apr.": "Apr", "April": "Apr"}


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Counted tries are kept in Valkey, which no test empties by itself."""
    cache.clear()


@pytest.fixture
def plan(them: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, them)


def page_of(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def clean(page: Page) -> None:
    assert faults_of(page) == []
    assert not is_sideways(page)


def changes(page: Page) -> list[tuple[str, str, str]]:
    """What the page shows: each field with what stood there and what stands there now. Its styles say what is shown."""
    page.wait_for_load_state()
    rows: list[Locator] = page.locator(".compared-row:not(.compared-head)").all()
    told = [[cell.inner_text() for cell in row.locator("> *").all()] for row in rows]
    return [(name, _said(before), _said(after)) for name, before, after in told]


def _said(cell: str) -> str:
    """Without the name of its side, which a narrow screen shows."""
    words = re.sub(r"^(Before|After)\s+", "", cell.strip())
    return " ".join(SHORT.get(word, word) for word in words.split())


def test_a_change_is_begun_returned_mended_issued_and_received(them: People, plan: Plan, enter: Door) -> None:
    ada, cleo = enter(them.ada), enter(them.cleo)
    begin(ada, plan)
    write(ada, plan, "3")
    submit(ada, [("Item 1 · Target", "2", "3")])
    send_back(cleo)
    mend(ada, plan)
    approve(cleo, plan)
    issue(ada)
    goes_on_as_it_was(plan)
    receive(enter(them.ben, viewport=PHONE), plan)
    assert acts_of(plan)[-7:] == [
        "plans.begin_amendment",
        "plans.submit_amendment",
        "plans.return_amendment",
        "plans.submit_amendment",
        "plans.approve_amendment",
        "plans.issue_amendment",
        "reviews.sign_receipt",
    ]


def acts_of(plan: Plan) -> list[str]:
    events = CaseEvent.objects.filter(case=plan.case).order_by("seq")
    return [event.act for event in events if event.act != "plans.view_version"]


def begin(page: Page, plan: Plan) -> None:
    """One answer is forgotten at first: the others stay as they were given."""
    page.goto(page_of(plan))
    page.get_by_role("link", name="Change the plan").click()
    page.get_by_role("radio", name="Change", exact=True).check()
    page.get_by_label("Why?").fill(REASON)
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    page.get_by_role("button", name="Go on to write it").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value(REASON)
    expect(page.get_by_role("radio", name="Change", exact=True)).to_be_checked()
    clean(page)
    page.get_by_role("radio", name="The employee").check()
    page.get_by_role("button", name="Go on to write it").click()
    expect(page.get_by_text("This is change 1 of the plan: Change")).to_be_visible()


def write(page: Page, plan: Plan, target: str) -> None:
    page.goto(page_of(plan, "plan/edit/"))
    page.locator("input[name$='-target']").fill(target)
    expect(page.locator("[data-state]")).to_have_text(re.compile("^Saved"))
    page.locator("#readiness").get_by_role("link", name="See what changes, and submit").click()


def submit(page: Page, shown: list[tuple[str, str, str]]) -> None:
    expect(page.get_by_role("heading", name="Submit change 1 to HR")).to_be_visible()
    assert changes(page) == shown
    clean(page)
    page.get_by_role("button", name="Submit the change to HR").click()
    expect(page.get_by_text("The change is with HR now.")).to_be_visible()


def send_back(page: Page) -> None:
    """From home; nobody can return it without saying why."""
    page.goto("/")
    page.get_by_role("link", name="Review the change").click()
    assert changes(page) == [("Item 1 · Target", "2", "3")]
    page.get_by_label("What must change?").fill("Three is what the team has. Say 2.5.")
    page.get_by_role("button", name="Return with comments").click()
    expect(page.get_by_text("The change is back with the manager.")).to_be_visible()


def mend(page: Page, plan: Plan) -> None:
    page.goto(page_of(plan))
    expect(page.get_by_text("Returned with comments").first).to_be_visible()
    write(page, plan, "2.5")
    submit(page, [("Item 1 · Target", "2", "2.5")])


def approve(page: Page, plan: Plan) -> None:
    """The second press is pressed twice, and again after the back button: it is one signature."""
    page.goto(page_of(plan, "plan/changes/review/"))
    assert changes(page) == [("Item 1 · Target", "2", "2.5")]
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Approve the change").click()
    page.get_by_role("button", name="Sign now").dblclick()
    expect(page.get_by_text("The change is approved. The manager can issue it now.")).to_be_visible()
    page.go_back()
    if page.get_by_role("button", name="Sign now").is_visible():
        page.get_by_role("button", name="Sign now").click()
        expect(page.get_by_role("heading", name="Ben", exact=True)).to_be_visible()
    version = plan.amendments.get().version
    assert SignOff.objects.filter(version=version, step=Step.ISSUE).count() == 1
    assert acts_of(plan).count("plans.approve_amendment") == 1


def issue(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Issue the change").click()
    expect(page.get_by_text("Until then the plan goes on as version 1 says.")).to_be_visible()
    clean(page)
    sign(page)
    expect(page.get_by_text("The change is issued. The employee is told by mail.")).to_be_visible()


def goes_on_as_it_was(plan: Plan) -> None:
    plan.refresh_from_db()
    assert (plan.status, plan.issued) == (PlanStatus.ACTIVE, 1)
    assert str(plan.items.get().target) == "2.00"


def receive(page: Page, plan: Plan) -> None:
    """On a phone: what changes stands before the answer. The objection is signed as it was written."""
    page.goto(page_of(plan))
    page.get_by_role("link", name="Read and sign").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert changes(page) == [("Item 1 · Target", "2", "2.5")]
    clean(page)
    page.get_by_label("I have received it and disagree with it").check()
    page.get_by_label("Your words").fill(OBJECTION)
    sign(page)
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
    expect(page.get_by_text("Three per cent is still not fair.")).to_have_count(1)
    clean(page)
    signed = SignOff.objects.get(version__number=3, step=Step.RECEIPT)
    assert (signed.answer, signed.comment.replace("\r\n", "\n")) == (Answer.DISAGREED, OBJECTION)
    plan.refresh_from_db()
    assert plan.amendments.get().status == AmendmentStatus.IN_FORCE
    assert (plan.issued, str(plan.items.get().target)) == (3, "2.50")


def test_a_plan_is_paused_asks_nothing_and_goes_on_later_by_the_days_paused(
    them: People, plan: Plan, enter: Door
) -> None:
    cleo, ada, ben = enter(them.cleo), enter(them.ada), enter(them.ben, viewport=PHONE)
    pause(cleo, plan)
    nothing_is_asked(ada, ben, plan)
    go_on(cleo, plan)
    read_the_new_dates(ben, plan)


def pause(page: Page, plan: Plan) -> None:
    """A day that lies ahead is refused, with the words kept."""
    page.goto(page_of(plan))
    page.get_by_role("link", name="Pause the plan").click()
    page.get_by_label("Paused from").fill(str(timezone.localdate() + timedelta(days=3)))
    page.get_by_label("Why?").fill("Leave that was agreed.")
    page.get_by_role("button", name="Pause the plan").click()
    expect(page.get_by_text("this day lies ahead").first).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value("Leave that was agreed.")
    clean(page)
    page.get_by_label("Paused from").fill(str(AWAY))
    page.get_by_role("button", name="Pause the plan").click()
    expect(page.get_by_text("Nobody is reminded of anything meanwhile.")).to_be_visible()
    expect(page.locator(".stage-step[aria-current]")).to_contain_text("Paused")


def nothing_is_asked(ada: Page, ben: Page, plan: Plan) -> None:
    for page in (ada, ben):
        page.goto("/")
        expect(page.get_by_text("Nothing waits for you now.")).to_be_visible()
        page.goto(page_of(plan))
        expect(page.get_by_text("This step needs nothing from you.")).to_be_visible()
        checkpoints = page.locator("section", has=page.get_by_role("heading", name="Checkpoints"))
        expect(checkpoints.get_by_text("overdue")).to_have_text("overdue when the plan was paused")
        clean(page)


def go_on(page: Page, plan: Plan) -> None:
    """The dates are shown before they are signed; the day before the pause is refused."""
    page.goto("/")
    page.get_by_role("link", name="Let the plan go on").click()
    page.get_by_label("The plan goes on from").fill(str(AWAY))
    page.get_by_role("button", name="Show the dates that follow").click()
    expect(page.get_by_text("The plan goes on after the first day of its pause.").first).to_be_visible()
    page.get_by_label("The plan goes on from").fill(str(BACK))
    page.get_by_role("button", name="Show the dates that follow").click()
    expect(page.get_by_text("5 working days lie between")).to_be_visible()
    assert {moved[1:] for moved in changes(page)} == set(AFTER_FIVE_DAYS)
    clean(page)
    sign(page)
    expect(page.get_by_text("The employee is asked to sign that they received its new dates.")).to_be_visible()
    plan.refresh_from_db()
    assert (plan.status, plan.ends_on) == (PlanStatus.ACTIVE, END + timedelta(days=7))
    days = plan.checkpoints.filter(replaced_in=None).order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [date(2026, 3, 16), date(2026, 4, 6)]


def read_the_new_dates(page: Page, plan: Plan) -> None:
    page.goto(page_of(plan))
    expect(page.get_by_text("5 working days")).to_have_count(1)
    page.get_by_role("link", name="Read and sign").click()
    assert {moved[1:] for moved in changes(page)} == set(AFTER_FIVE_DAYS)
    clean(page)
    page.get_by_label("I have received it, and say no more for now").check()
    sign(page)
    expect(page.get_by_text("You have signed. Thank you.")).to_be_visible()
