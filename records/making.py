"""Making the copies that wait: claim one row, compose, print, keep the file, mark the row if the claim is still ours.

The table is the truth and Celery's message only a nudge. A copy whose worker died is found again when its lease is
over; after `MOST_CLAIMS` of them it is given up, so that a record which kills its worker does not do so for ever.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BufferedRandom, BytesIO
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from cases.notices import nudge
from cases.sweep import swept

from .actions.copies import TASK
from .compose import composed
from .everything import write_everything
from .export import attached_to
from .links import tell
from .models import RecordCopy
from .render import NotPrinted, render
from .states import CopyKind, CopyState, Fault

log = logging.getLogger(__name__)

Content = BytesIO | BufferedRandom  # in memory, or on the disk
LEASE = timedelta(minutes=3)  # longer than the task's time limit lets a worker be at it
PATIENCE = timedelta(minutes=1)  # how long a row may wait before its nudge counts as lost
MOST_CLAIMS = 3

CLAIM = """
UPDATE records_recordcopy SET state = 'rendering', claim = claim + 1, lease_until = %(lease)s
WHERE id = (SELECT id FROM records_recordcopy
            WHERE state = 'waiting' OR (state = 'rendering' AND lease_until <= %(now)s)
            ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def make_next() -> bool:
    """Make the copy that has waited longest, and wake a worker for the next. False where none waits."""
    copy = claim(timezone.now())
    if copy is None:
        return False
    if copy.claim > MOST_CLAIMS:
        settle(copy, state=CopyState.FAILED, fault=Fault.LOST)
    else:
        _make(copy)
    if RecordCopy.objects.filter(state=CopyState.WAITING).exists():
        nudge(TASK)
    return True


def claim(now: datetime) -> RecordCopy | None:
    """Take on one copy, by one statement, so that two workers never take the same."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE})
        row = cursor.fetchone()
    return (
        RecordCopy.objects.select_related("case__subject__department", "requested_by").get(pk=row[0]) if row else None
    )


def _make(copy: RecordCopy) -> None:
    try:
        told = composed(copy)
        printed = render(told.html, identifier=identifier_of(copy), attached=attached_to(copy))
        with _whole(copy, printed.pdf) as content:
            sha256, name = keep(content, ending=copy.ending)
    except NotPrinted as refusal:
        log.warning("copy %s of a record: %s", copy.pk, refusal.fault)
        settle(copy, state=CopyState.FAILED, fault=refusal.fault)
    except Exception:
        log.exception("copy %s of a record could not be composed", copy.pk)
        settle(copy, state=CopyState.FAILED, fault=Fault.BROKEN)
    else:
        unprintable = [str(row) for row in told.unprintable]
        finish(copy, state=CopyState.READY, file=name, sha256=sha256, pages=printed.pages, unprintable=unprintable)


def identifier_of(copy: RecordCopy) -> str:
    """The PDF's own identifier: that of what it says, not of when it was printed."""
    said = f"{copy.case_id} {copy.head} {copy.language} {copy.part}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@contextmanager
def _whole(copy: RecordCopy, pdf: bytes) -> Iterator[Content]:
    """What is handed out: the printed record alone, or it with everything beside it, on the disk while it is made."""
    if copy.kind == CopyKind.RECORD:
        yield BytesIO(pdf)
        return
    with TemporaryFile() as file:
        write_everything(copy, pdf, file)
        yield file


def keep(content: Content, *, ending: str) -> tuple[str, str]:
    """Keep the file under its own SHA-256, and return both. One that a dying worker left half written is replaced."""
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    name = f"records/{sha256[:2]}/{sha256}{ending}"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if hashlib.file_digest(kept, "sha256").hexdigest() == sha256:
                return sha256, name
        default_storage.delete(name)
    content.seek(0)
    return sha256, default_storage.save(name, File(content))


@transaction.atomic
def finish(copy: RecordCopy, **changes: object) -> None:
    """The file is there. Whoever is sent a link to it is told in the same transaction."""
    if settle(copy, **changes):
        tell(copy)


def settle(copy: RecordCopy, **changes: object) -> bool:
    """Finish a copy, unless another worker has taken it over meanwhile."""
    mine = RecordCopy.objects.filter(pk=copy.pk, claim=copy.claim, state=CopyState.RENDERING)
    return bool(mine.update(lease_until=None, finished_at=timezone.now(), **changes))


@swept
def find_copies_left_behind(now: datetime) -> None:
    """Nudge again for what waits too long or whose worker is gone."""
    waiting = RecordCopy.objects.filter(state=CopyState.WAITING, requested_at__lte=now - PATIENCE)
    orphaned = RecordCopy.objects.filter(state=CopyState.RENDERING, lease_until__lte=now)
    if waiting.exists() or orphaned.exists():
        nudge(TASK)
