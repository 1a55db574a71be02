"""A plan that was not met under the rules of China, and one that was met in part and appealed against."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize, expect

from plans import actions as plans
from plans.fairness import Answers
from plans.models import Plan
from plans.states import PlanStatus
from reviews.states import Result
from tests import evidencing
from tests.appealing import PLACE, WHY, day_ahead
from tests.consultation import answer as answer_consultation
from tests.consultation import reply
from tests.journeys.conftest import Door, sign
from tests.journeys.ending import (
    BEGUN,
    NO_BEARING,
    PROMISED,
    PROOF,
    REVIEWED,
    TODAY,
    answer,
    assert_history,
    case_page,
    clean,
    close,
    decide,
    fill,
    press,
    propose,
    review,
    says,
)
from tests.receipts import slip
from tests.world import (
    FAIRNESS,
    People,
    actor,
    approve_second_line,
    consult,
    document,
    hold,
    in_time,
    issue,
    opened,
    plan_in,
    proven,
    submit,
)
from tests.world import sign as sign_receipt

pytestmark = pytest.mark.usefixtures("after_the_plan")
PHONE = ViewportSize(width=360, height=740)
MISSED, NOT_HELD = "Checkpoints that were missed", "Checkpoint 2, due March 30, 2026: not held by the manager."
IN_CHINA = [
    "cases.open_case", "plans.start_plan", "plans.open_consultation", "plans.answer_consultation",
    "plans.reply_to_consultation", "plans.submit_plan", "plans.pass_to_second_line", "plans.approve_second_line",
    "plans.issue_plan", "reviews.sign_receipt", "reviews.hold_checkpoint", "reviews.hold_checkpoint",
]  # fmt: skip
APPEALED = [
    "reviews.file_appeal", "reviews.name_hearer", "reviews.arrange_hearing", "reviews.record_hearing",
    "reviews.add_hearing_statement", "reviews.decide_appeal",
]  # fmt: skip


def in_china(who: People) -> Plan:
    """Measured, under rules that want the standard attached, the employee heard first and two lines to approve."""
    fairness = Answers({**FAIRNESS.questions, "ranking": "nothing"}, evidencing.CLEAR)
    with in_time():
        plan = plans.start_plan(opened(who), by=actor(who.ada), ruleset="cn")
        standard = {"basis.standard_files": [slip("standard.txt")]}
        plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=document(), uploads=standard)
        for step in (consult, answer_consultation, reply, submit):
            step(plan, who)
        plans.pass_to_second_line(plan, fairness=fairness, **proven(plan, who.cleo))
        for step in (approve_second_line, issue, sign_receipt):
            step(plan, who)
    hold(plan, who)
    hold(plan, who, 2, "5.00")
    return plan


def test_what_follows_a_plan_that_was_not_met_is_recorded_until_the_map_is_complete(
    them: People, enter: Door, after_the_plan: time_machine.Traveller
) -> None:
    plan = in_china(them)
    ada, ben, cleo = enter(them.ada), enter(them.ben), enter(them.cleo)
    review(ada, ben, plan)
    propose(ada, plan, Result.NOT_MET, "5")
    decide(cleo, [PROMISED])
    answer(ben, plan, reads=NO_BEARING, says_too="The jig came in the last week.")
    after_the_plan.move_to(datetime.combine(evidencing.LATER, time(9), UTC))
    cleo = enter(them.cleo)
    cleo.goto(case_page(plan))
    press(cleo, "Open the evidence map")
    says(cleo, "2 of 7 are complete")
    says(cleo, "pipcases dismisses nobody")
    for kind in evidencing.IN_ORDER:
        record(cleo, kind)
    says(cleo, "7 of 7 are complete")
    clean(cleo)
    close(cleo, plan)
    recorded = ["reviews.record_evidence"] * len(evidencing.IN_ORDER)
    assert_history(plan, [*IN_CHINA, *REVIEWED, "reviews.sign_outcome", *recorded, "reviews.close_case"])


TITLES = {
    "training": "Record: Training", "second_assessment": "Record: Second assessment",
    "union": "Record: Word to the trade union", "notice": "Record: Notice", "art_42": "Record: Check of article 42",
}  # fmt: skip
TOO_EARLY: dict[str, tuple[str, date, str, str]] = {  # field, day, what is said, a field whose words stay
    "second_assessment": (
        "happened_on", evidencing.TRAINED_UNTIL, "is not after the training or transfer", "shown_by",
    ),
    "notice": ("until_on", evidencing.NOTICE, "is too early: 30 days after the notice", "delivered_how"),
}  # fmt: skip


def record(cleo: Page, kind: str) -> None:
    """Days in the wrong order are refused, and nothing that was typed is lost."""
    press(cleo, TITLES[kind])
    told: dict[str, Any] = {**evidencing.TOLD[kind]}
    prompts = {f"prompt-{name}": said for name, said in told.pop("prompts", {}).items()}
    said = {**told.pop("words"), **told, **prompts}
    for name, value in said.items():
        type_in(cleo, name, str(value))
    if kind in TOO_EARLY:
        field, day, why, kept = TOO_EARLY[kind]
        type_in(cleo, field, str(day))
        press(cleo, "Record it")
        says(cleo, why)
        expect(cleo.locator(f"[name={kept}]")).to_have_value(said[kept])
        type_in(cleo, field, str(said[field]))
    cleo.get_by_label("Files as proof").set_input_files([PROOF])
    press(cleo, "Record it")
    says(cleo, "Nothing in the plan has changed, and nobody is dismissed by it.")


def type_in(page: Page, name: str, value: str) -> None:
    choice = page.locator(f"[type=radio][name='{name}'][value='{value}']")
    if choice.count():
        choice.check()
    else:
        page.locator(f"[name='{name}']").fill(value)


def test_a_plan_that_was_refused_and_met_in_part_is_appealed_against_and_varied(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ISSUED, them)
    ben, ada, cleo = enter(them.ben, viewport=PHONE), enter(them.ada), enter(them.cleo)
    refuse(ben, plan)
    plan.refresh_from_db()
    hold(plan, them)
    review(ada, ben, plan)
    propose(ada, plan, Result.PARTIALLY_MET, "3")
    decide(cleo, [PROMISED, MISSED], because=NOT_HELD)
    appeal(ben, plan)
    name(cleo, them)
    fay = enter(them.fay)
    hear(fay, plan)
    state(ben, plan)
    vary(fay)
    answer(ben, plan, reads="The log of the other shift is left out.")
    close(cleo, plan)
    until_decided = ["reviews.refuse_receipt", "reviews.hold_checkpoint", *REVIEWED]
    assert_history(plan, [*BEGUN, *until_decided, *APPEALED, "reviews.sign_outcome", "reviews.close_case"])


def refuse(ben: Page, plan: Plan) -> None:
    ben.goto(f"{case_page(plan)}receipt/")
    press(ben, "I do not want to sign")
    press(ben, "I do not sign")
    says(ben, "It is noted that you do not sign.")


def appeal(ben: Page, plan: Plan) -> None:
    ben.goto(case_page(plan))
    press(ben, "Appeal against the outcome")
    ben.get_by_label("Help that was promised did not come").check()
    ben.get_by_label("In your own words").fill(WHY)
    ben.get_by_label("Files that show it").set_input_files([PROOF])
    press(ben, "File the appeal")
    expect(ben.get_by_role("link", name="proof.txt")).to_be_visible()
    clean(ben)


def name(cleo: Page, them: People) -> None:
    """Whoever took part is not found, and is refused where their name is sent all the same."""
    cleo.goto("/")
    press(cleo, "Name who hears the appeal")
    search(cleo, "ada")
    says(cleo, "Nobody of this name can be chosen here.")
    search(cleo, "fay")
    cleo.get_by_role("radio", name="Fay").evaluate("(field, id) => { field.value = id }", str(them.ada.pk))
    cleo.get_by_role("radio", name="Fay").check()
    press(cleo, "Name the hearer")
    says(cleo, "Choose somebody of those found.")
    search(cleo, "fay")
    cleo.get_by_role("radio", name="Fay").check()
    press(cleo, "Name the hearer")
    says(cleo, "took no part in the decision")


def search(page: Page, words: str) -> None:
    page.get_by_label("Name or e-mail address").fill(words)
    press(page, "Search")


def hear(fay: Page, plan: Plan) -> None:
    """From her tasks; the hearing takes place sooner than arranged, for both sides have time."""
    press(fay, "Arrange the hearing")
    fill(fay, {"Day": day_ahead(plan), "Time": "14:00", "Place or link": PLACE})
    press(fay, "Tell everybody concerned")
    press(fay, "Record the hearing")
    fay.get_by_role("radio", name="Yes").check()
    words = {"Who was there?": "Ben, Ada, Fay", "What did the employee say?": "The log mixes two shifts."}
    fill(fay, {"On which day was it?": TODAY, **words})
    press(fay, "Record the hearing")
    says(fay, "The log mixes two shifts.")


def state(ben: Page, plan: Plan) -> None:
    ben.goto(case_page(plan))
    press(ben, "Add your statement")
    ben.get_by_label("Your statement").fill("I named the shift, too.")
    press(ben, "Add the statement")
    says(ben, "I named the shift, too.")


def vary(fay: Page) -> None:
    """Never for the worse: what is worse is not to be chosen."""
    fay.goto("/")
    press(fay, "Decide the appeal")
    says(fay, "I named the shift, too.")
    fay.get_by_role("radio", name="Varied").check()
    result = fay.get_by_label("Outcome from now on")
    expect(result.locator("option")).to_have_text(["It stays as it is", "Met", "Partially met", "Cancelled"])
    result.select_option(Result.MET)
    fay.get_by_label("Result of: Assembly errors").select_option(Result.MET)
    fay.get_by_label("Your reasons").fill("The log of the other shift is left out.")
    clean(fay)
    sign(fay)
    says(fay, "The appeal is decided.")
    clean(fay)
