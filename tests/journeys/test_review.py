"""HR reviews with the keyboard alone, comments on a field and returns; then the second line approves."""

from playwright.sync_api import Page, ViewportSize, expect

from cases.models import CaseEvent
from plans.models import Plan
from plans.states import PlanStatus
from tests.journeys.conftest import Door, faults_of, is_sideways, sign
from tests.world import People, plan_in, submit

PHONE = ViewportSize(width=360, height=740)
MOST_STEPS = 150  # presses of Tab on one page

FOCUS = """() => {
  const at = document.activeElement, words = at.textContent || at.labels?.[0]?.textContent || "";
  return [words.replace(/\\s+/g, " ").trim(), getComputedStyle(at).outlineStyle];
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element whose words these are has the focus; its outline must be seen."""
    for _press in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus[0] == name:
            assert focus[1] != "none"
            return
    raise AssertionError(f"Tab does not reach: {name}")


def press(page: Page, name: str) -> None:
    """Enter, on what leads to another page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def clean(page: Page) -> None:
    assert faults_of(page) == []


def test_hr_reviews_by_keyboard_and_the_second_line_approves(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, them)
    cleo, ada, hal = enter(them.cleo), enter(them.ada), enter(them.hal)
    comment_on_a_field_and_return(cleo, plan)
    read_beside_the_field(ada, plan)
    submit(plan, them)
    answer_and_pass_on(cleo, plan)
    approve_above(hal)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.APPROVED
    acts = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]
    assert acts[-6:] == [
        "plans.submit_plan",
        "cases.add_comment",
        "plans.return_plan",
        "plans.submit_plan",
        "plans.pass_to_second_line",
        "plans.approve_second_line",
    ]


def comment_on_a_field_and_return(cleo: Page, plan: Plan) -> None:
    cleo.goto(f"/cases/{plan.case.reference}/plan/review/")
    clean(cleo)
    press(cleo, "Comment – Help you get")
    clean(cleo)
    tab_to(cleo, "Your comment")
    cleo.keyboard.type("Who takes over the late shift meanwhile?")
    expect(cleo.get_by_label("Only for the managers, HR and auditors")).to_be_checked()
    press(cleo, "Say it")
    expect(cleo.locator("#item-1-support")).to_contain_text("Who takes over the late shift meanwhile?")
    tab_to(cleo, "Go to your decision")
    cleo.keyboard.press("Enter")
    expect(cleo.locator("#decision")).to_be_focused()
    tab_to(cleo, "What must change?")
    cleo.keyboard.type("See what stands beside the help.")
    press(cleo, "Return with comments")
    expect(cleo.get_by_text("The plan is back with its manager.")).to_be_visible()


def read_beside_the_field(ada: Page, plan: Plan) -> None:
    ada.goto(f"/cases/{plan.case.reference}/plan/edit/")
    expect(ada.get_by_text("See what stands beside the help.")).to_be_visible()
    expect(ada.get_by_text("Who takes over the late shift meanwhile?").first).to_be_visible()


def answer_and_pass_on(cleo: Page, plan: Plan) -> None:
    cleo.goto(f"/cases/{plan.case.reference}/plan/review/")
    expect(cleo.get_by_text("What changed since version 1")).to_be_visible()
    cleo.locator("#decision").focus()
    for _question in range(4):
        tab_to(cleo, "Looked at: nothing against it")
        cleo.keyboard.press("Space")
    sign(cleo, "Approve, and ask Hal as well")
    expect(cleo.get_by_text("The plan is with the second-line manager now.")).to_be_visible()


def approve_above(hal: Page) -> None:
    hal.goto("/")
    press(hal, "Approve as second-line manager – Ben")
    clean(hal)
    hal.set_viewport_size(PHONE)
    assert not is_sideways(hal)
    sign(hal)
    expect(hal.get_by_text("Its manager can issue it now.")).to_be_visible()
