"""A case in which it goes on: after a relapse in the sustain period, or for more time after an outcome not met."""

from collections.abc import Callable
from typing import Any

from cases.actor import Actor
from cases.models import CaseFile
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.states import Keeping, Result
from tests import following, sustaining
from tests.world import People, actor, close

WORDS = "Two weeks over 3 %, since the second line runs with a new alloy."


def slipping(who: People) -> Plan:
    """A sustain period in which a check-in says that it slips."""
    plan = sustaining.begun(who)
    sustaining.check_in(plan, who, Keeping.SLIPS)
    return plan


def relapse(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> CaseFile:
    return reviews.record_relapse(plan, by=by or actor(who.ada), **{"words": WORDS, **said})


def fallen_short(who: People, result: str = Result.NOT_MET) -> Plan:
    """Decided so, with more time agreed on, and closed once the window of an appeal is over."""
    plan = following.decided(who, result)
    following.record(plan, who, kind="extend")
    with sustaining.on(plan.ends_on + 60 * sustaining.DAY):
        close(plan, who)
    return plan


def go_on(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> CaseFile:
    return reviews.open_following_case(plan, by=by or actor(who.ada), **said)


def relapsed(plan: Plan, who: People) -> None:
    """From the decision on."""
    sustaining.begun_and_slipping(plan, who)
    relapse(plan, who)


APPENDS = [
    (
        PlanStatus.DECIDED,
        relapsed,
        ["reviews.begin_sustain", "reviews.record_check_in", "reviews.record_relapse"],
    )
]


# What `tests.rules` tries, and what its forms send.

LINKING: dict[str, Callable[..., Any]] = {
    "reviews.record_relapse": lambda plan, **by: reviews.record_relapse(plan, words=WORDS, **by),
    "reviews.open_following_case": reviews.open_following_case,
}
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "record a relapse": ("u", "ada", "sustain/relapse/", {"words": "x", "hr_partner": ""}),
}
