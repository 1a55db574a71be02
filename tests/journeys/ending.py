"""A plan's end as its people walk it, page by page: each step found by its words, each page clean for axe."""

from collections.abc import Sequence
from datetime import timedelta

from playwright.sync_api import FilePayload, Page, expect

from cases.models import CaseEvent
from cases.verify import verify
from plans.models import Plan
from reviews.states import Result
from tests.journeys.conftest import faults_of, is_sideways, sign
from tests.world import END

TODAY = END + timedelta(days=1)  # the plan ended yesterday (`after_the_plan`)
PROOF = FilePayload(name="proof.txt", mimeType="text/plain", buffer=b"Signed by both sides.")
BEGUN = ["cases.open_case", "plans.start_plan", "plans.submit_plan", "plans.approve_plan", "plans.issue_plan"]
RUNNING = [*BEGUN, "reviews.sign_receipt"]
MEASURED = [*RUNNING, "reviews.hold_checkpoint", "reviews.hold_checkpoint"]
REVIEWED = ["reviews.open_final_review", "reviews.summarise_plan", "reviews.propose_outcome", "reviews.decide_outcome"]
SEEN = ("plans.view_version", "cases.read_as_hearer")  # somebody looked, and did nothing
SUMMARY = "The coaching helped; the jig came late."
LATE = "Two hours a week (Shift lead), needed by March 2, 2026: not delivered."
PROMISED = "What was promised and did not come"
NO_BEARING = "Said in the summary; it did not bear on the result."


def case_page(plan: Plan) -> str:
    return f"/cases/{plan.case.reference}/"


def press(page: Page, name: str) -> None:
    """A button or link by its words, on a page that is clean and never sideways."""
    clean(page)
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def clean(page: Page) -> None:
    assert faults_of(page) == []
    assert not is_sideways(page)


def fill(page: Page, values: dict[str, object]) -> None:
    for label, value in values.items():
        page.get_by_label(label).fill(str(value))


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def review(ada: Page, ben: Page, plan: Plan) -> None:
    """Opened by the manager; the employee speaks first."""
    ada.goto(case_page(plan))
    press(ada, "Open the final review")
    press(ada, "Open the final review")
    says(ada, "The employee is asked to sum up first.")
    ben.goto("/")
    press(ben, "Sum up in your own words")
    ben.get_by_label("In general").fill(SUMMARY)
    press(ben, "Hand in your summary")
    says(ben, "It stays as you wrote it.")


def propose(ada: Page, plan: Plan, result: Result, value: str) -> None:
    """Kept as a draft first. What improved is said unless nothing did; why not, unless everything did."""
    ada.goto(case_page(plan))
    press(ada, "Write the assessment")
    says(ada, SUMMARY)
    ada.locator("[name=item-1-value]").fill(value)
    press(ada, "Save as a draft")
    expect(ada.locator("[name=item-1-value]")).to_have_value(value)
    ada.locator("[name=item-1-result]").select_option(result)
    fill(ada, {"What improved": "" if result == Result.NOT_MET else "Fewer errors at the bench."})
    fill(ada, {"Why the rest did not": "" if result == Result.MET else "The jig came late."})
    ada.locator("[name=item-1-evidence]").fill("Inspection log")
    ada.get_by_label("Outcome of the plan").select_option(result)
    ada.locator("[name=summary]").fill("As the log says.")
    if result == Result.MET:
        ada.locator("[name=recognition]").fill("They showed the sequence to two others.")
    press(ada, "Propose the outcome")
    says(ada, "The outcome is with HR now.")


def decide(cleo: Page, reasons: Sequence[str], because: str = LATE) -> None:
    """In spite of what the company did not keep: the checklist names it, and each needs its reason."""
    cleo.goto("/")
    press(cleo, "Decide the outcome")
    expect(cleo.locator("#checklist").get_by_text("Needs your reason")).to_have_count(len(reasons))
    expect(cleo.locator("#checklist")).to_contain_text(because)
    clean(cleo)
    for block in reasons:
        cleo.get_by_label(block).fill(NO_BEARING)
    sign(cleo)
    says(cleo, "The outcome is decided.")


def answer(ben: Page, plan: Plan, *, reads: str, says_too: str = "") -> None:
    """The outcome is received; whoever disagrees says so in their own words."""
    ben.goto(case_page(plan))
    press(ben, "Sign receipt of the outcome")
    says(ben, reads)
    ben.get_by_label(f"I have received it and {'disagree' if says_too else 'agree'} with it").check()
    ben.get_by_label("Your words").fill(says_too)
    clean(ben)
    sign(ben)
    says(ben, "You have signed. Thank you.")


def close(cleo: Page, plan: Plan) -> None:
    cleo.goto(case_page(plan))
    press(cleo, "Close the case")
    press(cleo, "Close the case")
    says(cleo, "The case is closed.")


def assert_history(plan: Plan, acts: Sequence[str]) -> None:
    """Exactly these acts in this order, and the chain of all events verifies."""
    found = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]
    done = [act for act in found if act not in SEEN]
    assert done == [*acts], done
    assert verify(plan.case.reference) == len(found)
