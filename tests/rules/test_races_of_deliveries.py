"""Races for a delivery: recorded twice, answered twice, and answered while the plan is changed."""

from functools import partial

import pytest

from plans.states import PlanStatus
from reviews.models import Delivery, DeliveryAnswer
from reviews.states import DeliveryWord
from tests import deliveries
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_a_delivery_recorded_twice_at_once_is_one(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    presses = (partial(deliveries.deliver, fresh(plan), who) for _press in range(3))
    assert faults(together(*presses)) == ["WrongMoment"] * 2
    assert acts_in(plan.case).count("reviews.deliver") == Delivery.objects.count() == 1


def test_of_two_answers_at_once_one_stands(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    rows = [deliveries.deliver(plan, who), Delivery.objects.get()]
    words = ((DeliveryWord.CONFIRMED, ""), (DeliveryWord.DISPUTED, "Nobody came."))
    presses = (
        partial(deliveries.confirm, fresh(plan), who, *said, delivery=row)
        for said, row in zip(words, rows, strict=True)
    )
    assert faults(together(*presses)) == ["WrongMoment"]
    assert acts_in(plan.case).count("reviews.confirm_delivery") == DeliveryAnswer.objects.count() == 1


def test_two_different_things_are_delivered_at_once(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    things = (deliveries.commitment_of(plan), deliveries.support_of(plan))
    presses = (partial(deliveries.deliver, fresh(plan), who, promised=thing) for thing in things)
    assert faults(together(*presses)) == []
    assert list(plan.deliveries.values_list("number", flat=True)) == [1, 1]
