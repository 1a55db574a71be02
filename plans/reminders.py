"""Reminders of a consultation: rules as data, asked by the sweep every minute. Due dates are days where the case is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from cases.delivery import holds_while
from cases.models import Notice
from cases.states import Part
from cases.sweep import swept

from .models import Consultation
from .states import PlanStatus


@dataclass(frozen=True)
class Rule:
    """Who is reminded when: `first` and `last` are days from today to the last day for an answer, today being 0."""

    kind: str
    first: int
    last: int
    part: Part


RULES = (
    Rule("plans.consultation_ends_soon", 0, 1, Part.SUBJECT),
    Rule("plans.consultation_unanswered", -3650, -1, Part.MANAGER),
)

# On the day on which they were asked nobody is reminded.
INSERT = """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT f.id, p.user_id, %(kind)s, c.id, %(kind)s || ':' || c.id || ':' || p.user_id,
       %(now)s, 'waiting', 0, 0, %(now)s, ''
FROM plans_consultation c
JOIN plans_planversion v ON v.id = c.version_id
JOIN plans_plan l ON l.id = c.plan_id AND l.status = 'consultation' AND l.consulted = v.number
JOIN cases_casefile f ON f.id = l.case_id
JOIN cases_casepart p ON p.case_id = f.id
  AND (p.until IS NULL OR (p.deputy_for_id IS NOT NULL AND p.since <= %(now)s AND p.until > %(now)s))
  AND p.sees AND p.part = %(part)s
WHERE NOT EXISTS (SELECT FROM plans_consultationanswer a WHERE a.consultation_id = c.id)
  AND c.answer_by - (%(now)s AT TIME ZONE f.time_zone)::date BETWEEN %(first)s AND %(last)s
  AND (c.opened_at AT TIME ZONE f.time_zone)::date < (%(now)s AT TIME ZONE f.time_zone)::date
ON CONFLICT (dedupe_key) DO NOTHING
"""


@swept
def remind_of_consultations(now: datetime) -> None:
    """Put a notice for every round that nobody answered: for the employee near its last day, for the manager after."""
    with connection.cursor() as cursor:
        for rule in RULES:
            cursor.execute(INSERT, {**vars(rule), "now": now})


@holds_while(*(rule.kind for rule in RULES))
def is_still_unanswered(notice: Notice) -> bool:
    """Nobody answered meanwhile, and the plan still waits."""
    waiting = Consultation.objects.filter(answer__isnull=True, plan__status=PlanStatus.CONSULTATION)
    return waiting.filter(pk__in=[notice.about]).exists()
