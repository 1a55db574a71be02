"""Steps of a story about coaching: a mentor, regular sessions, what was done and what the employee says of it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from people.models import User
from plans import actions as plans
from plans.models import Item
from reviews import actions as reviews
from reviews.coaching import days_of
from reviews.models import SessionSeries

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def _name_mentor(going: "Walk", step: Story) -> None:
    """For the items of these numbers."""
    items = [going.items[number - 1].pk for number in step["items"]]
    plans.name_mentor(going.plan, by=going.by("manager"), mentor=going.people[step["mentor"]], items=items)


def _plan_sessions(going: "Walk", step: Story) -> None:
    told: dict[str, Any] = {name: step[name] for name in ("kind", "starts_at", "minutes", "first_on", "last_on")}
    told["weekday"] = step.get("weekday", step["first_on"].weekday())
    regular = reviews.Regular(about=_about(going, step), mentor=_mentor(going, step), **told)
    reviews.plan_sessions(going.plan, by=going.by("manager"), regular=regular)


def _log_session(going: "Walk", step: Story) -> None:
    """By the mentor whom the step names, or the manager; `planned` where it was one of the regular ones."""
    mentor = _mentor(going, step)
    series = going.plan.session_series.filter(mentor=mentor).latest("at") if step.get("planned") else None
    told = {"held_on": step["on"], "minutes": step["minutes"], "done": step["done"], "about": _about(going, step)}
    session = reviews.Coached(
        key=uuid.uuid4(),
        next_steps=step.get("next_steps", ""),
        series=series.pk if series else None,
        planned_on=_newest_day(series, step["on"]) if series else None,
        **told,
    )
    by = going.acts_as(mentor) if mentor else going.by("manager")
    reviews.log_session(going.plan, by=by, session=session)


def _confirm_session(going: "Walk", step: Story) -> None:
    """The one that was logged last."""
    said = {"said": step["said"], "words": step.get("words", "")}
    session = going.plan.coaching_sessions.latest("at")
    reviews.confirm_session(going.plan, by=going.by("subject"), session=session, **said)


def _mentor(going: "Walk", step: Story) -> User | None:
    return going.people[step["mentor"]] if "mentor" in step else None


def _about(going: "Walk", step: Story) -> uuid.UUID | None:
    """The item of a number, or its support measure of a number."""
    if "item" not in step:
        return None
    item: Item = going.items[step["item"] - 1]
    return list(item.support.all())[step["support"] - 1].pk if "support" in step else item.pk


def _newest_day(series: SessionSeries, held_on: date) -> date:
    return max(day for day in days_of(series) if day <= held_on)


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "name_mentor": _name_mentor,
    "plan_sessions": _plan_sessions,
    "log_session": _log_session,
    "confirm_session": _confirm_session,
}
