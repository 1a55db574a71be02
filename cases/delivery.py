"""Delivering the outbox: claim one row, check that it still holds, send, mark it if the claim is still the newest.

None is lost, and at most one is sent twice per killed worker, under the same Message-ID (architecture.md, "Notices").
"""

import hashlib
import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import CaseFile, Notice
from .seat import Seat
from .states import NoticeState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than EMAIL_TIMEOUT and the task's time limit allow a send to last
PERMANENT = 500  # SMTP replies from here on will not change by trying again (RFC 5321, 4.2.1)
LONGEST_WAIT = 60  # minutes between two tries

CLAIM = """
UPDATE cases_notice SET claim = claim + 1, attempts = attempts + 1, try_at = %(lease)s
WHERE id = (SELECT id FROM cases_notice WHERE state = 'waiting' AND try_at <= %(now)s
            ORDER BY try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def deliver_waiting(most: int = 200) -> int:
    """Deliver what is due, at most `most` notices; returns how many were claimed."""
    claimed = 0
    while claimed < most and (notice := _claim(timezone.now())):
        claimed += 1
        _deliver(notice)
    return claimed


def _claim(now: datetime) -> Notice | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE})
        row = cursor.fetchone()
    return Notice.objects.select_related("recipient", "case").get(pk=row[0]) if row else None


def _deliver(notice: Notice) -> None:
    if not _still_holds(notice):
        _settle(notice, state=NoticeState.DROPPED)
        return
    try:
        mail_for(notice).send()
    except (OSError, smtplib.SMTPException) as error:
        _after_failure(notice, error)
        return
    _settle(notice, state=NoticeState.SENT, sent_at=timezone.now())


Reason = Callable[[Notice], bool]
_reasons: dict[str, Reason] = {}


def holds_while(*kinds: str) -> Callable[[Reason], Reason]:
    """Register what must still be true when a notice of these kinds is sent."""

    def register(reason: Reason) -> Reason:
        _reasons.update(dict.fromkeys(kinds, reason))
        return reason

    return register


def _still_holds(notice: Notice) -> bool:
    """The person is still here and still sees the case, and what the notice says is still so."""
    reason = _reasons.get(notice.kind)
    if reason is not None and not reason(notice):
        return False
    return CaseFile.objects.visible_to(notice.recipient, narrow=True).filter(pk=notice.case_id).exists()


def _after_failure(notice: Notice, error: Exception) -> None:
    fault = type(error).__name__
    log.warning("notice %s: %s", notice.pk, fault)
    if _is_permanent(error):
        _settle(notice, state=NoticeState.FAILED, fault=fault)
        return
    minutes = min(LONGEST_WAIT, 2 ** (notice.attempts - 1))
    _settle(notice, try_at=timezone.now() + timedelta(minutes=minutes), fault=fault)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= PERMANENT


def _settle(notice: Notice, **changes: object) -> None:
    Notice.objects.filter(pk=notice.pk, claim=notice.claim, state=NoticeState.WAITING).update(**changes)


def drop_waiting(*, before: datetime) -> int:
    """Tell nobody any more of what was due before this moment, as after cases were brought in from the past.

    Returns how many notices were waiting. They stay in the table, as no longer needed.
    """
    waiting = Notice.objects.filter(state=NoticeState.WAITING, due_at__lt=before)
    return waiting.update(state=NoticeState.DROPPED)


def mail_for(notice: Notice) -> EmailMultiAlternatives:
    """The mail in the reader's language. The subject never says what it is about."""
    with translation.override(notice.recipient.language):
        context = {
            "sentence": f"mail/{notice.kind.replace('.', '/')}.txt",
            "recipient": notice.recipient,
            "case": notice.case,
            "parts": Seat(notice.case, notice.recipient).parts,
            "link": settings.SITE_URL + notice.case.get_absolute_url(),
        }
        mail = EmailMultiAlternatives(
            subject=_("You have a document to read in pipcases"),
            body=render_to_string("mail/layout.txt", context),
            to=[notice.recipient.email],
            headers={"Message-ID": f"<{message_id(notice)}>", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("mail/layout.html", context), "text/html")
    return mail


def message_id(notice: Notice) -> str:
    """The same for every try of one notice."""
    digest = hashlib.sha256(notice.dedupe_key.encode()).hexdigest()[:32]
    return f"{digest}@{settings.SITE_URL.split('://')[-1].split(':')[0]}"
