"""One case through real browsers, from its first draft to its end, by the three people in it."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from cases.models import CaseEvent, CaseFile
from cases.verify import verify
from tests.journeys.conftest import Door, faults_of, sign
from tests.world import People

TODAY = date.today()  # noqa: DTZ011 - the browser's own day
END = TODAY + timedelta(days=60)

ACTS = [
    "cases.open_case",
    "plans.start_plan",
    "plans.submit_plan",
    "plans.return_plan",
    "plans.submit_plan",
    "plans.approve_plan",
    "plans.issue_plan",
    "plans.view_version",
    "cases.add_comment",
    "reviews.sign_receipt",
    "reviews.hold_checkpoint",
    "reviews.add_employee_note",
    "reviews.open_final_review",
    "reviews.summarise_plan",
    "reviews.propose_outcome",
    "reviews.decide_outcome",
    "reviews.sign_outcome",
    "reviews.close_case",
]


def press(page: Page, name: str) -> None:
    """A button or link by its words; every page on the way is clean for axe."""
    assert faults_of(page) == []
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def fill(page: Page, values: dict[str, Any]) -> None:
    for label, value in values.items():
        page.get_by_label(label, exact=label == "Target").first.fill(str(value))


def test_a_case_runs_from_open_to_closed(them: People, enter: Door) -> None:
    ada, cleo, ben = enter(them.ada), enter(them.cleo), enter(them.ben)
    open_and_draft(ada)
    reference = CaseFile.objects.visible_to(them.ada).get().reference
    submit_return_and_approve(ada, cleo)
    ada.goto("/")
    press(ada, "Issue the plan")
    sign(ada)
    receive(ben)
    hold(ada)
    note(ben, reference)
    end(ada, cleo, ben, reference)
    case = CaseFile.objects.visible_to(them.ada).get()
    assert [event.act for event in CaseEvent.objects.filter(case=case).order_by("seq")] == ACTS
    assert verify(reference) == len(ACTS)


def open_and_draft(ada: Page) -> None:
    press(ada, "Open a case")
    ada.get_by_label("Employee").select_option(label="Ben")
    ada.get_by_label("HR partner").select_option(label="Cleo")
    press(ada, "Open the case")
    press(ada, "Begin with an empty plan")
    fill(
        ada,
        {
            "Appraisal rating": "Below expectations",
            "Facts and data": "Errors at 6 %; the team is at 2 %.",
            "Standard or policy relied on": "Assembly standard",
            "Version or date of the standard": "4.2",
            "Given on": TODAY - timedelta(days=20),
            "What was said": "Follow the torque sequence.",
            "Starts on": TODAY,
            "Ends on": END,
            "If the targets are met": "Recognition.",
            "If the targets are not met": "More training.",
        },
    )
    ada.get_by_label("Checkpoint on").first.fill(str(TODAY))
    press(ada, "Save the draft")
    add_item(ada)
    expect(ada.locator("[data-state]")).to_contain_text("Saved")


def add_item(ada: Page) -> None:
    press(ada, "Add an item")
    expect(ada.locator(".editor-item")).to_have_count(1)
    fill(
        ada,
        {
            "what is to improve": "Assembly errors",
            "what was observed": "Three gearboxes came back.",
            "when, for example": TODAY - timedelta(days=30),
            "its impact": "Eleven hours of rework.",
            "why it is so": "The sequence was never shown.",
            "current level": 6,
            "Target": 2,
            "unit": "%",
            "how it is measured": "Share returned by inspection.",
            "data source": "Inspection log",
            "who assesses it": "Quality lead",
            "due on": END,
        },
    )
    ada.get_by_label("root cause").select_option("knowledge")
    ada.get_by_label("direction").select_option("lower")
    ada.locator("[name$=support-0-kind]").select_option("mentoring")
    ada.locator("[name$=support-0-content]").fill("At the bench, one to one")
    ada.locator("[name$=support-0-provider]").fill("Senior fitter")
    ada.locator("[name$=support-0-schedule]").fill("Weekly")
    ada.locator("[name$=commitments-0-kind]").select_option("mentor_time")
    ada.locator("[name$=commitments-0-content]").fill("Two hours a week")
    ada.locator("[name$=commitments-0-owner]").fill("Shift lead")
    ada.locator("[name$=commitments-0-needed_by]").fill(str(TODAY))
    press(ada, "Save the draft")


def submit_return_and_approve(ada: Page, cleo: Page) -> None:
    press(ada, "Read it once more and submit")
    press(ada, "Submit to HR")
    cleo.goto("/")
    press(cleo, "Review the plan")
    cleo.get_by_label("What must change?").fill("Name the batch.")
    press(cleo, "Return with comments")
    ada.goto("/")
    press(ada, "Write the plan")
    expect(ada.get_by_text("Name the batch.")).to_be_visible()
    press(ada, "Read it once more and submit")
    press(ada, "Submit to HR")
    cleo.goto("/")
    press(cleo, "Review the plan")
    looked_at = cleo.get_by_label("Looked at: nothing against it")
    looked_at.first.wait_for()
    for box in looked_at.all():
        box.check()
    sign(cleo, "Approve the plan")


def receive(ben: Page) -> None:
    ben.goto("/")
    press(ben, "Sign the receipt")
    ben.goto("/cases/")
    ben.get_by_role("link", name="Ben").first.click()
    press(ben, "Read the plan")
    ben.get_by_role("link", name="Comment – the plan").click()
    ben.get_by_label("Your comment").fill("Who shows me the sequence?")
    press(ben, "Say it")
    ben.goto("/")
    press(ben, "Sign the receipt")
    ben.get_by_label("I have received it and disagree with it").check()
    ben.get_by_label("Your words").fill("The sequence was never shown to me.")
    ben.get_by_label("Your password, once more").fill("not my password")
    press(ben, "Go on to sign")
    expect(ben.get_by_text("This is not your password.").first).to_be_visible()
    expect(ben.get_by_label("Your words")).to_have_value("The sequence was never shown to me.")
    sign(ben)
    expect(ben.get_by_text("You have signed. Thank you.")).to_be_visible()


def hold(ada: Page) -> None:
    ada.goto("/")
    press(ada, "Record the checkpoint")
    ada.get_by_label("measured value").fill("1.5")
    ada.get_by_label("how it stands").select_option("met")
    ada.get_by_label("evidence").fill("Inspection log, this week")
    ada.get_by_label("manager's note").fill("The checklist helped.")
    press(ada, "Record the checkpoint")


def note(ben: Page, reference: str) -> None:
    ben.goto(f"/cases/{reference}/checkpoints/1/")
    press(ben, "Add your note")
    ben.get_by_label("Your note").fill("I feel sure of it now.")
    press(ben, "Add your note")
    expect(ben.get_by_text("I feel sure of it now.")).to_be_visible()


def end(ada: Page, cleo: Page, ben: Page, reference: str) -> None:
    ada.goto("/")
    press(ada, "Open the final review")
    press(ada, "Open the final review")
    sum_up(ben)
    propose(ada, reference)
    cleo.goto("/")
    press(cleo, "Decide the outcome")
    sign(cleo)
    ben.goto(f"/cases/{reference}/")
    press(ben, "Sign receipt of the outcome")
    ben.get_by_label("I have received it and agree with it").check()
    sign(ben)
    cleo.goto("/")
    press(cleo, "Close the case")
    press(cleo, "Close the case")
    expect(cleo.get_by_text("The case is closed.")).to_be_visible()


def sum_up(ben: Page) -> None:
    ben.goto("/")
    press(ben, "Sum up in your own words")
    ben.get_by_label("In general").fill("The coaching helped; the jig came late.")
    press(ben, "Hand in your summary")
    expect(ben.get_by_text("It stays as you wrote it.")).to_be_visible()


def propose(ada: Page, reference: str) -> None:
    """Half of it as a draft, the rest after a pause; before the end date a success needs its reason."""
    ada.goto(f"/cases/{reference}/outcome/propose/")
    expect(ada.get_by_text("The coaching helped; the jig came late.")).to_be_visible()
    ada.locator("[name=item-1-value]").fill("1.5")
    press(ada, "Save as a draft")
    expect(ada.locator("[name=item-1-value]")).to_have_value("1.5")
    ada.locator("[name=item-1-result]").select_option("met")
    ada.locator("[name=item-1-evidence]").fill("Inspection log")
    ada.locator("[name=item-1-improved]").fill("A third of the errors.")
    ada.locator("[name=result]").select_option("met")
    ada.locator("[name=summary]").fill("On target, and steady.")
    press(ada, "Propose the outcome")
    expect(ada.get_by_text("say why its outcome is clear already").first).to_be_visible()
    ada.locator("[name=early_reason]").fill("Three weeks below target.")
    press(ada, "Propose the outcome")
    expect(ada.get_by_text("The outcome is with HR now.")).to_be_visible()
