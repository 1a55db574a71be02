"""Silence after the receipt window: noted by the sweep as "no response", which is no acknowledgement (R14)."""

import logging
from datetime import datetime

from django.db import connection

from cases.actor import Actor
from cases.refusals import WrongMoment
from cases.sweep import swept
from plans.models import Plan

from .actions import lapse_receipt
from .reminders import UNANSWERED

log = logging.getLogger(__name__)

OVERDUE = """
SELECT l.id FROM {tables}
WHERE {where} AND (%(now)s AT TIME ZONE f.time_zone)::date > i.answer_by
ORDER BY i.answer_by, l.id
"""


@swept
def note_silence(now: datetime) -> None:
    """Note "no response" where the receipt window is over (R14). A case where that fails keeps none of the others."""
    faults = [fault for plan in _overdue(now) if (fault := _lapse(plan))]
    if faults:
        raise ExceptionGroup("no response", faults)


def _overdue(now: datetime) -> list[Plan]:
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE.format(**vars(UNANSWERED)), {"now": now})
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
