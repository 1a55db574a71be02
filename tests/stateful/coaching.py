"""Mentors and coaching, as `tests.stateful.acts` has the other acts. Ivy mentors the plan's one item."""

from django.core.exceptions import ValidationError

from cases.refusals import NotVisible, WrongMoment
from people.models import User
from plans import actions as plans
from reviews import actions as reviews
from reviews.states import SessionSaid
from tests import coaching
from tests.stateful.acts import Do, Try, at
from tests.stateful.model import Model, Series
from tests.stateful.run import Run
from tests.world import START, actor

MENTOR = "ivy"
NAMED = {"approved", "issued", "active", "paused"}


def tried(act: str) -> Do:
    """As `tests.rules` tries it."""
    return lambda run, user, fault: coaching.COACHING[act](run.plan, by=actor(user))


def name(run: Run, user: User, fault: str) -> None:
    items = [] if fault == "no item" else [coaching.item_id(run.plan)]
    mentor = run.who.ben if fault == "the employee" else run.who.ivy
    plans.name_mentor(run.plan, by=actor(user), mentor=mentor, items=items)


def too_early(model: Model, person: str) -> type[Exception] | None:
    return ValidationError if model.today < START else None


def plans_one(model: Model, person: str) -> None:
    model.series.append(Series(day=model.today, by_mentor=person == MENTOR))


def not_to_end(model: Model, person: str) -> type[Exception] | None:
    """A mentor ends their own; one that is over is over."""
    series = model.series[-1]
    if person == MENTOR and not series.by_mentor:
        return NotVisible
    return WrongMoment if series.ended or series.day < model.today else None


def ends_one(model: Model, person: str) -> None:
    model.series[-1].ended = True


def answers(model: Model, person: str) -> None:
    model.sessions[-1] = True


def answer(run: Run, user: User, fault: str) -> None:
    session = run.plan.coaching_sessions.latest("at")
    said = SessionSaid.OTHERWISE if fault == "no words" else SessionSaid.CONFIRMED
    reviews.confirm_session(run.plan, by=actor(user), session=session, said=said)


COACHING = (
    Try(
        act="plans.name_mentor",
        parts=("manager", "hr_partner"),
        open=lambda model, part: model.status in NAMED,
        faults={"no item": ValidationError, "the employee": ValidationError},
        refused=lambda model, person: ValidationError if MENTOR in model.mentors else None,
        do=name,
        then=lambda model, person: model.mentors.add(MENTOR),
    ),
    Try(
        act="plans.end_mentoring",
        parts=("manager", "hr_partner"),
        open=lambda model, part: model.status in {*NAMED, "final_review", "decided"} and bool(model.mentors),
        do=tried("plans.end_mentoring"),
        then=lambda model, person: model.mentors.clear(),
    ),
    Try(
        act="reviews.log_session",
        parts=("manager", "mentor"),
        open=at("active", "final_review"),
        refused=too_early,
        do=tried("reviews.log_session"),
        then=lambda model, person: model.sessions.append(False),
    ),
    Try(
        act="reviews.confirm_session",
        parts=("subject",),
        there=lambda model: bool(model.sessions),
        open=lambda model, part: (
            model.status in {"active", "paused", "final_review", "decided"} and not model.sessions[-1]
        ),
        faults={"no words": ValidationError},
        do=answer,
        then=answers,
    ),
    Try(
        act="reviews.plan_sessions",
        parts=("manager", "mentor"),
        open=at("active"),
        refused=too_early,
        do=tried("reviews.plan_sessions"),
        then=plans_one,
    ),
    Try(
        act="reviews.end_sessions",
        parts=("manager", "mentor"),
        there=lambda model: bool(model.series),
        open=at("active", "paused", "final_review"),
        refused=not_to_end,
        do=tried("reviews.end_sessions"),
        then=ends_one,
    ),
)
