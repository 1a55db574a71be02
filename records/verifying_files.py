"""Whether the files of sealed records are still what was sealed: `manage.py verify_history --files` asks."""

from cases.files.verifying import verified_with_files
from cases.models import CaseEvent
from cases.verify import HistoryBroken

from .acts import SEAL_RECORD
from .models import RecordCopy
from .queries import open_copy
from .states import CopyKind, CopyState

CHANGED = "the file of the record that it tells of is missing, or its content was changed"


@verified_with_files
def verify_copies(reference: str | None = None) -> int:
    """Hash every file of a sealed record again; returns how many there are. Raises `HistoryBroken` for the event that
    tells of the first that is gone or changed. What events name is the sealed PDF, so that of a record alone the file
    has to be just that.
    """
    copies = RecordCopy.objects.filter(state=CopyState.READY).exclude(pdf_sha256="").select_related("case")
    count = 0
    for copy in copies.filter(case__reference=reference) if reference else copies:
        if not _is_whole(copy):
            raise HistoryBroken(copy.case.reference, _told_at(copy), CHANGED)
        count += 1
    return count


def _is_whole(copy: RecordCopy) -> bool:
    if copy.kind == CopyKind.RECORD and copy.sha256 != copy.pdf_sha256:
        return False
    kept = open_copy(copy)
    if kept is None:
        return False
    kept.close()
    return True


def _told_at(copy: RecordCopy) -> int:
    """The number of the event that names it; 0 where none does, which `verify_history` finds as well."""
    events = CaseEvent.objects.filter(case=copy.case, seq__gt=copy.seq).order_by("seq")
    return next((row.seq for row in events if row.act == SEAL_RECORD.name and _is_of(row, copy)), 0)


def _is_of(event: CaseEvent, copy: RecordCopy) -> bool:
    return bool(event.data["facts"]["copy"] == str(copy.pk))
