"""Reminders of regular sessions: before one begins, and after one was not logged.

The days of a series stand in no table (`reviews.coaching`); here the same days are worked out over all cases at once.
"""

import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When
from cases.states import Part
from plans import rulesets

# The days of a series that can be spoken of now, and whom each is held with: the employee and either the series' mentor
# or, where it has none, the line manager.
DAYS = """
reviews_sessionseries r
JOIN plans_plan l ON l.id = r.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.plan_id = l.id AND v.number = l.issued
CROSS JOIN LATERAL (
    SELECT each::date AS day FROM generate_series(
        %(earliest)s::date + (r.weekday + 8 - extract(isodow FROM %(earliest)s::date)::int) %% 7 + time '00:00',
        least(r.last_on, %(latest)s::date) + time '00:00',
        interval '7 days'
    ) each
) x
CROSS JOIN LATERAL (VALUES
    ('subject', NULL::bigint), (CASE WHEN r.mentor_id IS NULL THEN 'manager' ELSE 'mentor' END, r.mentor_id)
) w (part, person)
"""
# Weekdays on which nobody works fall away, by the calendar that the version in force names; one from before calendars
# were tables names none, and that of its rules holds. It is read out of the version for such days only.
PLANNED = """
r.first_on < %(latest)s AND r.last_on >= %(earliest)s AND x.day >= r.first_on
AND NOT EXISTS (SELECT FROM reviews_seriesend e WHERE e.series_id = r.id AND e.from_on <= x.day)
AND NOT EXISTS (SELECT FROM reviews_coachingsession c WHERE c.series_id = r.id AND c.planned_on = x.day)
AND NOT EXISTS (
    SELECT FROM plans_pause q
    WHERE q.plan_id = l.id AND q.from_on <= x.day AND (q.until_on IS NULL OR q.until_on > x.day)
)
AND (r.mentor_id IS NULL OR EXISTS (
    SELECT FROM plans_mentoring m
    WHERE m.plan_id = l.id AND m.mentor_id = r.mentor_id AND m.item = r.item_id AND m.until IS NULL
))
AND CASE WHEN r.weekday < 5 AND EXISTS (SELECT FROM plans_calendarday d WHERE d.day = x.day AND d.kind = 'free')
    THEN NOT EXISTS (
        SELECT FROM plans_calendarday d
        JOIN plans_calendaryear y ON y.id = d.of_id
        JOIN plans_holidaycalendar h ON h.id = y.calendar_id
        WHERE d.day = x.day AND d.kind = 'free' AND h.code = coalesce(
            convert_from(v.content, 'UTF8')::jsonb #>> '{calendar,holidays}', %(calendars)s::jsonb ->> l.ruleset
        )
    )
    ELSE true END
"""


def calendars() -> Mapping[str, str]:
    """The calendar of each set of rules, for a statement."""
    return {"calendars": json.dumps({name: rulesets.get(name).holiday_calendar for name in rulesets.names()})}


def planned(besides: str = "") -> Source:
    return Source(
        tables=DAYS, where=PLANNED + besides, about="r.id", due_on="x.day", rules="l.ruleset", indexed="x.day",
        asked="w.person", part="w.part", values=calendars,
    )  # fmt: skip


AHEAD = planned("AND (x.day + r.starts_at) AT TIME ZONE f.time_zone > %(now)s")
COACH = (Part.MANAGER, Part.MENTOR)
OF_SESSION = _("day of the session")
RULES = (
    Rule(
        kind="reviews.session_soon",
        label=_("A regular session is near"),
        counted_from=OF_SESSION,
        source=AHEAD,
        when=When.from_day(-1, until=0),
        to=(Part.SUBJECT, *COACH),
        setting="reminders.session_soon",
        hour=7,
    ),
    Rule(
        kind="reviews.session_not_logged",
        label=_("A regular session was not logged"),
        counted_from=OF_SESSION,
        source=planned(),
        when=When.from_day(1, until=6),
        to=COACH,
        setting="reminders.session_not_logged",
        hour=8,
    ),
)
