"""Which regular sessions are planned on a day, over all cases at once: what reminders of them are made from.

The same days as `reviews.coaching` works out for one plan, asked of the tables in one statement.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection

from plans import rulesets

# A version from before calendars were tables names none: that of its rules holds then.
PLANNED = """
SELECT s.id, l.id, f.id, x.day, s.starts_at, s.mentor_id
FROM reviews_sessionseries s
JOIN plans_plan l ON l.id = s.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.plan_id = l.id AND v.number = l.issued
CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE f.time_zone)::date + %(ahead)s::integer AS day) x
WHERE x.day BETWEEN s.first_on AND s.last_on AND extract(isodow FROM x.day) = s.weekday + 1
  AND NOT EXISTS (SELECT FROM reviews_seriesend e WHERE e.series_id = s.id AND e.from_on <= x.day)
  AND NOT EXISTS (SELECT FROM reviews_coachingsession c WHERE c.series_id = s.id AND c.planned_on = x.day)
  AND (s.mentor_id IS NULL OR EXISTS (
      SELECT FROM plans_mentoring m
      WHERE m.plan_id = l.id AND m.mentor_id = s.mentor_id AND m.item = s.item_id AND m.until IS NULL
  ))
  AND NOT (s.weekday < 5 AND EXISTS (
      SELECT FROM plans_calendarday d
      JOIN plans_calendaryear y ON y.id = d.of_id
      JOIN plans_holidaycalendar h ON h.id = y.calendar_id
      WHERE d.day = x.day AND d.kind = 'free' AND h.code = coalesce(
          convert_from(v.content, 'UTF8')::jsonb #>> '{calendar,holidays}', %(calendars)s::jsonb ->> l.ruleset
      )
  ))
ORDER BY f.id, s.starts_at, s.id
"""


@dataclass(frozen=True)
class PlannedFor:
    """One session that is planned and not logged: with this mentor, or with the line manager where there is none."""

    series: UUID
    plan: UUID
    case: UUID
    day: date
    starts_at: time
    mentor: int | None


def sessions_planned(now: datetime, *, ahead: int = 0) -> list[PlannedFor]:
    """Those of the day that it is now where each case is, or of so many days later."""
    calendars = {name: rulesets.get(name).holiday_calendar for name in rulesets.names()}
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, {"now": now, "ahead": ahead, "calendars": json.dumps(calendars)})
        return [PlannedFor(*found) for found in cursor.fetchall()]
