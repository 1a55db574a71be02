"""Checkpoint reminders: rules as data, asked by the sweep every minute. Due dates are days where the case is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from cases.delivery import holds_while
from cases.models import Notice
from cases.states import Part
from cases.sweep import swept
from plans.states import PlanStatus

from .models import Checkpoint
from .states import CheckpointStatus


@dataclass(frozen=True)
class Rule:
    """Who is reminded when: `first` and `last` are days from today to the checkpoint, today being 0."""

    kind: str
    first: int
    last: int
    parts: tuple[Part, ...]


BOTH = (Part.MANAGER, Part.SUBJECT)
RULES = (
    Rule("reviews.checkpoint_due_soon", 1, 2, BOTH),
    Rule("reviews.checkpoint_due_today", 0, 0, BOTH),
    Rule("reviews.checkpoint_overdue", -3650, -1, (Part.MANAGER, Part.HR_PARTNER)),
)

INSERT = """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT f.id, p.user_id, %(kind)s, c.id, %(kind)s || ':' || c.id || ':' || p.user_id,
       %(now)s, 'waiting', 0, 0, %(now)s, ''
FROM reviews_checkpoint c
JOIN plans_plan l ON l.id = c.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
JOIN cases_casepart p ON p.case_id = f.id
  AND (p.until IS NULL OR (p.deputy_for_id IS NOT NULL AND p.since <= %(now)s AND p.until > %(now)s))
  AND p.sees AND p.part = ANY(%(parts)s)
WHERE c.status = 'planned'
  AND c.due_on - (%(now)s AT TIME ZONE f.time_zone)::date BETWEEN %(first)s AND %(last)s
ON CONFLICT (dedupe_key) DO NOTHING
"""


@swept
def remind_of_checkpoints(now: datetime) -> None:
    """Put a notice for every checkpoint that is due soon, due today or overdue, once per rule and person."""
    with connection.cursor() as cursor:
        for rule in RULES:
            cursor.execute(INSERT, {**vars(rule), "now": now, "parts": [str(part) for part in rule.parts]})


@holds_while(*(rule.kind for rule in RULES))
def is_still_planned(notice: Notice) -> bool:
    """The checkpoint was not held meanwhile, and its plan still runs."""
    planned = Checkpoint.objects.filter(status=CheckpointStatus.PLANNED, plan__status=PlanStatus.ACTIVE)
    return planned.filter(pk__in=[notice.about]).exists()
