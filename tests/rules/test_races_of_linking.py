"""Races for the case in which it goes on: pressed twice at once, one is opened."""

from functools import partial

import pytest

from cases.models import CaseFile
from plans.states import LIVE
from tests.linking import fallen_short, go_on, relapse, slipping
from tests.rules.test_races import acts_in, fresh
from tests.sustaining import DAY, on
from tests.together import faults, together
from tests.world import People

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_r7_of_relapses_at_once_one_opens_a_case(who: People) -> None:
    plan = slipping(who)
    assert faults(together(*(partial(relapse, fresh(plan), who) for _press in range(3)))) == ["WrongMoment"] * 2
    opened = CaseFile.objects.get(follows=plan.case)
    assert opened.plans.get().status in LIVE
    assert acts_in(plan.case).count("reviews.record_relapse") == 1


def test_r7_of_more_time_at_once_one_opens_a_case(who: People) -> None:
    plan = fallen_short(who)
    with on(plan.ends_on + 61 * DAY):
        assert faults(together(*(partial(go_on, fresh(plan), who) for _press in range(3)))) == ["WrongMoment"] * 2
    assert CaseFile.objects.get(follows=plan.case).plans.get().status in LIVE
    assert acts_in(plan.case).count("reviews.open_following_case") == 1
