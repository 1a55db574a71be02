"""What the pages of coaching show to whom: the short form, filled in as far as is known, and a mentor's items."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.mentoring import mentored_items, mentorings_of
from plans.models import Plan
from plans.queries import newest_for
from plans.states import FINAL

from .acts.coaching import LOG_SESSION
from .charts import Point, items_with_charts
from .coaching import coaching_of, topics_in
from .forms import LogSessionForm, PlanSessionsForm
from .forms.coaching import MANAGER, NOT_PLANNED, WHOLE_PLAN
from .models import CoachingSession, Progress, SessionSeries
from .states import CheckpointStatus, SessionState

MINUTES = 30  # where nobody has logged anything yet


def is_coaching(seat: Seat, plan: Plan) -> bool:
    """Whether there is something of coaching to read for this person: for a mentor while the plan goes on."""
    if seat.is_narrow:
        return seat.is_any_of(Part.MENTOR) and plan.status not in FINAL
    return bool(plan.issued and newest_for(seat))


def session_at(seat: Seat, plan: Plan, session_id: uuid.UUID) -> CoachingSession:
    """One session of this case; `NotVisible` where there is none of this id for this person."""
    found = next((row for row in coaching_of(seat, plan).sessions if row.pk == session_id), None)
    if found is None:
        raise NotVisible
    return found


def series_at(seat: Seat, plan: Plan, series_id: uuid.UUID) -> SessionSeries:
    """One series that this person may end: a mentor their own."""
    found = next((row for row in coaching_of(seat, plan).series if row.pk == series_id), None)
    if found is None or (not seat.is_any_of(Part.MANAGER) and found.mentor_id != seat.user.pk):
        raise NotVisible
    return found


def log_form(seat: Seat, plan: Plan, data: Any = None) -> LogSessionForm:
    """Today, as long and about the same as last time, and for the session that is planned today."""
    coaching = coaching_of(seat, plan)
    planned = coaching.open_to(seat)
    today = next((row for row in planned if row.state == SessionState.TODAY), None)
    topics = _topics(seat, plan)
    mine = [row for row in coaching.sessions if row.by_id == seat.user.pk]
    last: Any = (today and today.series) or (mine[-1] if mine else None)
    initial = {
        "key": uuid.uuid4(),
        "held_on": coaching.today,
        "minutes": last.minutes if last else MINUTES,
        "about": str(last.support_id or last.item_id or WHOLE_PLAN[0]) if last else _first(topics),
        "occasion": today.key if today else NOT_PLANNED[0],
    }
    return LogSessionForm(data, initial=initial, planned=planned, **topics)


def _first(topics: Mapping[str, Any]) -> str:
    """The only item that a mentor has, say; the whole plan for the line manager."""
    groups = topics["topics"]
    return WHOLE_PLAN[0] if topics["whole"] or not groups else str(groups[0][1][0][0])


def plan_form(seat: Seat, plan: Plan, data: Any = None) -> PlanSessionsForm:
    """From today to the end of the plan. The line manager chooses with whom, a mentor plans their own."""
    topics = _topics(seat, plan)
    initial = {"first_on": coaching_of(seat, plan).today, "last_on": plan.ends_on, "minutes": MINUTES}
    initial |= {"about": _first(topics), "mentor": MANAGER}
    named = mentorings_of(seat, plan)
    mentors = list(dict.fromkeys(row.mentor for row in named if row.until is None and row.mentor.is_active))
    if not seat.is_any_of(Part.MANAGER):
        mentors = [seat.user]
    manager = _manager_of(seat)
    return PlanSessionsForm(data, initial=initial, mentors=mentors, manager=manager.name if manager else "", **topics)


def _manager_of(seat: Seat) -> User | None:
    rows = (row for row in seat.parties if row.part == Part.MANAGER and row.deputy_for_id is None)
    return next((row.user for row in rows), None)


def _topics(seat: Seat, plan: Plan) -> dict[str, Any]:
    """The whole plan is the line manager's to coach; a mentor's are the items they mentor."""
    version = newest_for(seat)
    content = version.data if version else {"items": []}
    if seat.part_for(LOG_SESSION) == Part.MANAGER:
        return {"topics": list(topics_in(content)), "whole": True}
    return {"topics": list(topics_in(content, mentored_items(plan, seat.user))), "whole": False}


def items_mentored(seat: Seat, plan: Plan) -> list[dict[str, Any]]:
    """What a mentor reads: the items they mentor now, as the version in force has them, and what was measured of these.
    Nothing where the plan has ended.
    """
    version = newest_for(seat)
    if version is None or plan.status in FINAL:
        return []
    mine = mentored_items(plan, seat.user)
    items = [item for item in version.data["items"] if uuid.UUID(item["id"]) in mine]
    content = {**version.data, "items": items}
    return items_with_charts(content, _points(plan, mine))


def _points(plan: Plan, items: Iterable[uuid.UUID]) -> dict[str, list[Point]]:
    rows = Progress.objects.filter(
        item__in=items, checkpoint__plan=plan, checkpoint__status=CheckpointStatus.HELD
    ).select_related("checkpoint")
    found: dict[str, list[Point]] = {}
    for row in rows.order_by("checkpoint__held_on", "checkpoint__number"):
        if row.checkpoint.held_on:
            point = Point(row.checkpoint.held_on, row.value, row.judgement)
            found.setdefault(str(row.item_id), []).append(point)
    return found
