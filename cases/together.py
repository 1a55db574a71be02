"""What goes out in one mail: a notice by itself, or everything that waited for somebody's daily mail.

A daily mail has a key of its own, kept in its notices from before it is sent until for ever (`Notice.bundle`): whoever
sends it again after a crash sends the same notices under the same Message-ID.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet

from .models import Notice
from .states import NoticeState
from .timing import DAY, Wishes, goes_out_at, is_urgent


def together(notice: Notice, *, now: datetime, lease: datetime) -> list[Notice]:
    """The notices that go out in one mail with this one, which was claimed just now; all of them are leased. None where
    it may not go out yet, and was put back, or where another worker took it along.
    """
    if notice.round > 1:  # HR sends it again, by itself and now
        return [notice]
    wishes = Wishes.of(notice.recipient)
    if notice.bundle:
        return _claimed_with(notice, lease, notice.bundle, wishes, now)
    urgent = is_urgent(notice.kind)
    goes = goes_out_at(notice.due_at, wishes, urgent=urgent, not_before=now)
    if goes > now:
        _put_back(notice, goes)
        return []
    if urgent or wishes.daily_at is None:
        return [notice]
    return _claimed_with(notice, lease, f"daily:{notice.recipient_id}:{wishes.day_of(now)}", wishes, now)


def _put_back(notice: Notice, until: datetime) -> None:
    """It was not tried, so the try is taken off again."""
    mine = Notice.objects.filter(pk=notice.pk, claim=notice.claim, state=NoticeState.WAITING)
    mine.update(try_at=until, attempts=F("attempts") - 1)


def _claimed_with(notice: Notice, lease: datetime, bundle: str, wishes: Wishes, now: datetime) -> list[Notice]:
    """Everything of this daily mail, claimed together: one worker at a time for one person."""
    with transaction.atomic():
        _one_at_a_time(notice.recipient_id)
        waiting = Notice.objects.filter(recipient=notice.recipient_id, state=NoticeState.WAITING)
        if not waiting.filter(pk=notice.pk, claim=notice.claim).exists():
            return []
        if not notice.bundle and Notice.objects.filter(bundle=bundle).exists():
            _put_back(notice, goes_out_at(_tomorrow(now, wishes), wishes, not_before=now))
            return []
        keys = [row.pk for row in _going(waiting, notice, wishes, now)]
        rows = Notice.objects.filter(pk__in=keys)
        rows.update(claim=F("claim") + 1, attempts=notice.attempts, try_at=lease, stalled=False, bundle=bundle)
        return list(rows.select_related("recipient", "case").order_by("case_id", "pk"))


def _one_at_a_time(recipient_id: int) -> None:
    """Two workers that claimed two notices of one person must not make two mails of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.together'), %s::int)", [recipient_id])


def _going(waiting: QuerySet[Notice], notice: Notice, wishes: Wishes, now: datetime) -> list[Notice]:
    """Those of the mail that was tried before and no others; or whatever may go out by now, and has no mail yet."""
    if notice.bundle:
        return list(waiting.filter(bundle=notice.bundle, round=1))
    return [
        row
        for row in waiting.filter(bundle="", round=1)
        if not is_urgent(row.kind) and goes_out_at(row.due_at, wishes, not_before=now) <= now
    ]


def _tomorrow(now: datetime, wishes: Wishes) -> datetime:
    """Midnight of the next day there, from which on there is another daily mail."""
    local = now.astimezone(wishes.zone)
    return (local + DAY).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
