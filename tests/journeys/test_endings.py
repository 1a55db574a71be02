"""Each way in which a running plan ends, walked through browsers by the people in it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan
from plans.states import PlanStatus
from reviews.states import Result
from tests.ending import measured
from tests.journeys.conftest import Door
from tests.journeys.ending import (
    MEASURED,
    NO_BEARING,
    PROMISED,
    PROOF,
    REVIEWED,
    RUNNING,
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
from tests.world import People, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


def test_a_success_is_recognised(them: People, enter: Door) -> None:
    plan = measured(them)
    ada, ben, cleo = enter(them.ada), enter(them.ben), enter(them.cleo)
    review(ada, ben, plan)
    propose(ada, plan, Result.MET, "1.5")
    decide(cleo, [PROMISED])
    answer(ben, plan, reads=NO_BEARING)
    says(ben, "They showed the sequence to two others.")
    recognise(cleo, plan)
    finish(ada, plan)
    close(cleo, plan)
    ask_for_the_record(ben, plan)
    follows = ["reviews.sign_outcome", "reviews.record_follow_on", "reviews.finish_follow_on", "reviews.close_case"]
    assert_history(plan, [*MEASURED, *REVIEWED, *follows, "records.request_copy"])


def recognise(cleo: Page, plan: Plan) -> None:
    cleo.goto(case_page(plan))
    press(cleo, "Record what follows")
    cleo.get_by_label("Recognition:").check()
    fill(cleo, {"What exactly?": "Said before the whole shift.", "By which day?": TODAY + timedelta(days=14)})
    cleo.get_by_label("Who sees to it?").select_option(label="Ada (Line manager)")
    press(cleo, "Record what follows")
    says(cleo, "Said before the whole shift.")


def finish(ada: Page, plan: Plan) -> None:
    """From her tasks; a day that lies ahead is refused, with the words kept."""
    ada.goto("/")
    press(ada, "See to what was to follow")
    fill(ada, {"On which day was it done?": TODAY + timedelta(days=1), "What was done?": "Said on Monday."})
    press(ada, "Record that it was done")
    expect(ada.get_by_label("What was done?")).to_have_value("Said on Monday.")
    ada.get_by_label("On which day was it done?").fill(str(TODAY))
    ada.get_by_label("Files as proof").set_input_files([PROOF])
    press(ada, "Record that it was done")
    expect(ada.get_by_role("link", name="proof.txt")).to_be_visible()
    clean(ada)


def ask_for_the_record(ben: Page, plan: Plan) -> None:
    """The case is closed; it stays theirs to read and to take along."""
    ben.goto(case_page(plan))
    press(ben, "Get the written record")
    press(ben, "Make a copy")
    says(ben, "As of event")
    clean(ben)


def test_a_cancelled_plan_tells_the_employee_why_in_chinese(them: People, enter: Door) -> None:
    plan = plan_in(PlanStatus.ACTIVE, them)
    for user in (them.ben, them.cleo):
        user.language = "zh-hans"
        user.save()
    cleo, ben = enter(them.cleo, locale="zh-CN"), enter(them.ben, locale="zh-CN")
    cleo.goto(case_page(plan))
    press(cleo, "取消计划")
    press(cleo, "确认取消计划")
    clean(cleo)  # the browser asks for the reason first
    cleo.get_by_label("为什么取消计划？").fill("岗位调整，计划不再适用。")
    press(cleo, "确认取消计划")
    says(cleo, "计划已取消。")
    clean(cleo)
    ben.goto(case_page(plan))
    says(ben, "这份计划已取消，原因见案件历史。")
    press(ben, "案件历史")
    says(ben, "岗位调整，计划不再适用。")
    clean(ben)
    assert_history(plan, [*RUNNING, "plans.cancel_plan"])
