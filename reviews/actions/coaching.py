"""Coaching between checkpoints: sessions logged and answered, regular ones planned and ended."""

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import notices
from cases.acting import Step, acting
from cases.actor import Actor
from cases.models import Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.calendars import today_of
from plans.mentoring import mentored_items
from plans.models import Item, Mentoring, Plan, SupportMeasure
from reviews.acts.coaching import CONFIRM_SESSION, END_SESSIONS, LOG_SESSION, PLAN_SESSIONS
from reviews.coaching import calendar_of, days_of, leads, planned_in
from reviews.models import CoachingSession, SeriesEnd, SessionAnswer, SessionSeries
from reviews.models.coaching import SUNDAY

MOST_SERIES = 20  # of one plan at a time


class LoggedAlready(WrongMoment):
    """The same entry was sent twice: it is logged once."""


@dataclass(frozen=True, kw_only=True)
class Coached:
    """One session as it is told. `about` is the id of an item or of a support measure, None for the whole plan;
    `series` and `planned_on` name the planned session that it answers, if any. `key` is the same for every try.
    """

    key: uuid.UUID
    held_on: date
    minutes: int
    done: str
    next_steps: str = ""
    about: uuid.UUID | None = None
    series: uuid.UUID | None = None
    planned_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Regular:
    """A series as it is planned: `weekday` from 0 for Monday, `mentor` None where it is with the line manager."""

    kind: str
    weekday: int
    starts_at: time
    minutes: int
    first_on: date
    last_on: date
    about: uuid.UUID | None = None
    mentor: User | None = None


def log_session(plan: Plan, *, by: Actor, session: Coached) -> CoachingSession:
    """Log what was done in a session, once and for good. A mentor logs what is about an item they mentor.

    Raises `LoggedAlready` for an entry that was sent before, `NotVisible` for an item or a series that is not theirs,
    `ValidationError` for a day that lies ahead, before the plan or in a pause, or a planned one that was not open.
    """
    told = {"held_on": session.held_on, "minutes": session.minutes}
    words = {"done": session.done, "next_steps": session.next_steps}
    with acting(LOG_SESSION, plan, by=by, texts=words) as step:
        if plan.coaching_sessions.filter(by=by.user, key=session.key).exists():
            raise LoggedAlready(_("This session is logged already."))
        _check_day(step, plan, session.held_on)
        row = CoachingSession(plan=plan, key=session.key, **told, **words, **_about(step, plan, session.about))
        row.series = _answered(step, plan, session)
        row.planned_on = session.planned_on if row.series else None
        _write(step, row)
        step.facts.update(told, **_facts_about(row), session=row.pk, key=row.key)
        step.facts.update(series=row.series_id, planned_on=row.planned_on)
    return row


def _check_day(step: Step, plan: Plan, day: date) -> None:
    if day > today_of(step.case):
        raise ValidationError({"held_on": _("This day lies ahead. Log a session once it was held.")})
    if day < _begins(step, plan):
        raise ValidationError({"held_on": _("The plan did not run yet on this day.")})
    if any(row.from_on <= day and (row.until_on is None or day < row.until_on) for row in plan.pauses.all()):
        raise ValidationError({"held_on": _("The plan was paused on this day.")})


def _begins(step: Step, plan: Plan) -> date:
    """Nothing is coached under a plan before it was handed over, or before its start."""
    issued_on = timezone.localdate(plan.issuances.earliest("at").at, ZoneInfo(step.case.time_zone))
    return max(issued_on, plan.starts_on) if plan.starts_on else issued_on


def _about(step: Step, plan: Plan, about: uuid.UUID | None) -> dict[str, Any]:
    """The item and the measure; `NotVisible` for what is none of this plan's, or not the mentor's."""
    if about is None:
        if step.part == Part.MENTOR:
            raise ValidationError({"about": _("Choose the item it was about.")})
        return {"item": None, "support": None}
    support = SupportMeasure.objects.filter(item__plan=plan, dropped_in=None, pk=about).select_related("item").first()
    item = support.item if support else Item.objects.filter(plan=plan, dropped_in=None, pk=about).first()
    if item is None or (step.part == Part.MENTOR and item.pk not in mentored_items(plan, step.by.user)):
        raise NotVisible
    return {"item": item, "support": support}


def _answered(step: Step, plan: Plan, session: Coached) -> SessionSeries | None:
    """The series of the planned session, where that day was planned, has come, and is the actor's to log."""
    if session.series is None:
        return None
    seat = Seat(step.case, step.by.user)
    series = plan.session_series.filter(pk=session.series).select_related("ending").first()
    if series is None or not leads(seat, series):
        raise NotVisible
    planned = planned_in([series], series.sessions.all(), calendar_of(seat, plan, [series]))
    days = [row.day for row in planned if row.session is None and row.day <= today_of(step.case)]
    if session.planned_on not in days:
        raise ValidationError({"occasion": _("This planned session is not open. Choose another, or none.")})
    return series


def _write(step: Step, row: Any) -> None:
    row.by, row.part, row.at = step.by.user, step.part, step.at
    row.full_clean()
    row.save()


def _facts_about(row: CoachingSession | SessionSeries) -> dict[str, Any]:
    return {"item": row.item_id, "support": row.support_id}


def confirm_session(plan: Plan, *, by: Actor, session: CoachingSession, said: str, words: str = "") -> SessionAnswer:
    """The employee says that a session was as it was logged, or how it was otherwise, once.

    Raises `NotVisible` for a session of another plan, `WrongMoment` for one that was answered, `ValidationError` for an
    "otherwise" without words.
    """
    with acting(CONFIRM_SESSION, plan, by=by, texts={"words": words}) as step:
        if session.plan_id != plan.pk:
            raise NotVisible
        if SessionAnswer.objects.filter(session=session).exists():
            raise WrongMoment(_("You have answered this already."))
        row = SessionAnswer(session=session, said=said, words=words, by=by.user, at=step.at)
        row.full_clean()
        row.save()
        step.facts.update(answer=row.pk, session=session.pk, said=said)
        if session.part == Part.MENTOR:
            _tell(step, session.by_id, row)
    return row


def plan_sessions(plan: Plan, *, by: Actor, regular: Regular) -> SessionSeries:
    """Plan a session for one day of every week. A mentor plans their own, about items they mentor; the line manager
    their own, and those of a mentor.

    Raises `NotVisible` for an item that is not theirs, `ValidationError` where no day is planned, one lies behind, or
    the mentor does not mentor the item.
    """
    told: dict[str, Any] = {name: getattr(regular, name) for name in ("kind", "weekday", "minutes")}
    days = {"first_on": regular.first_on, "last_on": regular.last_on}
    with acting(PLAN_SESSIONS, plan, by=by) as step:
        about = _about(step, plan, regular.about)
        row = SessionSeries(plan=plan, starts_at=regular.starts_at, mentor=regular.mentor, **told, **days, **about)
        _check_who(step, plan, row)
        _check_days(step, plan, row)
        _write(step, row)
        step.facts.update(told, **days, **_facts_about(row), series=row.pk, mentor=row.mentor_id)
        step.facts["starts_at"] = row.starts_at.isoformat()
        if row.mentor_id and row.mentor_id != by.user.pk:
            _tell(step, row.mentor_id, row)
    return row


def _check_who(step: Step, plan: Plan, row: SessionSeries) -> None:
    if step.part == Part.MENTOR and row.mentor_id != step.by.user.pk:
        raise NotYourPart
    if row.mentor is not None and row.item_id not in mentored_items(plan, row.mentor):
        raise ValidationError({"mentor": _("This person does not mentor this item.")})


def _check_days(step: Step, plan: Plan, row: SessionSeries) -> None:
    if row.first_on < max(today_of(step.case), _begins(step, plan)):
        raise ValidationError({"first_on": _("Begin today or later, and not before the plan does.")})
    if plan.ends_on and row.last_on > max(plan.ends_on, today_of(step.case)):
        raise ValidationError({"last_on": _("The plan ends before this day.")})
    if not 0 <= row.weekday <= SUNDAY or next(days_of(row), None) is None:
        raise ValidationError({"weekday": _("No such day lies between the first and the last.")})
    if plan.session_series.filter(ending=None, last_on__gte=today_of(step.case)).count() >= MOST_SERIES:
        raise ValidationError(_("A plan has twenty series at most. End one first."))


def end_sessions(plan: Plan, *, by: Actor, series: SessionSeries, reason: str) -> SeriesEnd:
    """Nothing of this series is planned any more, from today on. A mentor ends their own, the manager any.

    Raises `NotVisible` for a series of another plan or of somebody else, `WrongMoment` for one that is over.
    """
    with acting(END_SESSIONS, plan, by=by, texts={"reason": reason}) as step:
        if series.plan_id != plan.pk or (step.part == Part.MENTOR and series.mentor_id != by.user.pk):
            raise NotVisible
        today = today_of(step.case)
        if series.last_on < today or SeriesEnd.objects.filter(series=series).exists():
            raise WrongMoment(_("This series is over already."))
        row = SeriesEnd(series=series, from_on=today, reason=reason)
        _write(step, row)
        step.facts.update(series=series.pk, ending=row.pk, from_on=today)
        if series.mentor_id and series.mentor_id != by.user.pk:
            _tell(step, series.mentor_id, row)
    return row


def _tell(step: Step, mentor: int, row: SessionAnswer | SessionSeries | SeriesEnd) -> None:
    """The one mentor whom it is about, and none of the others; nobody who mentors no more."""
    if not Mentoring.objects.filter(plan=step.subject, mentor=mentor, until=None).exists():
        return
    told = {"kind": step.act.name, "about": row.pk, "dedupe_key": f"{step.act.name}:{row.pk}:{mentor}"}
    notices.put([Notice(case=step.case, recipient_id=mentor, due_at=step.at, try_at=step.at, **told)])
