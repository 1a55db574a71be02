"""What comes after: somebody left and takes their copy along; after a success something slips again."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from cases.delivery import deliver_waiting
from cases.models import CaseEvent, CaseFile, Notice
from cases.states import NoticeState
from cases.verify import verify
from people.actions import deactivate
from plans.models import Plan
from plans.states import PlanStatus
from records.making import make_next
from tests.journeys.conftest import Door
from tests.journeys.ending import (
    MEASURED,
    REVIEWED,
    RUNNING,
    assert_history,
    case_page,
    clean,
    close,
    fill,
    press,
    says,
)
from tests.links import ADDRESS, letters_in
from tests.mail import Sink
from tests.world import People, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan", "forgotten_tries")


def test_somebody_who_left_fetches_their_copy_without_signing_in(
    them: People, enter: Door, browser: Browser, live_server: Any, smtp_sink: Sink
) -> None:
    plan = plan_in(PlanStatus.ACTIVE, them)
    cleo = enter(them.cleo, color_scheme="dark")
    leave(cleo, plan)
    Notice.objects.update(state=NoticeState.DROPPED)  # those of the plan itself, to people who are still there
    deactivate(them.ben)
    give_an_address(cleo, plan)
    with browser.new_context(base_url=live_server.url, color_scheme="dark") as home:
        ben = home.new_page()
        confirm(ben, smtp_sink)
        send(cleo)
        fetch(ben, smtp_sink)
    cleo.reload()
    says(cleo, "Fetched 1 time")
    clean(cleo)
    copied = [
        "records.enter_address", "records.send_copy_link", "records.seal_record", "cases.send_notice",
        "records.fetch_copy",
    ]  # fmt: skip
    assert_history(plan, [*RUNNING, "plans.record_leaving", *copied])


def leave(cleo: Page, plan: Plan) -> None:
    """A day that lies ahead is refused."""
    cleo.goto(case_page(plan))
    press(cleo, "The employee left")
    today = cleo.get_by_label("Last day of employment").input_value()
    ahead = str(plan.ends_on + timedelta(days=30)) if plan.ends_on else ""
    fill(cleo, {"Last day of employment": ahead, "Anything to remember?": "The badge is back."})
    press(cleo, "Record it and end the plan")
    says(cleo, "This day lies ahead.")
    expect(cleo.get_by_label("Anything to remember?")).to_have_value("The badge is back.")
    fill(cleo, {"Last day of employment": today})
    press(cleo, "Record it and end the plan")
    says(cleo, "The work was not judged.")


def give_an_address(cleo: Page, plan: Plan) -> None:
    cleo.goto(case_page(plan))
    press(cleo, "Send the copy to somebody who left")
    says(cleo, "There is no confirmed private address yet.")
    press(cleo, "Enter an address that was given in writing")
    fill(cleo, {"Private e-mail address": ADDRESS})
    press(cleo, "Enter it and ask them to confirm")
    says(cleo, "Address not confirmed yet")
    expect(cleo.get_by_role("button", name="Send the link")).to_have_count(0)


def confirm(ben: Page, sink: Sink) -> None:
    ((to, page),) = letters_in(sink)
    assert to == ADDRESS
    ben.goto(page)
    press(ben, "This is my address")
    says(ben, "Your address is confirmed")
    clean(ben)


def send(cleo: Page) -> None:
    """The mail goes out as soon as the copy is there."""
    cleo.reload()
    says(cleo, "Address confirmed")
    press(cleo, "Send the link")
    says(cleo, "The copy is being made.")
    make_next()
    assert deliver_waiting() == 1


def fetch(ben: Page, sink: Sink) -> None:
    (to, page) = letters_in(sink)[-1]
    assert to == ADDRESS
    ben.goto(page)
    clean(ben)
    with ben.expect_download() as download:
        ben.get_by_role("button", name="Fetch the file").click()
    assert download.value.path().read_bytes().startswith(b"PK")


def test_what_slips_in_the_sustain_period_is_said_by_both_sides(
    them: People, enter: Door, after_the_plan: time_machine.Traveller
) -> None:
    plan = plan_in(PlanStatus.DECIDED, them)
    begin(enter(them.cleo), plan)
    check_in(enter(them.ada), plan)
    answer(enter(them.ben))
    plan.refresh_from_db()
    after_the_plan.move_to(datetime.combine(plan.sustain.last_on + timedelta(days=1), time(9), UTC))
    close(enter(them.cleo), plan)
    sustained = ["reviews.begin_sustain", "reviews.record_check_in", "reviews.answer_check_in", "reviews.close_case"]
    assert_history(plan, [*MEASURED, *REVIEWED, *sustained])


def test_a_relapse_goes_on_in_a_linked_case(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.DECIDED, them)
    ada, ben = enter(them.ada), enter(them.ben)
    begin(enter(them.cleo), plan)
    check_in(ada, plan)
    after = relapse(ada, plan)
    both_name_each_other(ada, plan.case, after)
    the_employee_sees_it_once_it_is_shown(ben, plan.case, after)
    sustained = ["reviews.begin_sustain", "reviews.record_check_in", "reviews.record_relapse"]
    assert_history(plan, [*MEASURED, *REVIEWED, *sustained])
    assert verify(after.reference) == CaseEvent.objects.filter(case=after).count()


def relapse(ada: Page, plan: Plan) -> CaseFile:
    """Nothing is closed without a word of what slipped; then the new plan begins with the old one's content."""
    press(ada, "Record a relapse")
    ada.get_by_label("What slipped, and why?").evaluate("field => field.removeAttribute('required')")
    press(ada, "Close this case and open the new one")
    expect(ada.get_by_label("What slipped, and why?")).to_have_attribute("aria-invalid", "true")
    fill(ada, {"What slipped, and why?": "5 % for three weeks: the new ones were never shown."})
    press(ada, "Close this case and open the new one")
    press(ada, plan.case.reference)
    says(ada, "This is what comes over from the earlier plan.")
    press(ada, "Begin with this")
    expect(ada.locator(".editor-item")).to_have_count(1)
    return CaseFile.objects.get(follows=plan.case)


def both_name_each_other(ada: Page, before: CaseFile, after: CaseFile) -> None:
    ada.goto(before.get_absolute_url())
    says(ada, f"It went on in case {after.reference}")
    press(ada, "To the later case")
    expect(ada).to_have_url(re.compile(after.get_absolute_url()))
    press(ada, "To the earlier case")
    expect(ada).to_have_url(re.compile(before.get_absolute_url()))
    clean(ada)


def the_employee_sees_it_once_it_is_shown(ben: Page, before: CaseFile, after: CaseFile) -> None:
    """They read why their case was closed; the draft that their manager writes is not theirs to read yet."""
    ben.goto(before.get_absolute_url())
    expect(ben.get_by_text(after.reference)).to_have_count(0)
    response = ben.goto(after.get_absolute_url())
    assert response
    assert response.status == 404
    ben.goto(f"{before.get_absolute_url()}history/")
    says(ben, "5 % for three weeks: the new ones were never shown.")
    clean(ben)


def begin(cleo: Page, plan: Plan) -> None:
    """The days are looked at before they begin; meanwhile the case stays open."""
    cleo.goto(case_page(plan))
    press(cleo, "Begin the sustain period")
    press(cleo, "Look at the days")
    says(cleo, "These days would be planned")
    press(cleo, "Begin the sustain period")
    says(cleo, "The sustain period has begun.")
    expect(cleo.get_by_role("link", name="Close the case")).to_have_count(0)
    clean(cleo)


def check_in(ada: Page, plan: Plan) -> None:
    ada.goto(case_page(plan))
    press(ada, "Record the next check-in")
    ada.locator("[name=keeping][value=slips]").check()
    fill(ada, {"In a few words": "5 % this week: two of three are new.", "What did you agree?": "The sheet again."})
    press(ada, "Record the check-in")
    says(ada, "5 % this week: two of three are new.")
    clean(ada)


def answer(ben: Page) -> None:
    """From their tasks."""
    press(ben, "Add your words to a check-in")
    fill(ben, {"In your own words": "Nobody has time to show the sequence to the new ones."})
    press(ben, "Add your words")
    says(ben, "Nobody has time to show the sequence to the new ones.")
    clean(ben)
