"""Somebody with a part leaves: nobody loses anything, and HR is told what can be done."""

from typing import Any

import pytest

from cases.delivery import deliver_waiting
from cases.errands import errands_of
from cases.models import CaseEvent, CasePart, Notice
from cases.states import NoticeState
from people.actions import deactivate
from people.models import User
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from tests.handing_over import change_hr_partner, change_manager
from tests.mail import Sink
from tests.pages import signed_in, text
from tests.world import People, actor, plan_in, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


def tasks(user: User) -> list[tuple[str, str]]:
    """What this person finds on their home page besides the main line of their cases."""
    return [(str(task.label), task.url.split("/", 3)[3]) for task in errands_of(User.objects.get(pk=user.pk))]


def shown(user: User, plan: Plan) -> str:
    return text(signed_in(user).get(f"/cases/{plan.case.reference}/"))


GAPS: dict[str, tuple[str, tuple[str, str], set[str]]] = {
    "ada": ("The line manager's account is closed.", ("Name another line manager", "people/manager/"), {"cleo"}),
    "ben": ("The employee's account is closed.", ("Decide how the case of somebody who left goes on", ""), {"cleo"}),
    "cleo": ("The HR partner's account is closed.", ("Name another HR partner", "people/hr-partner/"), {"dora"}),
}


@pytest.mark.parametrize("name", GAPS)
def test_hr_is_told_on_the_case_page_and_at_home(who: People, plan: Plan, name: str) -> None:
    sentence, task, told = GAPS[name]
    deactivate(getattr(who, name))
    here = {other: getattr(who, other) for other in ("ada", "ben", "cleo", "dora", "emil", "hal") if other != name}
    assert {other for other, user in here.items() if tasks(user)} == told
    assert [tasks(here[other]) for other in told] == [[task]]
    pages = {other: shown(user, plan) for other, user in here.items()}
    assert {other for other, page in pages.items() if sentence in page} == {"cleo", "dora"} - {name}


@pytest.mark.parametrize("name", GAPS)
def test_nothing_is_written_and_nobody_loses_a_part(who: People, plan: Plan, name: str) -> None:
    before = list(CasePart.objects.order_by("pk").values()), CaseEvent.objects.count()
    deactivate(getattr(who, name))
    signed_in(who.dora).get("/")
    assert (list(CasePart.objects.order_by("pk").values()), CaseEvent.objects.count()) == before


def test_with_somebody_new_the_task_is_done(who: People, plan: Plan) -> None:
    deactivate(who.ada)
    change_manager(plan.case, who)
    assert tasks(who.cleo) == []
    assert "account is closed" not in shown(who.cleo, plan)


def test_hr_names_another_partner_where_theirs_left(who: People, plan: Plan) -> None:
    deactivate(who.cleo)
    fields = {"to": who.dora.pk, "reason": "left", "words": "She left on Friday."}
    answer = signed_in(who.dora).post(f"/cases/{plan.case.reference}/people/hr-partner/", fields)
    assert answer.status_code == 302
    assert tasks(who.dora) == []
    assert "The next step" in shown(who.dora, plan)


def test_the_employee_left_and_the_plan_can_be_cancelled(who: People, plan: Plan) -> None:
    deactivate(who.ben)
    assert f'href="/cases/{plan.case.reference}/plan/cancel/">Cancel the plan</a>' in shown(who.cleo, plan)
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Left the company.")
    assert tasks(who.cleo) == []
    assert "account is closed" not in shown(who.cleo, plan)


def test_an_account_that_is_opened_again_needs_nothing(who: People, plan: Plan) -> None:
    deactivate(who.ada)
    User.objects.filter(pk=who.ada.pk).update(is_active=True)
    assert tasks(who.cleo) == []
    assert who.ada.name in shown(who.ada, plan)


def test_hr_that_is_close_to_the_employee_is_told_nothing(who: People, plan: Plan) -> None:
    """Hal is of HR and above Ben."""
    deactivate(who.cleo)
    assert tasks(who.hal) == []


def test_the_list_of_cases_is_what_it_was(who: People, plan: Plan) -> None:
    before = text(signed_in(who.dora).get("/cases/"))
    deactivate(who.ada)
    assert plan.case.reference in before
    assert plan.case.reference in text(signed_in(who.dora).get("/cases/"))


def test_the_mail_to_a_leaver_is_dropped_and_the_other_sides_still_goes(
    who: People, plan: Plan, smtp_sink: Sink
) -> None:
    Notice.objects.update(state=NoticeState.DROPPED)
    deactivate(who.ada)
    sign(plan, who)
    deliver_waiting()
    states: Any = dict(Notice.objects.filter(kind="reviews.sign_receipt").values_list("recipient__name", "state"))
    assert states == {"Ada": NoticeState.DROPPED, "Cleo": NoticeState.SENT}
    assert [letter["To"] for letter in smtp_sink.letters] == ["cleo@example.com"]


def test_a_manager_who_left_before_hr_did_is_found_by_the_next_partner(who: People, plan: Plan) -> None:
    deactivate(who.ada)
    change_hr_partner(plan.case, who)
    assert tasks(who.dora) == [("Name another line manager", "people/manager/")]
    assert tasks(who.cleo) == []
