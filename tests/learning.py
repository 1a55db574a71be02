"""What Ben learns from in the running plan of `tests.world`: ticked by him, answered by Ada."""

import uuid
from typing import Any

from plans.models import Plan
from reviews import actions as reviews
from reviews.states import Learned
from tests.world import People, actor


def learning_of(plan: Plan, place: int = 0) -> uuid.UUID:
    """The id of a thing to learn from, of the first support measure; of none where the plan was not issued."""
    item = plan.items.first()
    return uuid.UUID(item.support.all()[0].learning[place]["id"]) if item else uuid.UUID(int=0)


def tick(plan: Plan, who: People, words: str = "") -> None:
    reviews.tick_learning(plan, by=actor(who.ben), learning=learning_of(plan), words=words)


def confirm(plan: Plan, who: People, answer: str = Learned.CONFIRMED, words: str = "") -> None:
    reviews.confirm_learning(plan, by=actor(who.ada), learning=learning_of(plan), answer=answer, words=words)


def tick_second(plan: Plan, **by: Any) -> None:
    """The other thing to learn from, where the first is ticked already."""
    reviews.tick_learning(plan, learning=learning_of(plan, 1), **by)


def confirm_first(plan: Plan, **by: Any) -> None:
    reviews.confirm_learning(plan, learning=learning_of(plan), answer=Learned.CONFIRMED, **by)


def learn(plan: Plan, who: People, words: str = "Show it once more.") -> None:
    """Ticked, not yet, ticked again, confirmed."""
    tick(plan, who, words)
    confirm(plan, who, Learned.NOT_YET, words)
    tick(plan, who)
    confirm(plan, who)
