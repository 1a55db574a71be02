"""Making the copies that wait: claim one row, compose, print, seal, keep the file, and tell of it. A copy of everything
is bundled after that, by whichever worker comes to it: what is sealed is not sealed again.

The table is the truth (`records.claims`) and Celery's message only a nudge. After `MOST_CLAIMS` workers that died over
it a copy is given up, so that a record which kills its worker does not do so for ever. A copy that cannot be sealed for
now waits, however long it takes: none goes out without its seal.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from io import BufferedRandom, BytesIO
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from cases.actor import Actor
from cases.notices import nudge
from cases.sweep import swept

from .actions.copies import TASK
from .actions.due import ask_for_what_is_due
from .actions.sealing import TakenOver, give_out, seal_record
from .bundle.writing import refuse_too_much, write_bundle
from .claims import claim, put_off, settle
from .compose import composed
from .export import attached_to
from .heartbeat import at_it
from .models import RecordCopy, RecordDue
from .models.copies import ENDINGS
from .render import NotPrinted, render
from .sealing import NotSealed
from .states import FOR_NOW, CopyKind, CopyState, Fault

log = logging.getLogger(__name__)

Content = BytesIO | BufferedRandom  # in memory, or on the disk
PATIENCE = timedelta(seconds=30)  # how long a row may wait before its nudge counts as lost
MOST_CLAIMS = 3


def make_next() -> bool:
    """Make the copy that has waited longest, those first that somebody waits for, and wake a worker for the next. False
    where none waits.
    """
    ask_for_what_is_due()
    copy = claim(timezone.now())
    if copy is None:
        return False
    if copy.claim - copy.put_off > MOST_CLAIMS:
        settle(copy, state=CopyState.FAILED, fault=Fault.LOST)
    else:
        with at_it(copy):
            _make(copy)
    if RecordCopy.objects.filter(state=CopyState.WAITING, retry_at=None).exists():
        nudge(TASK)
    return True


def _make(copy: RecordCopy) -> None:
    try:
        if not copy.is_sealed:
            _seal(copy)
        if copy.kind == CopyKind.EVERYTHING:
            _bundle(copy)
    except NotPrinted as refusal:
        _fail(copy, refusal.fault)
    except NotSealed as refusal:
        log.exception("copy %s of a record was not sealed: %s", copy.pk, refusal.fault)
        (put_off if refusal.fault in FOR_NOW else _fail)(copy, refusal.fault)
    except TakenOver:
        log.warning("copy %s of a record was taken over by another worker", copy.pk)
    except Exception:
        log.exception("copy %s of a record could not be composed", copy.pk)
        settle(copy, state=CopyState.FAILED, fault=Fault.BROKEN)


def _seal(copy: RecordCopy) -> None:
    from .sealing.seal import sealed  # pyHanko takes a second to load: processes that seal nothing are spared it

    if copy.kind == CopyKind.EVERYTHING:
        refuse_too_much(copy)
    told = composed(copy)
    printed = render(told.html, identifier=identifier_of(copy), attached=attached_to(copy))
    record = sealed(printed.pdf)
    _sha256, name = keep(BytesIO(record.pdf), ending=ENDINGS[CopyKind.RECORD])
    unprintable = [str(row) for row in told.unprintable]
    seal_record(copy, by=Actor.clock(), record=record, name=name, pages=printed.pages, unprintable=unprintable)


def _bundle(copy: RecordCopy) -> None:
    """On the disk while it is made."""
    copy.refresh_from_db()
    with default_storage.open(kept_as(copy.pdf_sha256, ENDINGS[CopyKind.RECORD])) as kept, TemporaryFile() as out:
        write_bundle(copy, kept.read(), out)
        sha256, name = keep(out, ending=copy.ending)
    give_out(copy, sha256=sha256, name=name)


def _fail(copy: RecordCopy, fault: Fault) -> None:
    log.warning("copy %s of a record: %s", copy.pk, fault)
    settle(copy, state=CopyState.FAILED, fault=fault)


def identifier_of(copy: RecordCopy) -> str:
    """The PDF's own identifier: that of what it says, not of when it was printed."""
    said = f"{copy.case_id} {copy.head} {copy.language} {copy.part}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def keep(content: Content, *, ending: str) -> tuple[str, str]:
    """Keep the file under its own SHA-256, and return both. One that a dying worker left half written is replaced."""
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    name = kept_as(sha256, ending)
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if hashlib.file_digest(kept, "sha256").hexdigest() == sha256:
                return sha256, name
        default_storage.delete(name)
    content.seek(0)
    return sha256, default_storage.save(name, File(content))


def kept_as(sha256: str, ending: str) -> str:
    return f"records/{sha256[:2]}/{sha256}{ending}"


@swept
def find_copies_left_behind(now: datetime) -> None:
    """Nudge again for what waits too long or whose worker is gone, and for records that are due."""
    waiting = RecordCopy.objects.filter(state=CopyState.WAITING, requested_at__lte=now - PATIENCE)
    waiting = waiting.exclude(retry_at__gt=now)
    orphaned = RecordCopy.objects.filter(state=CopyState.RENDERING, lease_until__lte=now)
    due = RecordDue.objects.filter(at__lte=now - PATIENCE)
    if waiting.exists() or orphaned.exists() or due.exists():
        nudge(TASK)
