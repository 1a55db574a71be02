"""Which regular sessions are planned on a day, over all cases at once: what reminders of them are made from.

The same days as `reviews.coaching` works out for one plan, asked of the tables in one statement. Only public holidays
are taken off afterwards: the rules of a case name its calendar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection

from plans import rulesets
from plans.calendars import SATURDAY, BusinessCalendar

PLANNED = """
SELECT s.id, l.id, f.id, x.day, s.starts_at, s.mentor_id, l.ruleset
FROM reviews_sessionseries s
JOIN plans_plan l ON l.id = s.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE f.time_zone)::date + %(ahead)s::integer AS day) x
WHERE x.day BETWEEN s.first_on AND s.last_on AND extract(isodow FROM x.day) = s.weekday + 1
  AND NOT EXISTS (SELECT FROM reviews_seriesend e WHERE e.series_id = s.id AND e.from_on <= x.day)
  AND NOT EXISTS (SELECT FROM reviews_coachingsession c WHERE c.series_id = s.id AND c.planned_on = x.day)
  AND (s.mentor_id IS NULL OR EXISTS (
      SELECT FROM plans_mentoring m
      WHERE m.plan_id = l.id AND m.mentor_id = s.mentor_id AND m.item = s.item_id AND m.until IS NULL
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
    ruleset: str

    @property
    def is_held(self) -> bool:
        """False on a public holiday of the rules' country."""
        calendar = BusinessCalendar.of(rulesets.get(self.ruleset))
        return self.day.weekday() >= SATURDAY or calendar.is_working(self.day)


def sessions_planned(now: datetime, *, ahead: int = 0) -> Iterator[PlannedFor]:
    """Those of the day that it is now where each case is, or of so many days later."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, {"now": now, "ahead": ahead})
        rows = cursor.fetchall()
    return (row for row in (PlannedFor(*found) for found in rows) if row.is_held)
