"""Coaching between checkpoints as it stood when a copy was asked for: what was planned, given and said of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from plans.models import Mentoring, Plan
from reviews.coaching import Calendar, PlannedSession, Tally, free_days, last_day, planned_in, tally
from reviews.models import CoachingSession, SessionSeries
from reviews.states import SessionState

from .asof import CaseAsOf


@dataclass(frozen=True)
class CoachingAsOf:
    """Every list is in the order in which it happened."""

    mentorings: list[Mentoring]
    series: list[SessionSeries]
    sessions: list[CoachingSession]
    planned: list[PlannedSession]
    today: date

    @property
    def missed(self) -> list[PlannedSession]:
        return [row for row in self.planned if row.state == SessionState.MISSED]

    @property
    def total(self) -> Tally:
        return tally(self.sessions, self.planned, self.today).get("", Tally())


def coaching_as_of(case: CaseAsOf) -> CoachingAsOf | None:
    """None where nobody was named a mentor, and nothing was planned or logged."""
    if case.plan is None:
        return None
    mentorings, series, sessions = _mentorings(case, case.plan), _series(case, case.plan), _sessions(case, case.plan)
    if not (mentorings or series or sessions):
        return None
    planned = planned_in(series, sessions, _calendar(case, case.plan, mentorings))
    return CoachingAsOf(mentorings, series, sessions, planned, case.today)


def _mentorings(case: CaseAsOf, plan: Plan) -> list[Mentoring]:
    rows = list(plan.mentorings.filter(since__lte=case.moment).select_related("mentor"))
    for row in rows:
        row.until = row.until if row.until and row.until <= case.moment else None
    return rows


def _series(case: CaseAsOf, plan: Plan) -> list[SessionSeries]:
    rows = plan.session_series.filter(at__lte=case.moment)
    return [_without_later(case, row, "ending") for row in rows.select_related("ending", "mentor", "item", "support")]


def _sessions(case: CaseAsOf, plan: Plan) -> list[CoachingSession]:
    rows = plan.coaching_sessions.filter(at__lte=case.moment)
    return [_without_later(case, row, "answer") for row in rows.select_related("answer", "by", "item", "support")]


def _without_later[Row: (SessionSeries, CoachingSession)](case: CaseAsOf, row: Row, name: str) -> Row:
    """What was said of it after the copy's last event is taken off again, unsaved."""
    said: Any = getattr(row, name, None)
    if said is not None and said.at > case.moment:
        row._state.fields_cache[name] = None
    return row


def _calendar(case: CaseAsOf, plan: Plan, mentorings: list[Mentoring]) -> Calendar:
    zone = ZoneInfo(case.case.time_zone)
    outcome = plan.outcomes.filter(proposed_at__lte=case.moment).last()
    return Calendar(
        today=case.today,
        zone=zone,
        pauses=case.pauses,
        is_free=free_days(case.version),
        mentorings=mentorings,
        last=last_day(case.status or plan.status, outcome, zone),
    )
