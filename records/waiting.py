"""Records that wait to be sealed, and those that could not be made: what HR reads of them, at home and over all cases.

No record goes out without its seal, so one may wait for long: HR, whom others ask for it, reads what it waits for.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import CaseFile, CasePart
from cases.states import Part
from people.models import User

from .models import RecordCopy, RecordDue
from .states import UNDER_WAY

LATE = timedelta(minutes=2)  # a record that waits for longer than this is worth HR's knowing
PAGE = 50


@dataclass(frozen=True)
class Held:
    """One record that is not there yet, as HR reads of it. `copy` is None where no worker has come to it at all."""

    case: CaseFile
    since: datetime
    copy: RecordCopy | None


@dataclass(frozen=True)
class Page:
    """One keyset page: `after` is the key of the next one, None on the last."""

    rows: list[Held]
    after: str | None


def page_of_waiting(user: User, after: str | None = None, size: int = PAGE) -> Page:
    """Of every case this person looks after, what has waited longest first: three queries. An unknown key starts
    over.
    """
    copies = _of(user, RecordCopy.objects.filter(_not_there())).annotate(since=F("requested_at"))
    due = _of(user, RecordDue.objects.all()).annotate(since=F("at"))
    if key := _parse_key(after):
        since, pk = key
        later = Q(since__gt=since) | Q(since=since, pk__gt=pk)
        copies, due = copies.filter(later), due.filter(later)
    both = copies.order_by().values_list("since", "pk").union(due.order_by().values_list("since", "pk"), all=True)
    keys = list(both.order_by("since", "pk")[: size + 1])
    rows = _read(keys[:size])
    return Page(rows, f"{keys[size - 1][0].isoformat()}_{keys[size - 1][1].hex}" if len(keys) > size else None)


def late_of(user: User) -> QuerySet[CaseFile]:
    """Cases with a record that failed, or has waited too long: of the HR partner; where their account is closed, of
    everybody of HR. Few rows are late, so the database begins with them, and not with the cases.
    """
    long_ago = timezone.now() - LATE
    copies = RecordCopy.objects.filter(_not_there(long_ago)).order_by().values("case")
    held = copies.union(RecordDue.objects.filter(at__lt=long_ago).order_by().values("case"))
    partners = CasePart.objects.current().filter(case=OuterRef("pk"), part=Part.HR_PARTNER)
    nobodys = ~Exists(partners.filter(user__is_active=True)) & Q(pk__in=CaseFile.objects.looked_after_by(user))
    mine = Exists(partners.filter(user=user, sees=True))
    return CaseFile.objects.visible_to(user).filter(mine | nobodys, pk__in=held)


def _not_there(before: datetime | None = None) -> Q:
    """Copies that failed, and those under way; the latter asked for before a moment, where one is given."""
    under_way = Q(state__in=UNDER_WAY) & (Q(requested_at__lt=before) if before else Q())
    return Q(pk__in=RecordCopy.objects.failed().values("pk")) | under_way


def _of(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """In the cases whose HR partner this person is, and in all that HR looks after."""
    partners = CasePart.objects.current().filter(case=OuterRef("case"), part=Part.HR_PARTNER)
    mine = Exists(partners.filter(user=user, sees=True))
    return rows.filter(mine | Q(case__in=CaseFile.objects.looked_after_by(user)))


def _read(keys: Iterable[tuple[datetime, uuid.UUID]]) -> list[Held]:
    ids = [pk for _since, pk in keys]
    copies = RecordCopy.objects.select_related("case__subject", "requested_by").filter(pk__in=ids)
    due = RecordDue.objects.select_related("case__subject").filter(pk__in=ids)
    found = {copy.pk: Held(copy.case, copy.requested_at, copy) for copy in copies}
    found |= {row.pk: Held(row.case, row.at, None) for row in due}
    return [found[pk] for pk in ids if pk in found]


def _parse_key(after: str | None) -> tuple[datetime, uuid.UUID] | None:
    moment, _sep, pk = (after or "").partition("_")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), uuid.UUID(pk)
    except (ValueError, OverflowError):
        return None
