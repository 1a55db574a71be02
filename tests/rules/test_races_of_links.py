"""Races for a link: it is fetched several times at once, and taken back meanwhile."""

from functools import partial

import pytest

from cases.actor import Actor
from plans.states import PlanStatus
from records import actions
from records.models import CopyLink
from tests.links import confirmed
from tests.rules.test_races import acts_in
from tests.together import faults, together
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_each_fetch_is_counted_and_told_until_the_link_is_taken_back(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    confirmed(who.ben)
    link = actions.send_copy_link(plan.case, by=actor(who.ben))
    again = (CopyLink.objects.get(pk=link.pk) for _time in range(4))
    fetches = [partial(actions.fetch_copy, row, by=Actor.clock()) for row in again]
    assert faults(together(*fetches)) == []
    back = partial(actions.revoke_copy_link, CopyLink.objects.get(pk=link.pk), by=actor(who.cleo))
    late = faults(together(back, *fetches))
    assert set(late) <= {"WrongMoment"}
    told = acts_in(plan.case).count("records.fetch_copy")
    assert CopyLink.objects.get().fetches == told == 8 - len(late)
