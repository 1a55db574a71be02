"""Which worker has which copy, and how far it is. The row is the truth: whoever lost their claim changes nothing more.

A worker says every few seconds that it is still at it; a copy whose worker died is free again when its lease is over.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from .models import RecordCopy
from .states import CopyState, Fault

LEASE = timedelta(seconds=40)
LONGEST_WAIT = timedelta(hours=1)  # until what could not be sealed is tried again

CLAIM = """
UPDATE records_recordcopy SET state = 'rendering', claim = claim + 1, lease_until = %(lease)s, retry_at = NULL
WHERE id = (SELECT id FROM records_recordcopy
            WHERE (state = 'waiting' AND (retry_at IS NULL OR retry_at <= %(now)s))
               OR (state = 'rendering' AND lease_until <= %(now)s)
            ORDER BY requested_by_id IS NULL, requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def claim(now: datetime) -> RecordCopy | None:
    """Take on one copy, by one statement, so that two workers never take the same. Those that somebody asked for come
    before those that are made by themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE})
        row = cursor.fetchone()
    rows = RecordCopy.objects.select_related("case__subject__department", "requested_by")
    return rows.get(pk=row[0]) if row else None


def renew(copy: RecordCopy) -> None:
    """Its worker is still at it."""
    _mine(copy).update(lease_until=timezone.now() + LEASE)


def note(copy: RecordCopy, **changes: object) -> bool:
    """How far it is, unless another worker has taken it over meanwhile."""
    return bool(_mine(copy).update(**changes))


def settle(copy: RecordCopy, **changes: object) -> bool:
    """Finish a copy, unless another worker has taken it over meanwhile."""
    return bool(_mine(copy).update(lease_until=None, finished_at=timezone.now(), **changes))


def put_off(copy: RecordCopy, fault: Fault) -> None:
    """It waits a minute, then two, then four: whoever asked and HR read why, and nothing goes out without a seal."""
    wait = min(timedelta(minutes=2 ** min(copy.put_off, 10)), LONGEST_WAIT)
    changes = {"put_off": copy.put_off + 1, "retry_at": timezone.now() + wait}
    _mine(copy).update(state=CopyState.WAITING, lease_until=None, fault=fault, **changes)


def _mine(copy: RecordCopy) -> QuerySet[RecordCopy]:
    return RecordCopy.objects.filter(pk=copy.pk, claim=copy.claim, state=CopyState.RENDERING)
