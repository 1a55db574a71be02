"""Queries of the case page once much hangs on the plan: the dearest pages there are, and still no more than twenty."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Plan
from plans.states import PlanStatus
from reviews.states import Result
from tests import appealing, coaching, deliveries, ending, following, sustaining
from tests.learning import tick
from tests.pages import signed_in
from tests.world import People, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
MOST = 20
READERS = ("ada", "ben", "cleo", "dora", "emil")


def run(who: People) -> Plan:
    """A plan with sessions, a series, deliveries and something learned, whose two checkpoints were held."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    coaching.whole(plan, who)
    deliveries.deliver_twice(plan, who)
    tick(plan, who)
    hold(plan, who, 1)
    hold(plan, who, 2, "3.00")
    return plan


def under_review(who: People) -> Plan:
    plan = run(who)
    ending.propose_as(plan, who, Result.NOT_MET)
    return plan


def appealed(who: People) -> Plan:
    plan = under_review(who)
    ending.decide_as(plan, who)
    following.record(plan, who)
    return appealing.varied(plan, replace(who, fay=who.ivy))


def sustained(who: People) -> Plan:
    plan = run(who)
    ending.propose_as(plan, who, Result.MET)
    ending.decide_as(plan, who)
    sustaining.begin(plan, who)
    following.record(plan, who, kind="recognition")
    return plan


@pytest.mark.parametrize("story", [under_review, appealed, sustained], ids=lambda story: story.__name__)
def test_a_case_page_asks_at_most_twenty_times(who: People, story: Callable[[People], Plan]) -> None:
    page = f"/cases/{story(who).case.reference}/"
    asked = {}
    for name in READERS:
        client = signed_in(getattr(who, name))
        client.get(page)  # the first view of the hour is noted
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        asked[name] = len(queries)
    assert {name: number for name, number in asked.items() if number > MOST} == {}
