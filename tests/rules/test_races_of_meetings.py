"""Two windows, or both sides, at a checkpoint at the same moment."""

from functools import partial
from typing import Any

import pytest

from cases.models import CaseEvent
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from reviews import actions as reviews
from reviews.models import Checkpoint, MinutesRefusal, Preparation
from tests.meetings import minutes_digest, prepare, sign_minutes
from tests.together import faults, together
from tests.world import People, actor, hold, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def first() -> Checkpoint:
    """As another request loads it."""
    return Checkpoint.objects.get(number=1)


def refuse(plan: Plan, who: People) -> Any:
    return partial(reviews.refuse_minutes, first(), by=actor(who.ben), digest=minutes_digest(plan))


def test_minutes_pressed_twice_are_signed_once_by_each(who: People, plan: Plan) -> None:
    hold(plan, who)
    presses = [partial(sign_minutes, plan, user) for user in (who.ada, who.ben) for _press in range(2)]
    assert faults(together(*presses)) == ["WrongMoment"] * 2
    assert sorted(SignOff.objects.filter(step=Step.MINUTES).values_list("part", flat=True)) == ["manager", "subject"]


def test_refused_in_one_window_and_signed_in_the_other(who: People, plan: Plan) -> None:
    """Whoever refused may still sign; whoever signed cannot refuse."""
    hold(plan, who)
    lost = faults(together(refuse(plan, who), refuse(plan, who), partial(sign_minutes, plan, who.ben)))
    assert lost in (["WrongMoment"], ["WrongMoment"] * 2)
    assert SignOff.objects.filter(step=Step.MINUTES).count() == 1
    assert MinutesRefusal.objects.count() == 2 - len(lost)


def test_of_two_savings_of_one_preparation_one_is_stale(who: People, plan: Plan) -> None:
    saves = [partial(prepare, plan, who, general=words) for words in ("One", "Two")]
    assert faults(together(*saves)) in ([], ["SavedMeanwhile"])
    found = Preparation.objects.get()
    assert found.views.count() == 1
    assert found.revision in (1, 2)


def test_what_is_saved_as_it_is_opened_is_frozen_whole_or_refused(who: People, plan: Plan) -> None:
    prepare(plan, who, general="Before")
    calls = [
        partial(prepare, plan, who, general="After"),
        partial(reviews.open_preparation, first(), by=actor(who.ada)),
    ]
    lost = faults(together(*calls))
    assert lost in ([], ["WrongMoment"])
    assert Preparation.objects.get().general == ("Before" if lost else "After")


def test_it_is_opened_once(who: People, plan: Plan) -> None:
    prepare(plan, who)
    opens = [partial(reviews.open_preparation, first(), by=actor(who.ada)) for _window in range(2)]
    assert faults(together(*opens)) == ["WrongMoment"]
    told = [event.act for event in CaseEvent.objects.filter(case=plan.case)]
    assert told.count("reviews.open_preparation") == 1
