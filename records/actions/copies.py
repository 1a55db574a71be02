"""Copies that somebody asks for, for themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.acting import Step, acting
from cases.actor import Actor
from cases.files.readers import readable
from cases.models import CaseChain, CaseEvent, CaseFile
from cases.notices import nudge
from cases.seat import Seat
from cases.states import Part
from cases.verifying import act_of
from records.acts import FETCH_COPY, REQUEST_COPY, RETRY_COPIES, REVOKE_COPY_LINK, SEAL_RECORD, SEND_COPY_LINK
from records.asof import RoleView
from records.models import RecordCopy
from records.states import CopyKind, CopyLanguage, CopyState

TASK = "records.tasks.make_next_copy"
OF_MAKING = {act.name for act in (SEAL_RECORD, RETRY_COPIES)}
OF_COPIES = OF_MAKING | {act.name for act in (REQUEST_COPY, SEND_COPY_LINK, REVOKE_COPY_LINK, FETCH_COPY)}


@transaction.atomic
def request_copy(
    case: CaseFile, *, by: Actor, kind: CopyKind = CopyKind.RECORD, in_both_languages: bool = False
) -> RecordCopy:
    """Ask for the record as it stands before this request, which is an event of the case itself (R37); or for
    everything that one may see, in one file. It is in the language of the case, or in both side by side.

    Where nothing happened since the same person asked last, that copy is returned and nothing is written.
    """
    CaseFile.objects.locked(case.pk)
    seat = Seat(case, by.user)
    seat.check(REQUEST_COPY, case)
    language = CopyLanguage.BOTH if in_both_languages else CopyLanguage(case.language)
    return _still_good(seat, kind, language) or _ask(case, by, kind, language)


def _still_good(seat: Seat, kind: CopyKind, language: CopyLanguage) -> RecordCopy | None:
    """The newest copy for this person, or made by itself in their view, where nothing came after it: a second click, or
    a look back.
    """
    theirs = Q(requested_by=seat.user) | Q(requested_by=None)
    copies = RecordCopy.objects.filter(theirs, case=seat.case, part=seat.part, kind=kind, language=language)
    newest = copies.order_by("seq").last()
    good = newest is not None and newest.state != CopyState.FAILED and not _happened_since(newest)
    return newest if good else None


def _happened_since(copy: RecordCopy) -> bool:
    """Whether the case has an event after the one that asked for this copy, other than of how records are made."""
    asked = copy.seq if copy.is_of_itself else copy.seq + 1
    later = CaseEvent.objects.filter(case=copy.case, seq__gt=asked).values_list("body", flat=True)
    return any(act_of(bytes(body)) not in OF_MAKING for body in later.iterator(chunk_size=10))


def _ask(case: CaseFile, by: Actor, kind: CopyKind, language: CopyLanguage) -> RecordCopy:
    with acting(REQUEST_COPY, case, by=by) as step:
        return put_in_queue(step, step.part, kind, language)


def put_in_queue(step: Step, part: Part, kind: CopyKind, language: CopyLanguage | None = None) -> RecordCopy:
    """A copy in the view of this part, to be made by a worker; `step` tells of it. In the language of the case, where
    nobody wants another.
    """
    asked = {"requested_by": step.by.user, "kind": kind, "language": language or step.case.language}
    copy = copy_as_of_now(step.case, part, step.at, **asked)
    copy = _failed_before(copy) or copy
    copy.full_clean()
    copy.save()
    step.facts.update(copy=copy.pk, part=part, language=copy.language, seq=copy.seq, head=copy.head, kind=copy.kind)
    transaction.on_commit(lambda: nudge(TASK))
    return copy


def _failed_before(copy: RecordCopy) -> RecordCopy | None:
    """The one of this head and view that was made by itself and failed: there is none beside it, so it is tried
    again.
    """
    same = {name: getattr(copy, name) for name in ("case", "seq", "part", "kind", "language")}
    failed = RecordCopy.objects.filter(**same, state=CopyState.FAILED).first()
    if failed:
        try_again(failed)
    return failed


def retry_copies(case: CaseFile, *, by: Actor) -> list[RecordCopy]:
    """HR has every copy of this case tried again that failed, whoever asked for it, also those that nobody asked for.
    They stay what they are: as of the same event, for the same reader. Raises `WrongMoment` where none failed.
    """
    with acting(RETRY_COPIES, case, by=by) as step:
        copies = list(RecordCopy.objects.filter(case=step.case).failed().select_for_update(of=("self",)))
        for copy in copies:
            try_again(copy)
            copy.full_clean()
            copy.save()
        step.facts.update(copies=[copy.pk for copy in copies])
        transaction.on_commit(lambda: nudge(TASK))
    return copies


def try_again(copy: RecordCopy) -> None:
    """Put it into the queue as if it were new; its claims go on counting, so that a late worker does not take it for
    its own.
    """
    copy.state, copy.fault, copy.finished_at = CopyState.WAITING, "", None
    copy.put_off, copy.retry_at = copy.claim, None


def copy_as_of_now(case: CaseFile, part: Part, at: datetime, **asked: Any) -> RecordCopy:
    """A copy of what the chain of this case holds now, with the files that its reader may have; unsaved."""
    chain = CaseChain.objects.get(case=case)
    head = {"seq": chain.seq, "head": bytes(chain.head).hex()}
    copy = RecordCopy(case=case, part=part, requested_at=at, **head, **asked)
    copy.files = readable(RoleView(case, copy.reader, played=part))
    return copy
