"""Copies that somebody asks for, for themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.acting import Step, acting
from cases.actor import CLOCK, Actor
from cases.files.readers import readable
from cases.models import CaseChain, CaseEvent, CaseFile
from cases.notices import nudge
from cases.refusals import WrongMoment
from cases.seat import Seat
from cases.states import Part
from records.acts import (
    FETCH_COPY,
    REQUEST_COPY,
    RETRY_COPIES,
    REVOKE_COPY_LINK,
    SEAL_RECORD,
    SEND_COPY_LINK,
    unseen_by_the_employee,
)
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

    Where nothing happened since the same person asked last, or since one was made by itself in their view, that copy is
    returned and nothing is written: a second click, or a look back.
    """
    CaseFile.objects.locked(case.pk)
    seat = Seat(case, by.user)
    seat.check(REQUEST_COPY, case)
    language = CopyLanguage.BOTH if in_both_languages else CopyLanguage(case.language)
    return _asked(case, by, seat.part, kind, language)


@transaction.atomic
def request_copy_by_command(case: CaseFile, *, part: Part, kind: CopyKind, language: CopyLanguage) -> RecordCopy:
    """The same in the view of this part, for whoever runs pipcases: the history tells that it was asked for, and by
    nobody who is known. Raises `WrongMoment` where the employee has no view of the case yet.
    """
    CaseFile.objects.locked(case.pk)
    if part == Part.SUBJECT and (reasons := list(unseen_by_the_employee(case))):
        raise WrongMoment.because(reasons)
    return _asked(case, Actor.clock(), part, kind, language)


def _asked(case: CaseFile, by: Actor, part: Part, kind: CopyKind, language: CopyLanguage) -> RecordCopy:
    theirs = Q(requested_by=None) if by.user is CLOCK else Q(requested_by=by.user) | Q(requested_by=None)
    copies = RecordCopy.objects.filter(theirs, case=case, part=part, kind=kind, language=language)
    newest = copies.order_by("seq").last()
    if newest is not None and newest.state != CopyState.FAILED and not _happened_since(newest):
        return newest
    with acting(REQUEST_COPY, case, by=by) as step:
        return put_in_queue(step, part, kind, language)


def _happened_since(copy: RecordCopy) -> bool:
    """Whether the case has an event that tells more than that this copy was asked for, or that records were sealed."""
    later = CaseEvent.objects.filter(case=copy.case, seq__gt=copy.seq)
    return any(not _is_of_copies(event, copy) for event in later.iterator(chunk_size=10))


def _is_of_copies(event: CaseEvent, copy: RecordCopy) -> bool:
    return event.act in OF_MAKING or event.data["facts"].get("copy") == str(copy.pk)


def put_in_queue(step: Step, part: Part, kind: CopyKind, language: CopyLanguage | None = None) -> RecordCopy:
    """A copy in the view of this part, to be made by a worker; `step` tells of it. In the language of the case, where
    nobody wants another.
    """
    person = None if step.by.user is CLOCK else step.by.user
    asked = {"requested_by": person, "kind": kind, "language": language or step.case.language}
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
