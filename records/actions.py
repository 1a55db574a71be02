"""Every write in this room that a person asks for."""

from django.db import transaction

from cases.acting import acting
from cases.actor import Actor
from cases.models import CaseChain, CaseFile
from cases.notices import nudge
from cases.seat import Seat

from .acts import REQUEST_COPY
from .models import RecordCopy
from .states import CopyState

TASK = "records.tasks.make_next_copy"


@transaction.atomic
def request_copy(case: CaseFile, *, by: Actor) -> RecordCopy:
    """Ask for the record as it stands before this request, which is an event of the case itself (R37).

    Where nothing happened since the same person asked last, that copy is returned and nothing is written.
    """
    CaseFile.objects.locked(case.pk)
    seat = Seat(case, by.user)
    seat.check(REQUEST_COPY, case)
    return _still_good(seat) or _ask(case, by)


def _still_good(seat: Seat) -> RecordCopy | None:
    """The person's copy whose request is the newest event of the case: a second click, or a look back."""
    newest = CaseChain.objects.get(case=seat.case).seq
    copies = RecordCopy.objects.filter(case=seat.case, requested_by=seat.user, part=seat.part, seq=newest - 1)
    return copies.filter(language=seat.case.language).exclude(state=CopyState.FAILED).first()


def _ask(case: CaseFile, by: Actor) -> RecordCopy:
    with acting(REQUEST_COPY, case, by=by) as step:
        chain = CaseChain.objects.get(case=case)
        copy = RecordCopy(
            case=case,
            requested_by=by.user,
            part=step.part,
            language=case.language,
            seq=chain.seq,
            head=bytes(chain.head).hex(),
            requested_at=step.at,
        )
        copy.full_clean()
        copy.save()
        step.facts.update(copy=copy.pk, part=copy.part, language=copy.language, seq=copy.seq, head=copy.head)
    transaction.on_commit(lambda: nudge(TASK))
    return copy
