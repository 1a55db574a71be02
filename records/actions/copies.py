"""Copies that somebody asks for, for themselves."""

from django.db import transaction

from cases.acting import Step, acting
from cases.actor import Actor
from cases.files.readers import readable
from cases.models import CaseChain, CaseFile
from cases.notices import nudge
from cases.seat import Seat
from cases.states import Part
from records.acts import REQUEST_COPY
from records.asof import RoleView
from records.models import RecordCopy
from records.states import CopyKind, CopyLanguage, CopyState

TASK = "records.tasks.make_next_copy"


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
    """The person's copy whose request is the newest event of the case: a second click, or a look back."""
    newest = CaseChain.objects.get(case=seat.case).seq
    copies = RecordCopy.objects.filter(case=seat.case, requested_by=seat.user, part=seat.part, seq=newest - 1)
    return copies.filter(language=language, kind=kind).exclude(state=CopyState.FAILED).first()


def _ask(case: CaseFile, by: Actor, kind: CopyKind, language: CopyLanguage) -> RecordCopy:
    with acting(REQUEST_COPY, case, by=by) as step:
        return put_in_queue(step, step.part, kind, language)


def put_in_queue(step: Step, part: Part, kind: CopyKind, language: CopyLanguage | None = None) -> RecordCopy:
    """A copy in the view of this part, to be made by a worker; `step` tells of it. In the language of the case, where
    nobody wants another.
    """
    chain = CaseChain.objects.get(case=step.case)
    copy = RecordCopy(
        case=step.case,
        requested_by=step.by.user,
        part=part,
        language=language or step.case.language,
        kind=kind,
        seq=chain.seq,
        head=bytes(chain.head).hex(),
        requested_at=step.at,
    )
    copy.files = readable(RoleView(step.case, copy.reader, played=part))
    copy.full_clean()
    copy.save()
    step.facts.update(copy=copy.pk, part=part, language=copy.language, seq=copy.seq, head=copy.head, kind=copy.kind)
    transaction.on_commit(lambda: nudge(TASK))
    return copy
