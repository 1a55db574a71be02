"""What the plan of `tests.world` promises Ben: mentoring, and two hours of a mentor's time a week. Ada delivers it."""

import uuid
from typing import Any

from cases.actor import Actor
from plans.models import Plan
from reviews import actions as reviews
from reviews.models import Delivery, DeliveryAnswer
from reviews.states import DeliveryWord
from tests.world import People, actor, issued_on

NOWHERE = uuid.UUID(int=0)


def commitment_of(plan: Plan) -> uuid.UUID:
    """The id of the commitment; of none where the plan was not issued."""
    item = plan.items.first()
    return item.commitments.get().pk if item else NOWHERE


def support_of(plan: Plan) -> uuid.UUID:
    item = plan.items.first()
    return item.support.get().pk if item else NOWHERE


def deliver(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> Delivery:
    """On the day of the issue, so that it is not late."""
    told = {"promised": commitment_of(plan), "delivered_on": issued_on(plan), "words": "Each Monday with Gus.", **said}
    return reviews.deliver(plan, by=by or actor(who.ada), **told)


def confirm(
    plan: Plan, who: People, answer: str = DeliveryWord.CONFIRMED, words: str = "", delivery: Delivery | None = None
) -> DeliveryAnswer:
    found = delivery or plan.deliveries.latest("at")
    return reviews.confirm_delivery(plan, by=actor(who.ben), delivery=found, answer=answer, words=words)


def dispute(plan: Plan, who: People, words: str = "Gus was away.") -> DeliveryAnswer:
    return confirm(plan, who, DeliveryWord.DISPUTED, words)


def deliver_twice(plan: Plan, who: People) -> None:
    """Delivered, disputed, delivered again, confirmed."""
    deliver(plan, who)
    dispute(plan, who)
    deliver(plan, who)
    confirm(plan, who)


# What `tests.rules` tries, and what its forms send.


def deliver_support(plan: Plan, **by: Any) -> None:
    """What nobody has delivered yet, where a case runs (`test_policy.walk`)."""
    day = issued_on(plan) if plan.issued else reviews.today_of(plan.case)
    reviews.deliver(plan, promised=support_of(plan), delivered_on=day, words="Weekly.", **by)


def confirm_first(plan: Plan, **by: Any) -> None:
    reviews.confirm_delivery(plan, delivery=plan.deliveries.earliest("at"), answer=DeliveryWord.CONFIRMED, **by)
