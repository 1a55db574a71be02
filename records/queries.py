"""Reads of this room: the copies a person may have."""

import hashlib
import uuid

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from cases.models import CaseEvent
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part

from .acts import SEAL_RECORD
from .models import RecordCopy
from .states import CopyState

SHOWN = 20


def copies_of(seat: Seat) -> QuerySet[RecordCopy]:
    """What this person asked for in a part that they still have (R38), and what was made by itself in their view;
    nobody else's. HR reads the records that are made in the view of the case's HR partner.
    """
    views = seat.parts | ({Part.HR_PARTNER} if seat.is_any_of(Part.HR) else set())
    theirs = Q(requested_by=seat.user, part__in=seat.parts) | Q(requested_by=None, part__in=views)
    return RecordCopy.objects.filter(theirs, case=seat.case).select_related("case")


def ready_copy(seat: Seat, copy_id: uuid.UUID) -> RecordCopy:
    """A copy that can be handed out; `NotVisible` otherwise, also where it is somebody else's."""
    copy = copies_of(seat).filter(pk=copy_id, state=CopyState.READY).first()
    if copy is None:
        raise NotVisible
    return copy


def sealing_of(copy: RecordCopy) -> CaseEvent | None:
    """The event that names the sealed PDF; none where the row says more than the history does."""
    events = CaseEvent.objects.filter(case=copy.case, seq__gt=copy.seq).order_by("seq")
    return next((event for event in events if _names(event, copy)), None)


def _names(event: CaseEvent, copy: RecordCopy) -> bool:
    return event.act == SEAL_RECORD.name and event.data["facts"]["sha256"] == copy.pdf_sha256


def open_copy(copy: RecordCopy) -> File[bytes] | None:
    """The file as it was made, open at its beginning; None where it is gone or is no longer what it was."""
    try:
        kept = default_storage.open(str(copy.file.name))
    except FileNotFoundError:
        return None
    if hashlib.file_digest(kept, "sha256").hexdigest() != copy.sha256:
        kept.close()
        return None
    kept.seek(0)
    return kept
