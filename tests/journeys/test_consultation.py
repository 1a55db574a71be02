"""Two people and a draft: the manager asks, the employee answers on a phone without script, the manager replies."""

from playwright.sync_api import Page, expect

from cases.models import CaseEvent
from plans.models import ConsultationAnswer
from tests.journeys.conftest import Door, expire_session, faults_of, is_sideways, sign_in
from tests.world import People, consult, drafted, item, write

PHONE = {"viewport": {"width": 360, "height": 740}}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def test_the_employee_is_heard_and_answered(them: People, enter: Door) -> None:
    plan = drafted(them)
    ada, ben = enter(them.ada), enter(them.ben, java_script_enabled=False, **PHONE)
    expect(ben.get_by_text("Nothing waits for you now.")).to_be_visible()
    ada.goto(f"/cases/{plan.case.reference}/")
    press(ada, "Ask for the employee's view")
    press(ada, "Show it and ask")
    expect(ada.get_by_text("The employee can read the draft now")).to_be_visible()
    give_view(ben)
    ada.goto("/")
    press(ada, "Answer the employee's view")
    expect(ada.get_by_text("It took the others a year.")).to_be_visible()
    ada.get_by_label("I agree in part").check()
    ada.get_by_label("In your words").fill("Three until summer, then two.")
    assert faults_of(ada) == []
    press(ada, "Send my answer")
    expect(ada.get_by_text("Both sides have spoken")).to_be_visible()
    ben.goto(f"/cases/{plan.case.reference}/")
    expect(ben.get_by_text("Three until summer, then two.")).to_be_visible()
    acts = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]
    assert acts[2:] == [
        "plans.open_consultation",
        "plans.view_version",
        "plans.answer_consultation",
        "plans.reply_to_consultation",
    ]


def give_view(ben: Page) -> None:
    """On a phone, without script: first something is missing, and nothing is lost."""
    ben.reload()
    press(ben, "Give your view on the draft")
    expect(ben.get_by_text("Nothing is decided yet")).to_be_visible()
    why = ben.get_by_label("Why?")
    expect(why).to_be_hidden()
    ben.get_by_label("I propose another target").check()
    expect(why).to_be_visible()
    why.fill("It took the others a year.")
    press(ben, "Send my view")
    expect(ben.get_by_text("Say which target you propose.").first).to_be_visible()
    expect(why).to_have_value("It took the others a year.")
    ben.get_by_label("The target you propose").fill("3")
    press(ben, "Send my view")
    expect(ben.get_by_text("Your view stands in the case")).to_be_visible()


def test_no_page_of_it_scrolls_sideways_and_each_choice_shows_its_own_fields(them: People, enter: Door) -> None:
    plan = drafted(them)
    write(plan, them, items=[item(), item(area="Rework")])
    consult(plan, them)
    ben = enter(them.ben, **PHONE)
    ben.goto(f"/cases/{plan.case.reference}/plan/consultation/answer/")
    assert not is_sideways(ben)
    first, second = ben.locator(".hear-item").all()
    first.get_by_label("I can reach this", exact=True).check()
    expect(first.get_by_label("Why?")).to_be_hidden()
    expect(first.get_by_label("What help would you want?")).to_be_visible()
    first.get_by_label("I do not think I can reach this").check()
    expect(first.get_by_label("Why?")).to_be_visible()
    expect(first.get_by_label("The target you propose")).to_be_hidden()
    expect(second.get_by_label("What help would you want?")).to_be_hidden()
    assert faults_of(ben) == []


def test_words_survive_a_session_that_ended_meanwhile(them: People, enter: Door) -> None:
    plan = drafted(them)
    consult(plan, them)
    ben = enter(them.ben)
    ben.goto(f"/cases/{plan.case.reference}/plan/consultation/answer/")
    ben.get_by_label("I do not think I can reach this").check()
    ben.get_by_label("Why?").fill("A thought that took an evening.")
    expire_session(ben)
    press(ben, "Send my view")
    sign_in(ben, them.ben)
    expect(ben.get_by_text("Your words are back")).to_be_visible()
    expect(ben.get_by_label("Why?")).to_have_value("A thought that took an evening.")
    press(ben, "Send my view")
    expect(ben.get_by_text("Your view stands in the case")).to_be_visible()
    assert ConsultationAnswer.objects.get().said.items[0].why == "A thought that took an evening."
