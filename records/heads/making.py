"""Making the daily checkpoint: verify all earlier ones, read the heads of all chains, sign, put the letters down.

One advisory lock for all of it, so that of two workers one makes it. Where anything earlier does not verify none is
made: a signature says that everything before was still as it was signed.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from cases.chain import utc_text
from cases.notices import nudge
from cases.sweep import swept
from cases.verifying import NotAsWritten
from people.queries import holders_of
from people.states import Role
from records.models import CheckpointLetter, DailyCheckpoint

from . import body, keys, leaves, merkle, readings
from .stamping import unstamped
from .verifying import verify

log = logging.getLogger(__name__)

TASK = "records.tasks.make_daily_checkpoint"
LETTERS = "records.tasks.send_checkpoint_letters"
DAY = timedelta(hours=24)
AGAIN = 600  # seconds after which a worker is asked again: the last may still be at it, or find the same fault
LOCK = int.from_bytes(b"heads")


class AtIt(Exception):
    """Another process is making one."""


@dataclass(frozen=True)
class Made:
    """The newest one; `is_new` unless nothing had changed since it was made."""

    checkpoint: DailyCheckpoint
    is_new: bool


@transaction.atomic
def make(*, wait: bool) -> Made:
    """Make one, unless the newest is younger than a day and no chain has moved since.

    Raises `NotAsWritten` where an earlier one, or a chain, does not verify; `NoKey`; and `AtIt`, unless `wait`.
    """
    _be_alone(wait=wait)
    try:
        verify(roots=False)
    except NotAsWritten as fault:
        log.error("no daily checkpoint: %s", fault)  # noqa: TRY400 - the place is enough
        raise
    last, heads = DailyCheckpoint.objects.first(), leaves.present()
    if last and last.at > timezone.now() - DAY and bytes(last.leaves) == heads:
        return Made(last, is_new=False)
    made = _write(last, heads)
    _put_letters_down(made)
    return Made(made, is_new=True)


def _be_alone(*, wait: bool) -> None:
    """To the end of the transaction."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AtIt


def _write(last: DailyCheckpoint | None, heads: bytes) -> DailyCheckpoint:
    key, now = keys.signing_key(), timezone.now()
    public, number = keys.public_bytes(key), last.number + 1 if last else 1
    before = body.read(bytes(last.body)) if last else None
    said = body.write(
        number=number,
        at=now,
        before=body.digest(bytes(last.body)) if last else body.NONE_BEFORE,
        count=len(heads) // leaves.SIZE,
        leaves=body.digest(heads),
        root=merkle.root(leaves.hashes(heads)).hex(),
        key=keys.fingerprint(public),
        readings=readings.since(before.readings.until if before else None, now),
    )
    log.info("daily checkpoint %s at %s: SHA-256 of its body %s", number, utc_text(now), body.digest(said))
    return DailyCheckpoint.objects.create(
        number=number, at=now, body=said, signature=key.sign(said), key=public, leaves=heads
    )


def _put_letters_down(checkpoint: DailyCheckpoint) -> None:
    """One for everybody who audits, in the same transaction: it cannot be made and not be told."""
    auditors = list(holders_of(Role.AUDITOR))
    if not auditors:
        log.warning("daily checkpoint %s: there is no auditor to keep it outside", checkpoint.number)
    CheckpointLetter.objects.bulk_create(
        CheckpointLetter(checkpoint=checkpoint, recipient=auditor) for auditor in auditors
    )
    transaction.on_commit(lambda: nudge(LETTERS))


@swept
def find_daily_checkpoint_due(now: datetime) -> None:
    """Also at a start and after days that were missed. A worker makes it: the sweep has to be quick."""
    is_due = not DailyCheckpoint.objects.filter(at__gt=now - DAY).exists() or unstamped()
    if is_due and cache.add(TASK, "asked", AGAIN):
        nudge(TASK)
