"""Races for what follows an outcome: agreed at once, done and dropped at once."""

from functools import partial

import pytest

from plans.states import PlanStatus
from reviews.models import FollowOn, FollowOnEnd
from tests import following
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_what_is_agreed_at_once_is_numbered_one_after_the_other(who: People) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    assert faults(together(*(partial(following.record, fresh(plan), who) for _press in range(3)))) == []
    assert list(plan.follow_ons.values_list("number", flat=True)) == [1, 2, 3]


def test_of_done_and_dropped_at_once_one_stands(who: People) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    row = following.record(plan, who)
    ends = (following.finish, following.drop, following.finish)
    presses = (partial(end, fresh(plan), who, FollowOn.objects.get(pk=row.pk)) for end in ends)
    assert faults(together(*presses)) == ["WrongMoment"] * 2
    assert FollowOnEnd.objects.count() == 1
    assert sum(act.endswith(("finish_follow_on", "drop_follow_on")) for act in acts_in(plan.case)) == 1
