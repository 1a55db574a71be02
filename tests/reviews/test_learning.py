"""What there is to learn from: the employee ticks it, the manager confirms it, and both stay."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cases.models import CaseEvent, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions
from reviews.models import LearningStep
from reviews.states import Learned
from tests.learning import confirm, learning_of, tick
from tests.pages import signed_in, text
from tests.world import People, actor, decide, hold, plan_in, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def steps(plan: Plan) -> list[tuple[int, str]]:
    return list(plan.learning_steps.values_list("number", "said"))


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def test_the_manager_says_not_yet_and_the_employee_ticks_again(who: People, plan: Plan) -> None:
    tick(plan, who)
    confirm(plan, who, Learned.NOT_YET, "Show it without the sheet.")
    tick(plan, who, "Shown on Monday.")
    confirm(plan, who)
    assert steps(plan) == [(1, "done"), (1, "not_yet"), (2, "done"), (2, "confirmed")]
    assert {step.support_id for step in plan.learning_steps.all()} == {plan.items.get().support.get().pk}


@pytest.mark.parametrize("answered", [None, Learned.CONFIRMED])
def test_what_is_ticked_or_confirmed_is_not_ticked_again(who: People, plan: Plan, answered: str | None) -> None:
    tick(plan, who)
    if answered:
        confirm(plan, who, answered)
    with pytest.raises(WrongMoment):
        tick(plan, who)
    assert LearningStep.objects.filter(said=Learned.DONE).count() == 1


def test_only_what_was_ticked_is_answered_and_once(who: People, plan: Plan) -> None:
    with pytest.raises(WrongMoment):
        confirm(plan, who)
    tick(plan, who)
    confirm(plan, who, Learned.NOT_YET, "Not shown.")
    with pytest.raises(WrongMoment):
        confirm(plan, who)
    assert steps(plan) == [(1, "done"), (1, "not_yet")]


def test_not_yet_says_what_is_missing(who: People, plan: Plan) -> None:
    tick(plan, who)
    with pytest.raises(ValidationError, match="still missing"):
        confirm(plan, who, Learned.NOT_YET)
    assert steps(plan) == [(1, "done")]


@pytest.mark.parametrize("answer", ["done", "x", ""])
def test_an_answer_is_one_of_two(who: People, plan: Plan, answer: str) -> None:
    tick(plan, who)
    with pytest.raises((ValidationError, ValueError)):
        confirm(plan, who, answer, "x")
    assert steps(plan) == [(1, "done")]


def test_nobody_ticks_for_another_and_nobody_confirms_their_own(who: People, plan: Plan) -> None:
    learning = learning_of(plan)
    with pytest.raises(NotYourPart):
        actions.tick_learning(plan, by=actor(who.ada), learning=learning)
    tick(plan, who)
    for user in (who.ben, who.cleo):
        with pytest.raises(NotYourPart):
            actions.confirm_learning(plan, by=actor(user), learning=learning, answer=Learned.CONFIRMED)


def test_what_the_plan_does_not_have_is_not_found(who: People, plan: Plan) -> None:
    with pytest.raises(NotVisible):
        actions.tick_learning(plan, by=actor(who.ben), learning=uuid.uuid4())
    assert signed_in(who.ben).get(page(plan, f"learning/{uuid.uuid4()}/done/")).status_code == 404


def test_it_is_open_until_the_outcome_is_decided(who: People, plan: Plan) -> None:
    hold(plan, who)
    propose(plan, who)
    tick(plan, who)
    decide(plan, who)
    for press in (tick, confirm):
        with pytest.raises(WrongMoment):
            press(plan, who)


def test_the_event_names_ids_and_the_other_side_is_told(who: People, plan: Plan) -> None:
    Notice.objects.all().delete()
    tick(plan, who, "Shown to Gus.")
    event = CaseEvent.objects.filter(case=plan.case).latest("seq")
    step = LearningStep.objects.get()
    assert event.data["facts"] == {
        "step": str(step.pk), "support": str(step.support_id), "learning": str(step.learning),
        "number": 1, "answer": "done",
    }  # fmt: skip
    assert [notice.recipient for notice in Notice.objects.all()] == [who.ada]
    confirm(plan, who)
    assert Notice.objects.filter(kind="reviews.confirm_learning").get().recipient == who.ben


class TestPages:
    def post(self, user: Any, plan: Plan, what: str, **fields: str) -> Any:
        return signed_in(user).post(page(plan, f"learning/{learning_of(plan)}/{what}/"), fields)

    def test_the_employee_ticks_and_the_manager_answers(self, who: People, plan: Plan) -> None:
        assert self.post(who.ben, plan, "done", words="Shown.")["Location"].endswith("#help")
        mine = text(signed_in(who.ada).get(page(plan, f"learning/{learning_of(plan)}/confirm/")))
        assert "Shown without the sheet" in mine
        assert "Shown." in mine
        assert self.post(who.ada, plan, "confirm", answer="confirmed").status_code == 302
        assert steps(plan) == [(1, "done"), (1, "confirmed")]

    def test_a_second_press_is_told_what_stands(self, who: People, plan: Plan) -> None:
        self.post(who.ben, plan, "done")
        again = self.post(who.ben, plan, "done")
        assert (again.status_code, "marked this as done already" in text(again)) == (409, True)
        early = signed_in(who.ada).get(page(plan, f"learning/{learning_of(plan, 1)}/confirm/"))
        assert (early.status_code, "has not marked this" in text(early)) == (409, True)

    def test_not_yet_without_words_keeps_the_answer(self, who: People, plan: Plan) -> None:
        self.post(who.ben, plan, "done")
        answer = self.post(who.ada, plan, "confirm", answer="not_yet")
        assert (answer.status_code, "Say what is still missing." in text(answer)) == (422, True)

    def test_the_case_page_says_what_help_there_is_and_how_far_it_is(self, who: People, plan: Plan) -> None:
        tick(plan, who, "Shown to Gus.")
        own = text(signed_in(who.ben).get(page(plan)))
        assert own.index("Help you get") < own.index("Where it stands")
        for words in ("One-to-one at the bench", "Torque sequence", "Shown without the sheet", "Shown to Gus."):
            assert words in own
        assert own.count("I have done this") == 1
        for user in (who.ada, who.cleo, who.dora, who.emil):
            theirs = text(signed_in(user).get(page(plan)))
            assert "1 of 2 done" in theirs
            assert "1 waits for confirmation" in theirs
            assert ("Confirm or say not yet" in theirs) == (user == who.ada)

    def test_a_decided_case_shows_it_and_asks_for_nothing(self, who: People, plan: Plan) -> None:
        tick(plan, who)
        hold(plan, who)
        propose(plan, who)
        decide(plan, who)
        own = text(signed_in(who.ben).get(page(plan)))
        assert "1 of 2 done" in own
        assert "I have done this" not in own
