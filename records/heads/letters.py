"""Letters to the auditors: each daily checkpoint by mail, to be kept where nobody who may write the database can go.

They are an outbox like that of notices (`cases.delivery`): put down with the checkpoint, claimed with a lease, marked
where the claim is still the newest. None is lost, and at most one is sent twice per killed worker, under the same
Message-ID. There is no case and no name in them.
"""

import hashlib
import json
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.carrier import Carrier, NotCarried, RefusedForGood, ServerTrouble
from cases.delivery import LEASE, LONGEST_WAIT
from cases.mailing import host
from cases.notices import nudge
from cases.sweep import swept
from people.queries import holders_of
from people.states import Role
from records.models import CheckpointLetter, DailyCheckpoint
from records.states import LetterState

from . import body
from .making import LETTERS

log = logging.getLogger(__name__)

CLAIM = """
UPDATE records_checkpointletter SET claim = claim + 1, try_at = %(lease)s
WHERE id = (SELECT id FROM records_checkpointletter WHERE state = 'waiting' AND try_at <= %(now)s
            ORDER BY try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def send_waiting() -> int:
    """Send what is due; returns how many were sent. Where the server is in trouble the sweep comes back to the rest."""
    sent = 0
    with Carrier() as carrier:
        while letter := _claim(timezone.now()):
            try:
                sent += _send(letter, carrier)
            except ServerTrouble as trouble:
                _wait(letter, trouble.fault)
                break
            except RefusedForGood as refusal:
                log.error("letter %s of a daily checkpoint: %s", letter.pk, refusal.fault)  # noqa: TRY400
                _settle(letter, state=LetterState.FAILED, fault=refusal.fault)
            except NotCarried as refusal:
                _wait(letter, refusal.fault)
    return sent


def _claim(now: datetime) -> CheckpointLetter | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE})
        row = cursor.fetchone()
    letters = CheckpointLetter.objects.select_related("checkpoint", "recipient").defer("checkpoint__leaves")
    return letters.get(pk=row[0]) if row else None


def _send(letter: CheckpointLetter, carrier: Carrier) -> bool:
    """Whether it was sent: somebody who audits no more is told no more."""
    if not holders_of(Role.AUDITOR).filter(pk=letter.recipient_id).exists():
        _settle(letter, state=LetterState.DROPPED)
        return False
    carrier.carry(mail_of(letter))
    _settle(letter, state=LetterState.SENT, sent_at=timezone.now(), fault="")
    return True


def _wait(letter: CheckpointLetter, fault: str) -> None:
    log.warning("letter %s of a daily checkpoint: %s", letter.pk, fault)
    minutes = min(LONGEST_WAIT, 2 ** min(letter.claim - 1, 10))
    _settle(letter, try_at=timezone.now() + timedelta(minutes=minutes), fault=fault)


def _settle(letter: CheckpointLetter, **changes: object) -> None:
    """Unless another worker has taken it over meanwhile."""
    mine = CheckpointLetter.objects.filter(pk=letter.pk, claim=letter.claim, state=LetterState.WAITING)
    mine.update(**changes)


def mail_of(letter: CheckpointLetter) -> EmailMultiAlternatives:
    """In its reader's language, with a file for machines. The subject is that of every mail of ours."""
    checkpoint, key = letter.checkpoint, f"{letter.checkpoint_id}:{letter.recipient_id}"
    digest = hashlib.sha256(f"daily checkpoint {key}".encode()).hexdigest()[:32]
    with translation.override(letter.recipient.language):
        mail = EmailMultiAlternatives(
            subject=_("You have a document to read in pipcases"),
            body=render_to_string("records/checkpoint_letter.txt", _context(checkpoint)),
            to=[letter.recipient.email],
            headers={"Message-ID": f"<{digest}@{host()}>", "Auto-Submitted": "auto-generated"},
        )
    mail.attach(f"daily-checkpoint-{checkpoint.number}.json", written(checkpoint), "application/json")
    return mail


def _context(checkpoint: DailyCheckpoint) -> dict[str, object]:
    signed = bytes(checkpoint.body)
    return {
        "said": body.read(signed),
        "body": signed.decode(),
        "signature": bytes(checkpoint.signature).hex(),
        "key": bytes(checkpoint.key).hex(),
        "site": settings.SITE_URL,
        "command": "manage.py checkpoint --verify --kept FILE",
        "is_demonstration": settings.MAKES_KEYS,
    }


def written(checkpoint: DailyCheckpoint) -> str:
    """The file beside it: body, signature and public key, which `manage.py checkpoint --kept` reads again."""
    kept = {
        "body": bytes(checkpoint.body).decode(),
        "key": bytes(checkpoint.key).hex(),
        "signature": bytes(checkpoint.signature).hex(),
    }
    return json.dumps(kept, indent=2) + "\n"


@swept
def find_letters_waiting(now: datetime) -> None:
    if CheckpointLetter.objects.filter(state=LetterState.WAITING, try_at__lte=now).exists():
        nudge(LETTERS)
