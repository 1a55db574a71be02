"""Reminders of receipts, of witnesses and of checkpoints: rules as data, asked by the sweep every minute. Due dates are
days where the case is.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import connection

from cases.actor import Actor
from cases.delivery import holds_while
from cases.models import Notice
from cases.refusals import WrongMoment
from cases.states import Part
from cases.sweep import swept
from plans import rulesets
from plans.models import Issuance, Plan
from plans.states import PlanStatus

from .actions import lapse_receipt
from .models import Attestation, Checkpoint
from .receipts import newest_receipt
from .states import (
    RECEIPT_AWAITED,
    WITNESS_ASKED,
    WITNESS_AWAITED,
    AttestationStatus,
    CheckpointStatus,
    ReceiptState,
)

log = logging.getLogger(__name__)


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
SELECT f.id, p.user_id, %(kind)s, c.id, concat_ws(':', %(kind)s::text, c.id, p.user_id,
           CASE WHEN EXISTS (SELECT FROM reviews_rescheduling r WHERE r.checkpoint_id = c.id) THEN c.due_on END),
       %(now)s, 'waiting', 0, 0, %(now)s, ''
FROM reviews_checkpoint c
JOIN plans_plan l ON l.id = c.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
JOIN cases_casepart p ON p.case_id = f.id
  AND (p.until IS NULL OR (p.deputy_for_id IS NOT NULL AND p.since <= %(now)s AND p.until > %(now)s))
  AND p.sees AND p.part = ANY(%(parts)s)
WHERE c.status = 'planned' AND c.replaced_in IS NULL
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
    planned = Checkpoint.objects.filter(
        status=CheckpointStatus.PLANNED, replaced_in=None, plan__status=PlanStatus.ACTIVE
    )
    return planned.filter(pk__in=[notice.about]).exists()


@dataclass(frozen=True)
class DayRule:
    """Who is reminded of what, from one day after it began to another. One that was missed is not made up for once the
    next is due.
    """

    first: int
    last: int
    ruleset: str = ""


def receipt_rules() -> Iterator[DayRule]:
    """Every ruleset says on which days after the issue the employee is reminded; the last holds to the window's end."""
    for name in rulesets.names():
        receipt = rulesets.get(name).receipt
        for first, following in pairwise([*receipt.reminder_days, receipt.window_days + 1]):
            yield DayRule(first, following - 1, name)


WITNESS_RULES = (DayRule(2, 4), DayRule(5, 3650))
KINDS = (RECEIPT_AWAITED, WITNESS_ASKED, WITNESS_AWAITED)  # besides those of `RULES`

# The version issued last, where nothing but silence followed so far.
UNANSWERED = """
FROM plans_issuance i
JOIN plans_plan l ON l.id = i.plan_id AND l.status IN ('issued', 'active')
JOIN cases_casefile f ON f.id = l.case_id
{joined}
WHERE NOT EXISTS (SELECT FROM plans_issuance later WHERE later.plan_id = i.plan_id AND later.at > i.at)
  AND NOT EXISTS (SELECT FROM reviews_signoff s WHERE s.version_id = i.version_id AND s.step = 'receipt')
  AND NOT EXISTS (SELECT FROM reviews_refusal r WHERE r.version_id = i.version_id)
  AND NOT EXISTS (SELECT FROM reviews_lapse n WHERE n.version_id = i.version_id)
"""

INSERT_OF_RECEIPTS = (
    """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT f.id, p.user_id, %(kind)s, i.id, %(kind)s || ':' || i.id || ':' || p.user_id || ':' || %(first)s::text,
       %(now)s, 'waiting', 0, 0, %(now)s, ''
"""
    + UNANSWERED.format(
        joined="JOIN cases_casepart p ON p.case_id = f.id AND p.until IS NULL AND p.sees AND p.part = 'subject'"
    )
    + """
  AND l.ruleset = %(ruleset)s
  AND (%(now)s AT TIME ZONE f.time_zone)::date - (i.at AT TIME ZONE f.time_zone)::date BETWEEN %(first)s AND %(last)s
ON CONFLICT (dedupe_key) DO NOTHING
"""
)

INSERT_OF_WITNESSES = """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT f.id, p.user_id, %(kind)s, a.id, %(kind)s || ':' || a.id || ':' || %(first)s::text,
       %(now)s, 'waiting', 0, 0, %(now)s, ''
FROM reviews_attestation a
JOIN reviews_refusal r ON r.id = a.refusal_id
JOIN plans_plan l ON l.id = r.plan_id
JOIN cases_casefile f ON f.id = l.case_id
JOIN cases_casepart p ON p.case_id = f.id AND p.until IS NULL AND p.sees AND p.user_id = a.witness_id
WHERE a.status = 'asked'
  AND (%(now)s AT TIME ZONE f.time_zone)::date - (r.at AT TIME ZONE f.time_zone)::date BETWEEN %(first)s AND %(last)s
ON CONFLICT (dedupe_key) DO NOTHING
"""

OVERDUE = (
    "SELECT l.id"
    + UNANSWERED.format(joined="")
    + " AND (%(now)s AT TIME ZONE f.time_zone)::date > i.answer_by ORDER BY i.answer_by, l.id"
)


@swept
def remind_of_receipts(now: datetime) -> None:
    """Put a notice for whoever has not answered an issued plan, on the days that the rules of the case name (R14)."""
    with connection.cursor() as cursor:
        for rule in receipt_rules():
            cursor.execute(INSERT_OF_RECEIPTS, {**vars(rule), "now": now, "kind": RECEIPT_AWAITED})


@swept
def remind_witnesses(now: datetime) -> None:
    """Put a notice for witnesses who have not said yet what they saw."""
    with connection.cursor() as cursor:
        for rule in WITNESS_RULES:
            cursor.execute(INSERT_OF_WITNESSES, {**vars(rule), "now": now, "kind": WITNESS_AWAITED})


@swept
def note_silence(now: datetime) -> None:
    """Note "no response" where the receipt window is over (R14). A case where that fails keeps none of the others."""
    faults = [fault for plan in _overdue(now) if (fault := _lapse(plan))]
    if faults:
        raise ExceptionGroup("no response", faults)


def _overdue(now: datetime) -> list[Plan]:
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE, {"now": now})
        ids = [row[0] for row in cursor.fetchall()]
    return list(Plan.objects.filter(pk__in=ids).select_related("case"))


def _lapse(plan: Plan) -> Exception | None:
    """Somebody may have been quicker, the employee or another sweep: then there is nothing to note."""
    try:
        lapse_receipt(plan, by=Actor.clock())
    except WrongMoment:
        return None
    except Exception as fault:
        log.exception("plan %s: no response could not be noted", plan.pk)
        return fault
    return None


@holds_while(RECEIPT_AWAITED)
def is_still_awaited(notice: Notice) -> bool:
    """The employee has not answered meanwhile, and the window is not over."""
    issuance = Issuance.objects.filter(
        pk__in=[notice.about], plan__status__in=(PlanStatus.ISSUED, PlanStatus.ACTIVE)
    ).first()
    newest = newest_receipt(issuance.plan) if issuance else None
    return newest is not None and newest.issuance == issuance and newest.state == ReceiptState.WAITING


@holds_while(WITNESS_ASKED, WITNESS_AWAITED)
def is_still_asked(notice: Notice) -> bool:
    return Attestation.objects.filter(pk__in=[notice.about], status=AttestationStatus.ASKED).exists()
