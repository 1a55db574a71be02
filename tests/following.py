"""What follows the outcome of the plan of `tests.world`: agreed by Cleo or Ada, done or dropped."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cases.actor import Actor
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import FollowOn, FollowOnEnd
from reviews.states import Result
from tests import appealing, world
from tests.world import People, actor

DAY = timedelta(days=1)
SOON = 14 * DAY
WORDS = "Two days with the new torque sequence."
KINDS = {Result.MET: "recognition", Result.PARTIALLY_MET: "training", Result.NOT_MET: "training"}


def decided(who: People, result: str = Result.NOT_MET, plan: Plan | None = None) -> Plan:
    """A plan with this outcome, which HR decided."""
    return appealing.decided(who, result, plan)


def record(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> FollowOn:
    return reviews.record_follow_on(plan, by=by or actor(who.cleo), **{**told(plan), **said})


def told(plan: Plan) -> dict[str, Any]:
    """Something that can follow this plan's outcome; anything where there is none."""
    outcome = plan.outcomes.last()
    kind = KINDS.get(Result(outcome.result), "training") if outcome else "training"
    return {"kind": kind, "words": WORDS, "owner": "manager", "due_on": reviews.today_of(plan.case) + SOON}


def finish(plan: Plan, who: People, row: FollowOn, *, by: Actor | None = None, **said: Any) -> FollowOnEnd:
    done = {"done_on": reviews.today_of(plan.case), "words": "The list of who came.", **said}
    return reviews.finish_follow_on(plan, by=by or actor(who.ada), follow_on=row, **done)


def drop(plan: Plan, who: People, row: FollowOn, words: str = "He moves to the other plant.") -> FollowOnEnd:
    return reviews.drop_follow_on(plan, by=actor(who.cleo), follow_on=row, words=words)


def one_done_and_one_dropped(plan: Plan, who: People) -> None:
    finish(plan, who, record(plan, who))
    drop(plan, who, record(plan, who, by=actor(who.ada)))


def with_every_word(plan: Plan, who: People, mark: str) -> None:
    finish(plan, who, record(plan, who, words=f"{mark} follows"), words=f"{mark} done")
    drop(plan, who, record(plan, who), f"{mark} dropped")


WORDED = ("follows", "done", "dropped", "slipping", "agreed", "answered", "relapsed")  # here, and in `tests.sustaining`
TOLD = [f"reviews.{act}_follow_on" for act in ("record", "finish", "record", "drop")]
APPENDS = [(status, one_done_and_one_dropped, TOLD) for status in (PlanStatus.DECIDED, PlanStatus.CLOSED)]


# What `tests.rules` tries, and what its forms send.


def _open(plan: Plan) -> FollowOn:
    """The one that is open where an outcome was decided (`test_policy.walk`)."""
    return plan.follow_ons.filter(ending=None).latest("number")


def _finish(plan: Plan, **by: Any) -> None:
    reviews.finish_follow_on(plan, follow_on=_open(plan), done_on=reviews.today_of(plan.case), words="Done.", **by)


FOLLOWING: dict[str, Callable[..., Any]] = {
    "reviews.record_follow_on": lambda plan, **by: reviews.record_follow_on(plan, **told(plan), **by),
    "reviews.finish_follow_on": _finish,
    "reviews.drop_follow_on": lambda plan, **by: reviews.drop_follow_on(
        plan, follow_on=_open(plan), words="No more.", **by
    ),
}
ON_FOLLOW_ON = ("reviews.finish_follow_on", "reviews.drop_follow_on")
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "record what follows": ("w", "cleo", "follow-ons/record/", {
        "kind": "recognition", "words": "x", "owner": "manager", "due_on": world.END + 30 * DAY,
    }),
    "finish what follows": ("w", "ada", "follow-ons/<follow_on_id>/", {
        "done_on": world.END + DAY, "words": "x",
    }),
    "drop what follows": ("w", "cleo", "follow-ons/<follow_on_id>/drop/", {"words": "x"}),
}  # fmt: skip
