"""The record tells each change with before and after, and what the plan ran on (R18, R20, R22, R31)."""

import pytest

from plans.states import PlanStatus
from records.actions import request_copy
from records.compose import compose
from reviews import actions as reviews
from tests import amending, world
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def test_r18_each_change_stands_in_the_record_with_before_and_after(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    world.hold(plan, who)
    reviews.add_addendum(plan.checkpoints.get(number=1), by=actor(who.ben), wrong="It says 4 %", right="It was 5 %")
    amending.issued(plan, who)
    waiting = compose(request_copy(plan.case, by=actor(who.ada)))
    amending.receive(plan, who)
    received = compose(request_copy(plan.case, by=actor(who.ada)))
    for html in (waiting, received):
        assert amending.REASON in html
        assert "Change 1: Change" in html
        assert "Cleo" in html
        assert "It was 5 %" in html
    assert "at most 2 %" in waiting  # the plan goes on as it was
    assert "at most 3 %" not in waiting
    assert "at most 3 %" in received


def test_what_hr_reviews_is_not_in_the_employees_record(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    amending.submitted(plan, who)
    theirs, of_hr = (compose(request_copy(plan.case, by=actor(user))) for user in (who.ben, who.cleo))
    assert amending.REASON in of_hr
    assert amending.REASON not in theirs


def test_r22_a_pause_and_the_dates_it_moved(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    amending.pause(plan, who)
    amending.resume(plan, who)
    html = compose(request_copy(plan.case, by=actor(who.cleo)))
    assert "Change 1: Pause" in html
    assert "May 8, 2026" in html
