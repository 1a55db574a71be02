"""What can be said about one signature: who, what, when, from where, and whether what was signed still stands.

For the page of a sign-off and for its block in the written record. Address, browser and session lead to a person's
whereabouts: HR, auditors and whoever signed read them, the others read that they are recorded, and who sees them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cases.acts import OF_HR
from cases.models import CaseEvent
from cases.refusals import NotVisible
from cases.seat import Seat
from plans.models import SignOff
from plans.queries import plan_at
from plans.states import Step

from .checklist import blocks_behind, decision_digest
from .minutes import digests_of
from .models import Checkpoint
from .queries import sign_offs_for
from .ruling import digest_of_ruling, ruled_on
from .snapshot import digest_of

OF_THE_END = (Step.OUTCOME, Step.DECISION)


@dataclass(frozen=True)
class Certificate:
    """One sign-off as one reader reads it. `stands` says that what is stored still has the digest that was signed."""

    sign_off: SignOff
    event: CaseEvent | None
    stands: bool
    reads_trace: bool


def reads_trace(seat: Seat, sign_off: SignOff) -> bool:
    """Whether this reader is told the address, the browser and the session of a signature."""
    return seat.user.pk == sign_off.user_id or not seat.reads_as.isdisjoint(OF_HR)


def attested(seat: Seat, sign_offs: Iterable[SignOff]) -> list[Certificate]:
    """These sign-offs, which this reader may read, each with its event: two queries more than the sign-offs took, and
    some more where an outcome or minutes are among them.
    """
    rows = list(sign_offs)
    events = _events_of(seat, rows)
    outcomes, minutes = _outcome_digests(rows), _minutes_digests(rows)
    return [
        Certificate(row, events.get(str(row.pk)), _stands(row, outcomes, minutes), reads_trace=reads_trace(seat, row))
        for row in rows
    ]


def _stands(sign_off: SignOff, outcomes: frozenset[str], minutes: Mapping[int, str]) -> bool:
    if sign_off.step in OF_THE_END:
        return sign_off.digest in outcomes
    if sign_off.step == Step.APPEAL:
        return _ruling_stands(sign_off)
    if sign_off.step == Step.MINUTES:
        return minutes.get(sign_off.number or 0) == sign_off.digest
    return sign_off.version.content_digest() == sign_off.digest


def _ruling_stands(sign_off: SignOff) -> bool:
    """Whether what was decided on the appeal is what the hearer signed."""
    appeal = sign_off.plan.appeals.select_related("outcome", "plan").get(number=sign_off.number or 0)
    return digest_of_ruling(appeal, ruled_on(appeal)) == sign_off.digest


def _outcome_digests(rows: list[SignOff]) -> frozenset[str]:
    """Digests of what the plan's outcomes hold now, and of their decisions, where one of them was signed."""
    plan = next((row.plan for row in rows if row.step in OF_THE_END), None)
    found = plan.outcomes.prefetch_related("overrides") if plan else ()
    stand = [row for row in found if digest_of(row) == row.digest]
    decided = (decision_digest(row, blocks_behind(row.overrides.all())) for row in stand)
    return frozenset([*(row.digest for row in stand), *decided])


def _minutes_digests(rows: list[SignOff]) -> Mapping[int, str]:
    """Digests of the minutes that were signed, as they stand now, by the number of their checkpoint."""
    plan = next((row.plan for row in rows if row.step == Step.MINUTES), None)
    numbers = {row.number for row in rows if row.step == Step.MINUTES and row.number}
    return digests_of(Checkpoint.objects.filter(plan=plan, number__in=numbers)) if plan else {}


def _events_of(seat: Seat, rows: list[SignOff]) -> Mapping[str, CaseEvent]:
    """The event that wrote each sign-off: it carries the same moment, and names it."""
    events = CaseEvent.objects.filter(case=seat.case, at__in={row.at for row in rows})
    return {str(event.data["facts"].get("sign_off")): event for event in events}


def attestations(seat: Seat) -> list[Certificate]:
    """Every sign-off of the case that this person may read, in the order in which they were made."""
    return attested(seat, _whole(seat))


def attestation_at(seat: Seat, sign_off_id: UUID) -> Certificate:
    """One of them; `NotVisible` where this case has none of this id, or not for this person."""
    found = attested(seat, _whole(seat).filter(pk=sign_off_id))
    if not found:
        raise NotVisible
    return found[0]


def _whole(seat: Seat) -> QuerySet[SignOff]:
    return sign_offs_for(seat, plan_at(seat)).select_related("version", "plan")
