"""Fay mentors Ben's item in the plan of `tests.world`: sessions are logged, answered and planned, and series ended."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from cases.actor import Actor
from cases.seat import Seat
from people.models import User
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Mentoring, Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.coaching import coaching_of
from reviews.models import CoachingSession, SeriesEnd, SessionAnswer, SessionSeries
from reviews.states import SessionKind, SessionSaid
from tests import deciding
from tests.world import START, People, actor, assessed, hold, item, plan_in, write

DONE = "We set the torque together."
NEXT = "Without the sheet."


def item_id(plan: Plan, place: int = 0) -> uuid.UUID:
    """Of none where nothing was frozen yet."""
    version = plan.versions.filter(number=plan.issued or plan.frozen).first()
    return uuid.UUID(version.data["items"][place]["id"]) if version else uuid.UUID(int=0)


def mentor(plan: Plan, who: People, user: User | None = None, *, by: Actor | None = None, place: int = 0) -> None:
    items = [item_id(plan, place)]
    plans.name_mentor(plan, by=by or actor(who.ada), mentor=user or who.fay, items=items)


@contextmanager
def mentored(who: People) -> Iterator[Plan]:
    """A plan that runs since a Monday, its first day, in Berlin; Fay mentors its item."""
    with on(START):
        plan = plan_in(PlanStatus.ACTIVE, who)
        mentor(plan, who)
        yield plan


def end(plan: Plan, who: People, *, by: Actor | None = None, reason: str = "Another shift.") -> None:
    rows = Mentoring.objects.filter(plan=plan, until=None)
    plans.end_mentoring(plan, by=by or actor(who.ada), mentorings=rows, reason=reason)


def log(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> CoachingSession:
    """By Fay, about the item she mentors, today."""
    told = {
        "key": uuid.uuid4(), "held_on": today_of(plan.case), "minutes": 45, "done": DONE, "next_steps": NEXT,
        "about": item_id(plan), **said,
    }  # fmt: skip
    return reviews.log_session(plan, by=by or actor(who.fay), session=reviews.Coached(**told))


def answer(plan: Plan, who: People, said: str = SessionSaid.CONFIRMED, words: str = "") -> SessionAnswer:
    """To the session logged last."""
    session = plan.coaching_sessions.latest("at")
    return reviews.confirm_session(plan, by=actor(who.ben), session=session, said=said, words=words)


def plan_weekly(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> SessionSeries:
    """Fay's one-to-one, from today on, on the weekday of today."""
    today = today_of(plan.case)
    told = {
        "kind": SessionKind.ONE_TO_ONE, "weekday": today.weekday(), "starts_at": time(9, 30), "minutes": 60,
        "first_on": today, "last_on": plan.ends_on or today + timedelta(days=28), "about": item_id(plan),
        "mentor": who.fay, **said,
    }  # fmt: skip
    return reviews.plan_sessions(plan, by=by or actor(who.ada), regular=reviews.Regular(**told))


def end_weekly(plan: Plan, who: People, *, by: Actor | None = None, reason: str = "Done.") -> SeriesEnd:
    series = plan.session_series.latest("at")
    return reviews.end_sessions(plan, by=by or actor(who.ada), series=series, reason=reason)


def of_two_items(who: People, **second: Any) -> Plan:
    """Issued with a second item, which Fay does not mentor."""
    plan = write(plan_in(PlanStatus.DRAFT, who), who, items=[item(), item(area="Tool care", **second)])
    return plan_in(PlanStatus.ISSUED, who, plan)


# What `tests.rules` tries by everybody, and the state that it tries it in.


def _name(plan: Plan, by: Actor) -> None:
    """Kim, who has no part in the case."""
    plans.name_mentor(plan, by=by, mentor=User.objects.get(name="Kim"), items=[item_id(plan)])


def _end_all(plan: Plan, by: Actor) -> None:
    rows = Mentoring.objects.filter(plan=plan, until=None)
    plans.end_mentoring(plan, by=by, mentorings=rows, reason="Another shift.")


def _log(plan: Plan, by: Actor) -> None:
    told: dict[str, Any] = {"held_on": today_of(plan.case), "minutes": 30, "done": DONE}
    reviews.log_session(plan, by=by, session=reviews.Coached(key=uuid.uuid4(), about=item_id(plan), **told))


def _plan(plan: Plan, by: Actor) -> None:
    """With the line manager, or the mentor with themselves."""
    today = today_of(plan.case)
    mine = by.user if plan.mentorings.filter(mentor=by.user, until=None).exists() else None
    told: dict[str, Any] = {"kind": SessionKind.TEAM_REVIEW, "weekday": today.weekday(), "minutes": 30, "mentor": mine}
    days: dict[str, Any] = {"starts_at": time(9), "first_on": today, "last_on": today}
    reviews.plan_sessions(plan, by=by, regular=reviews.Regular(about=item_id(plan), **days, **told))


def _end(plan: Plan, by: Actor) -> None:
    reviews.end_sessions(plan, by=by, series=plan.session_series.latest("at"), reason="Done.")


def _answer(plan: Plan, by: Actor) -> None:
    session = plan.coaching_sessions.latest("at")
    reviews.confirm_session(plan, by=by, session=session, said=SessionSaid.CONFIRMED)


ON_SESSION = ("reviews.confirm_session", "reviews.end_sessions")  # tried only where there is one
COACHING: dict[str, Callable[..., Any]] = {
    "plans.name_mentor": _name,
    "plans.end_mentoring": _end_all,
    "reviews.log_session": _log,
    "reviews.plan_sessions": _plan,
    "reviews.end_sessions": _end,
    "reviews.confirm_session": _answer,
}


def begun(plan: Plan, who: People) -> None:
    """Fay mentors, has logged a session, and has one planned for today."""
    mentor(plan, who)
    log(plan, who)
    plan_weekly(plan, who, last_on=today_of(plan.case))


def whole(plan: Plan, who: People) -> None:
    """At least one row in every table of coaching; the mentoring ends."""
    begun(plan, who)
    answer(plan, who)
    end_weekly(plan, who)
    end(plan, who)


APPENDS: list[tuple[Callable[[Plan, People], Any], list[str]]] = [
    (begun, ["plans.name_mentor", "reviews.log_session", "reviews.plan_sessions"]),
    (
        whole,
        [
            "plans.name_mentor", "reviews.log_session", "reviews.plan_sessions", "reviews.confirm_session",
            "reviews.end_sessions", "plans.end_mentoring",
        ],
    ),
]  # fmt: skip


def with_every_word(plan: Plan, who: People, mark: str) -> None:
    """Whatever a person can write about coaching, marked."""
    mentor(plan, who)
    log(plan, who, done=f"{mark} coached", next_steps=f"{mark} to do")
    answer(plan, who, SessionSaid.OTHERWISE, f"{mark} otherwise")
    plan_weekly(plan, who, last_on=today_of(plan.case))
    end_weekly(plan, who, reason=f"{mark} ended")
    end(plan, who, reason=f"{mark} left")


def on(day: date, hour: int = 12) -> Any:
    """Let it be this day."""
    return time_machine.travel(datetime.combine(day, time(hour)), tick=True)


def seen(plan: Plan, user: User) -> Any:
    """The plan's coaching as this person reads it."""
    return coaching_of(Seat(plan.case, user), plan)


def propose_early(plan: Plan, who: People) -> None:
    hold(plan, who)
    deciding.review(plan, actor(who.ada), actor(who.ben))
    said = {"result": "met", "summary": "x", "early_reason": "y"}
    reviews.propose_outcome(plan, by=actor(who.ada), assessed=assessed(plan), **said)


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
