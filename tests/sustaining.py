"""The sustain period after a plan that was met: begun by Cleo, checked in on by Ada, in Ben's words too."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine

from cases.actor import Actor
from plans.calendars import BusinessCalendar
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import CheckIn, CheckInAnswer, CheckInRecord, Sustain
from reviews.states import Keeping
from reviews.sustaining import next_check_in, period_for, period_of
from tests import deciding, world
from tests.world import People, actor, plan_in

DAY = timedelta(days=1)
DAYS = 90


def begin(plan: Plan, who: People, days: int = DAYS) -> Sustain:
    return deciding.sustain(plan, days, by=actor(who.cleo))


def begun(who: People, days: int = DAYS) -> Plan:
    plan = plan_in(PlanStatus.DECIDED, who)
    begin(plan, who, days)
    return plan


def check_in(plan: Plan, who: People, keeping: str = Keeping.KEEPS_UP, **said: Any) -> CheckInRecord:
    """The next one, today."""
    return reviews.record_check_in(plan, by=actor(who.ada), **{**told(plan), "keeping": keeping, **said})


def told(plan: Plan) -> dict[str, Any]:
    found = next_check_in(plan)
    number, today = found.number if found else 1, reviews.today_of(plan.case)
    return {"number": number, "keeping": Keeping.KEEPS_UP, "held_on": today, "words": "Under 2 % each week."}


def answer(plan: Plan, who: People, words: str = "The sheet helps.") -> CheckInAnswer:
    """To the newest one that was recorded."""
    found = CheckIn.objects.filter(sustain__plan=plan, record__isnull=False).latest("number")
    return reviews.answer_check_in(plan, by=actor(who.ben), check_in=found, words=words)


def on(day: date) -> time_machine.travel:
    """Noon of a day."""
    return time_machine.travel(datetime.combine(day, time(12), UTC), tick=True)


def until_it_is_over(plan: Plan) -> time_machine.travel:
    return on(plan.sustain.last_on + DAY)


def check_in_and_answer(plan: Plan, who: People) -> None:
    check_in(plan, who)
    answer(plan, who)


def whole(plan: Plan, who: People) -> None:
    """Begun, with a check-in and an answer to it."""
    begin(plan, who)
    check_in_and_answer(plan, who)


def begun_and_slipping(plan: Plan, who: People) -> None:
    begin(plan, who)
    check_in(plan, who, Keeping.NEEDS_HELP)


def with_every_word(plan: Plan, who: People, mark: str) -> None:
    """Until it slips."""
    begin(plan, who)
    check_in(plan, who, Keeping.SLIPS, words=f"{mark} slipping", agreed=f"{mark} agreed")
    answer(plan, who, f"{mark} answered")
    reviews.record_relapse(plan, by=actor(who.ada), words=f"{mark} relapsed")


APPENDS = [
    (
        PlanStatus.DECIDED,
        whole,
        ["reviews.begin_sustain", "reviews.record_check_in", "reviews.answer_check_in"],
    )
]


# What `tests.rules` tries, and what its forms send.


def _begin(plan: Plan, by: Actor) -> None:
    shown = period_for(plan, DAYS).in_one_line if plan.issued else ""
    reviews.begin_sustain(plan, by=by, days=DAYS, shown=shown)


def _answer(plan: Plan, by: Actor) -> None:
    found = CheckIn.objects.filter(sustain__plan=plan, record__isnull=False).latest("number")
    reviews.answer_check_in(plan, by=by, check_in=found, words="So it is.")


SUSTAINING: dict[str, Callable[..., Any]] = {
    "reviews.begin_sustain": _begin,
    "reviews.record_check_in": lambda plan, **by: reviews.record_check_in(plan, **told(plan), **by),
    "reviews.answer_check_in": _answer,
}
SHOWN = period_of(world.END + DAY, DAYS, 30, BusinessCalendar()).in_one_line
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "begin a sustain period": ("w", "cleo", "sustain/", {"days": DAYS, "shown": SHOWN}),
    "check in": ("u", "ada", "sustain/check-in/", {
        "number": "2", "keeping": "slips", "held_on": "2026-05-02", "words": "x", "agreed": "y",
    }),
    "answer a check-in": ("u", "ben", "sustain/check-ins/1/", {"words": "x"}),
}  # fmt: skip
