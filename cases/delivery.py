"""Delivering the outbox: claim one row, check that it still holds, send, mark it if the claim is still the newest.

None is lost, and at most one is sent twice per killed worker, under the same Message-ID (architecture.md, "Notices").
When a notice may be claimed is said by its `try_at` alone: an act or a reminder sets it first, a failed try moves it
on, and so does `together` where it may not go out to that person yet.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils import timezone

from . import actions, notices
from .actor import Actor
from .carrier import Carrier, NotCarried, NotNow, RefusedForGood, ServerTrouble
from .mailing import is_for_elsewhere, mail_for
from .models import CaseFile, Notice
from .refusals import WrongMoment
from .states import NoticeState
from .together import together

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than EMAIL_TIMEOUT and the task's time limit allow a send to last
MOST = 200  # notices of one task
AT_WORK = 45.0  # seconds after which a task begins no other send, well before its time limit
LONGEST_WAIT = 60  # minutes between two tries
TASK = "cases.tasks.deliver"

CLAIM = """
UPDATE cases_notice SET claim = claim + 1, attempts = attempts + 1, try_at = %(lease)s, stalled = false
WHERE id = (SELECT id FROM cases_notice WHERE state = 'waiting' AND try_at <= %(now)s
            ORDER BY try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# What waited for the server needs to wait no longer. Rows in other hands are left out: another worker wakes them.
WAKE = """
UPDATE cases_notice SET try_at = %(now)s, stalled = false
WHERE id IN (SELECT id FROM cases_notice WHERE state = 'waiting' AND stalled AND try_at > %(now)s
             ORDER BY id FOR UPDATE SKIP LOCKED)
"""


def deliver_waiting(most: int = MOST) -> int:
    """Deliver what is due, at most `most` notices and for less than a minute; returns how many were claimed.

    What is left goes to another task at once. Where the server cannot be reached nothing more is tried: the sweep
    comes back in a minute, and what waited for the server goes out as soon as it takes one mail again.
    """
    claimed, ends = 0, time.monotonic() + AT_WORK
    with Carrier() as carrier:
        while notice := _claim(timezone.now()):
            claimed += 1
            if not _deliver(notice, carrier):
                break
            if claimed >= most or time.monotonic() > ends:
                notices.nudge(TASK)
                break
    return claimed


def _claim(now: datetime) -> Notice | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE})
        row = cursor.fetchone()
    return Notice.objects.select_related("recipient", "case").get(pk=row[0]) if row else None


def _deliver(notice: Notice, carrier: Carrier) -> bool:
    """With everything that goes out in the same mail. Whether it is worth while to try another one."""
    now = timezone.now()
    told = [row for row in together(notice, now=now, lease=now + LEASE) if _is_still_told(row)]
    if not told:
        return True
    try:
        _send(told, carrier)
    except RefusedForGood as refusal:
        _mark(told, sent=False, fault=refusal.fault)
    except ServerTrouble as trouble:
        _wait(told, trouble, stalled=True, minutes=0 if trouble.may_go_on else _backoff(notice))
        return trouble.may_go_on
    except NotCarried as refusal:
        _wait(told, refusal, stalled=False, minutes=_backoff(notice))
    return True


def _is_still_told(notice: Notice) -> bool:
    if still_holds(notice):
        return True
    _settle([notice], state=NoticeState.DROPPED)
    return False


def _send(told: list[Notice], carrier: Carrier) -> None:
    """A fault of our own in one mail keeps none of the others: it is tried again like a refusal for now."""
    try:
        carrier.carry(mail_for(*told))
    except (NotCarried, SoftTimeLimitExceeded):
        raise
    except Exception as error:
        log.exception("notice %s cannot be sent", told[0].pk)
        raise NotNow(type(error).__name__) from error
    _mark(told, sent=True)
    if carrier.carried == 1:
        _wake(timezone.now())


@transaction.atomic
def _mark(told: list[Notice], *, sent: bool, fault: str = "") -> None:
    """All of one mail at once, in the order of their cases: one event each, and with it the row; nothing where another
    claim is newer, whose word counts.
    """
    for notice in told:
        try:
            if sent:
                actions.send_notice(notice, by=Actor.clock())
            else:
                actions.fail_notice(notice, by=Actor.clock(), fault=fault)
        except WrongMoment:
            log.warning("notice %s: another claim is newer", notice.pk)


def _wake(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WAKE, {"now": now})


Reason = Callable[[Notice], bool]
_reasons: dict[str, Reason] = {}


def holds_while(*kinds: str) -> Callable[[Reason], Reason]:
    """Register what must still be true when a notice of these kinds is sent."""

    def register(reason: Reason) -> Reason:
        _reasons.update(dict.fromkeys(kinds, reason))
        return reason

    return register


def still_holds(notice: Notice) -> bool:
    """The person is still here and still sees the case, or is told elsewhere; and what the notice says is still so."""
    reason = _reasons.get(notice.kind)
    if reason is not None and not reason(notice):
        return False
    if is_for_elsewhere(notice.kind):
        return True
    return CaseFile.objects.visible_to(notice.recipient, narrow=True).filter(pk=notice.case_id).exists()


def _backoff(notice: Notice) -> int:
    return int(min(LONGEST_WAIT, 2 ** (notice.attempts - 1)))


def _wait(told: list[Notice], refusal: NotCarried, *, stalled: bool, minutes: int) -> None:
    log.warning("notice %s: %s", told[0].pk, refusal.fault)
    again = timezone.now() + timedelta(minutes=minutes)
    _settle(told, try_at=again, fault=refusal.fault, stalled=stalled)


@transaction.atomic
def _settle(notices: list[Notice], **changes: object) -> None:
    for notice in notices:
        Notice.objects.filter(pk=notice.pk, claim=notice.claim, state=NoticeState.WAITING).update(**changes)


def drop_waiting(*, before: datetime) -> int:
    """Tell nobody any more of what was due before this moment, as after cases were brought in from the past.

    Returns how many notices were waiting. They stay in the table, as no longer needed.
    """
    waiting = Notice.objects.filter(state=NoticeState.WAITING, due_at__lt=before)
    return waiting.update(state=NoticeState.DROPPED)
