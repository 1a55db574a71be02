"""Coaching between checkpoints: the days of a series, what became of them, and how much help that was.

The days are worked out anew each time from the series, and stand in no table. A day falls away where the plan is
paused, where nobody works, once its series was ended, and once nobody mentors the item any more.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from cases.seat import Seat
from cases.states import Part
from plans.along import pauses_of, rows_of
from plans.calendars import SATURDAY, BusinessCalendar, today_of
from plans.mentoring import mentored_items, mentorings_of
from plans.models import Mentoring, Pause, Plan, PlanVersion
from plans.queries import newest_for
from plans.snapshot import holidays_of
from plans.states import PlanStatus

from .ended import outcomes_of
from .models import CoachingSession, Outcome, SessionSeries
from .states import SessionSaid, SessionState

WEEK = timedelta(days=7)
GOES_ON = (PlanStatus.ACTIVE, PlanStatus.PAUSED)
LOOKS_BACK = timedelta(days=28)  # how far back a planned session can be chosen for an entry
MOST_OFFERED = 12


@dataclass(frozen=True)
class PlannedSession:
    """One day of a series, and the session that was held for it."""

    series: SessionSeries
    day: date
    session: CoachingSession | None
    state: SessionState

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.series.pk}/{self.day}"

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])


@dataclass(frozen=True)
class Calendar:
    """What keeps the days of any series of one plan from being held. `last` is the last day on which one could be."""

    today: date
    zone: ZoneInfo
    pauses: Iterable[Pause] = ()
    is_free: Callable[[date], bool] = lambda _day: False
    mentorings: Iterable[Mentoring] = ()
    last: date = date.max

    def is_held(self, day: date) -> bool:
        paused = any(row.from_on <= day and (row.until_on is None or day < row.until_on) for row in self.pauses)
        return day <= self.last and not paused and not self.is_free(day)

    def without_mentor(self, series: SessionSeries) -> date:
        """From which day on nobody is there to coach: its mentor does not mentor the item any more."""
        rows = [row for row in self.mentorings if (row.mentor_id, row.item) == (series.mentor_id, series.item_id)]
        if series.mentor_id is None or any(row.until is None for row in rows):
            return date.max
        ends = [row.until for row in rows if row.until]
        return timezone.localdate(max(ends), self.zone) if ends else date.min


def days_of(series: SessionSeries) -> Iterator[date]:
    """Every day that the series itself plans."""
    day = series.first_on + timedelta(days=(series.weekday - series.first_on.weekday()) % 7)
    ending = getattr(series, "ending", None)
    while day <= series.last_on and (ending is None or day < ending.from_on):
        yield day
        day += WEEK


def planned_in(
    series: Iterable[SessionSeries], sessions: Iterable[CoachingSession], calendar: Calendar
) -> list[PlannedSession]:
    """The days of these series, in order. What was held for a day stays, also where that day fell away later."""
    held = {(row.series_id, row.planned_on): row for row in sessions if row.series_id}
    found = []
    for row in series:
        until = calendar.without_mentor(row)
        days = {day for day in days_of(row) if day < until and calendar.is_held(day)}
        days |= {day for of, day in held if of == row.pk and day}
        for day in days:
            session = held.get((row.pk, day))
            found.append(PlannedSession(row, day, session, _state(day, session, calendar.today)))
    return sorted(found, key=lambda planned: (planned.day, planned.series.starts_at))


def _state(day: date, session: CoachingSession | None, today: date) -> SessionState:
    if session is not None:
        return SessionState.GIVEN
    if day == today:
        return SessionState.TODAY
    return SessionState.MISSED if day < today else SessionState.AHEAD


@dataclass
class Tally:
    """How much was planned up to today, and how much of it was given, in sessions and minutes."""

    planned: int = 0
    planned_minutes: int = 0
    given: int = 0
    minutes: int = 0
    confirmed: int = 0
    otherwise: int = 0

    @property
    def waits(self) -> int:
        return self.given - self.confirmed - self.otherwise


@dataclass(frozen=True)
class Coaching:
    """Everything about coaching that one reader sees of a plan."""

    sessions: list[CoachingSession]
    series: list[SessionSeries]
    planned: list[PlannedSession]
    today: date
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def newest(self) -> list[CoachingSession]:
        return self.sessions[::-1]

    @property
    def waiting(self) -> list[CoachingSession]:
        """What the employee has not answered yet."""
        return [row for row in self.sessions if row.answered is None]

    @property
    def ahead(self) -> list[PlannedSession]:
        return [row for row in self.planned if row.state in (SessionState.TODAY, SessionState.AHEAD)]

    @property
    def today_is_planned(self) -> bool:
        return any(row.state == SessionState.TODAY for row in self.planned)

    @property
    def missed(self) -> list[PlannedSession]:
        """The newest first."""
        return [row for row in self.planned if row.state == SessionState.MISSED][::-1]

    @property
    def past(self) -> list[PlannedSession]:
        return [row for row in self.planned if row.state in (SessionState.GIVEN, SessionState.MISSED)][::-1]

    def open_to(self, seat: Seat) -> list[PlannedSession]:
        """The planned ones that this person could log now, the newest first."""
        since = self.today - LOOKS_BACK
        rows = [row for row in self.planned if row.session is None and since <= row.day <= self.today]
        return [row for row in rows if leads(seat, row.series)][: -MOST_OFFERED - 1 : -1]

    @property
    def total(self) -> Tally:
        return tally(self.sessions, self.planned, self.today).get("", Tally())


def leads(seat: Seat, series: SessionSeries) -> bool:
    """Whether this person coaches in this series: its mentor, or the line manager where it has none."""
    return series.mentor_id == seat.user.pk if series.mentor_id else seat.is_any_of(Part.MANAGER)


def coaching_of(seat: Seat, plan: Plan) -> Coaching:
    """What this person sees, read once for a page: a mentor their own sessions about the items they mentor."""
    found: Coaching = seat.once("coaching", lambda: _coaching_of(seat, plan))
    return found


def _coaching_of(seat: Seat, plan: Plan) -> Coaching:
    sessions, series = plan.coaching_sessions.all(), plan.session_series.all()
    if seat.is_narrow:
        items = mentored_items(plan, seat.user)
        sessions = sessions.filter(by=seat.user, item__in=items)
        series = series.filter(mentor=seat.user, item__in=items)
    sessions = sessions.select_related("by", "item", "support", "answer", "series")
    series = series.select_related("ending", "mentor", "item", "support")
    rows = rows_of(seat, plan, "coaching_sessions", lambda: list(sessions))
    regular = rows_of(seat, plan, "session_series", lambda: list(series))
    today = today_of(seat.case)
    calendar = calendar_of(seat, plan, regular) if regular else None
    planned = planned_in(regular, rows, calendar) if calendar else []
    return Coaching(rows, regular, planned, today, tally(rows, planned, today))


def calendar_of(seat: Seat, plan: Plan, series: Iterable[SessionSeries]) -> Calendar:
    """What the plan knows of its days as they stand now."""
    zone = ZoneInfo(seat.case.time_zone)
    outcomes = [] if plan.status in GOES_ON else outcomes_of(seat, plan)
    return Calendar(
        today=today_of(seat.case),
        zone=zone,
        pauses=pauses_of(seat, plan),
        is_free=free_days(newest_for(seat)),
        mentorings=mentorings_of(seat, plan) if any(row.mentor_id for row in series) else (),
        last=last_day(plan.status, outcomes[-1] if outcomes else None, zone),
    )


def free_days(version: PlanVersion | None) -> Callable[[date], bool]:
    """Public holidays of the calendar that the plan follows. A series that somebody plans for Saturdays is meant so."""
    calendar = BusinessCalendar.of(holidays_of(version) if version else "")
    return lambda day: day.weekday() < SATURDAY and not calendar.is_working(day)


def last_day(status: str, outcome: Outcome | None, zone: ZoneInfo) -> date:
    """Once the outcome is proposed nothing more is expected; of a cancelled plan nothing that was not held."""
    if status in GOES_ON:
        return date.max
    return timezone.localdate(outcome.proposed_at, zone) if outcome else date.min


def tally(sessions: Iterable[CoachingSession], planned: Iterable[PlannedSession], today: date) -> dict[str, Tally]:
    """By the id of the item and of the support measure it was about; "" is all of it."""
    found: dict[str, Tally] = {}
    for session in sessions:
        for sum_ in _of(found, session):
            sum_.given += 1
            sum_.minutes += session.minutes
            answer = session.answered
            sum_.confirmed += answer is not None and answer.said == SessionSaid.CONFIRMED
            sum_.otherwise += answer is not None and answer.said == SessionSaid.OTHERWISE
    for row in planned:
        if row.day <= today or row.session:
            for sum_ in _of(found, row.series):
                sum_.planned += 1
                sum_.planned_minutes += row.series.minutes
    return found


def _of(found: dict[str, Tally], row: CoachingSession | SessionSeries) -> list[Tally]:
    keys = ["", *(str(key) for key in (row.item_id, row.support_id) if key)]
    return [found.setdefault(key, Tally()) for key in keys]


def topics_in(content: Mapping[str, Any], items: Iterable[uuid.UUID] | None = None) -> Iterator[tuple[str, list[Any]]]:
    """What a session can be about, for a choice: each item's area, and under it the item and its support measures."""
    chosen = None if items is None else {str(item) for item in items}
    for item in content["items"]:
        if chosen is None or item["id"] in chosen:
            rows = [(row["id"], row["content"]) for row in item["support"] if "id" in row]
            yield item["area"], [(item["id"], item["area"]), *rows]


def start_of(day: date, series: SessionSeries, zone: ZoneInfo) -> datetime:
    """The moment at which this day of the series begins, where the case is."""
    return datetime.combine(day, series.starts_at, zone)
