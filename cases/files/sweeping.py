"""Removing what nobody needs: uploads that nothing names any more, and bytes without a row.

Every minute has its own part of the cases and of the folders, by their random ids: so each run is short, nothing has to
be remembered between runs, and a missed minute is made up for on the next day.
"""

import uuid
from datetime import datetime, timedelta

from cases.actions import drop_unused_files
from cases.models import StoredFile
from cases.sweep import swept

from . import store

UNUSED_FOR = timedelta(days=7)
WITHOUT_ROW_FOR = timedelta(days=1)
MINUTES = 24 * 60
MOST = 200  # files of each sort in one run


@swept
def remove_unused(now: datetime) -> None:
    """A draft may drop a file and take it back for some days; then it goes."""
    since = now - UNUSED_FOR
    rows = StoredFile.objects.filter(at__lt=since, case_id__gte=_first(_minute(now)))
    if _minute(now) + 1 < MINUTES:
        rows = rows.filter(case_id__lt=_first(_minute(now) + 1))
    for case_id in rows.order_by("case_id").values_list("case_id", flat=True).distinct()[:MOST]:
        drop_unused_files(case_id, since=since)


@swept
def remove_without_row(now: datetime) -> None:
    """Bytes whose row was never written, or was removed just before a crash."""
    keys = store.keys_before(now - WITHOUT_ROW_FOR, _minute(now) % store.FOLDERS)
    known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in [key for key in keys if key not in known][:MOST]:
        store.remove(key)


def _minute(now: datetime) -> int:
    return now.hour * 60 + now.minute


def _first(minute: int) -> uuid.UUID:
    """The first id of a minute's part of all ids."""
    return uuid.UUID(int=minute * (1 << 128) // MINUTES)
