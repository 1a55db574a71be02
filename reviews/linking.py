"""A case in which it goes on: what stands against opening it, and the linked cases that a reader is led to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.acts import Words
from cases.models import CaseFile
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.acts import START_PLAN
from plans.models import Plan
from plans.states import PlanStatus

from .ended import standing_outcome
from .states import FollowOnEnding, Result
from .sustaining import has_slipped

MORE_TIME = "extend"  # of every ruleset's options after what was not met
SHORT_OF_IT = (Result.NOT_MET, Result.PARTIALLY_MET)


@dataclass(frozen=True)
class Linked:
    """The case before, and the one after; None where there is none, or none for this reader."""

    before: CaseFile | None
    after: CaseFile | None


def linked_for(seat: Seat) -> Linked | None:
    """Only cases that the reader may see: of the next one the employee learns once something in it is shown to them.
    No query where a case can have none of them.
    """
    found: Linked | None = seat.once("linked", lambda: linked_to(seat.case, seat.user))
    return found


def linked_to(case: CaseFile, reader: User) -> Linked | None:
    if case.follows_id is None and not case.has_ended:
        return None
    rows = CaseFile.objects.visible_to(reader).filter(Q(pk=case.follows_id) | Q(follows=case))
    found = {row.pk == case.follows_id: row for row in rows}
    return Linked(before=found.get(True), after=found.get(False)) if found else None


def leads(plan: Plan, user: User) -> bool:
    """Whoever leads the employee opens a case; nobody does so in their place."""
    return plan.case.subject.manager_id == user.pk


def against_relapse(plan: Plan) -> Iterator[str]:
    if not has_slipped(plan):
        yield _("No check-in says that it slips, or that help is needed.")
    yield from _against_opening(plan)


def against_more_time(plan: Plan) -> Iterator[Words]:
    outcome = standing_outcome(plan)
    if outcome is None or outcome.result not in SHORT_OF_IT:
        yield _("More time follows an outcome that was not met, or met in part.")
    elif not _is_agreed(plan):
        yield _("Nobody agreed on more time. Record it first under what follows.")
    if plan.case.followed_by.exists():
        yield _("It went on in another case already.")
    elif plan.status == PlanStatus.DECIDED:
        yield _("This case is still open. HR closes it first: nobody has two plans at the same time.")
    else:
        yield from START_PLAN.blocks(plan.case)
    yield from _against_opening(plan)


def _is_agreed(plan: Plan) -> bool:
    dropped = Q(ending__ending=FollowOnEnding.DROPPED)
    return plan.follow_ons.filter(kind=MORE_TIME).exclude(dropped).exists()


def _against_opening(plan: Plan) -> Iterator[str]:
    employee = plan.employee
    if not employee.is_active:
        yield _("The employee has left.")
    held = plan.case.parts.filter(part=Part.MANAGER, until=None, deputy_for=None)
    if not held.filter(user=employee.manager_id).exists():
        yield _("The employee reports to somebody else by now. Only their line manager opens a case about them.")
