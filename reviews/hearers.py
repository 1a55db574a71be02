"""Who can hear an appeal: nobody who took part in what they would hear, or stands too near to it (R30).

One list of reasons, each with the people whom it bars: the act refuses by it, and the form offers nobody of them. The
database asks again what its tables know (migration 0018).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.acts import OF_MAIL, READ_AS_AUDITOR, READ_AS_HEARER
from cases.eligible import objects_to
from cases.models import CaseEvent, CaseFile, CasePart
from cases.states import Part
from people.models import User
from people.queries import active_people, reports_of
from people.states import Role
from plans.models import Plan, SignOff
from plans.queries import current_plan

from .models import Outcome

# Done by somebody who only looked, was asked for a mail, or named a hearer: no part in what is heard.
NO_PART = frozenset(
    {*(act.name for act in OF_MAIL), READ_AS_AUDITOR.name, READ_AS_HEARER.name, "records.request_copy",
     "reviews.name_hearer"}
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """Why these people cannot hear the appeal, in a sentence for whoever chooses."""

    why: str
    whom: Q


def bars(plan: Plan) -> Iterator[Bar]:
    """Everything that speaks against somebody besides a closed account."""
    case, deciders = plan.case, deciders_of(plan)
    yield Bar(_("The employee does not hear their own appeal."), Q(pk=case.subject_id))
    yield Bar(_("This person has a part in this case, or had one."), Q(pk__in=_with_a_part(case)))
    yield Bar(_("This person proposed or decided an outcome in this case."), Q(pk__in=deciders))
    yield Bar(_("This person signed something in this case."), Q(pk__in=_signers(plan)))
    yield Bar(_("This person did something in this case before."), Q(pk__in=_acted_in(case)))
    yield Bar(_("The employee reports to this person."), Q(pk__in=line_above(case.subject)))
    yield Bar(_("This person reports to the employee."), Q(pk__in=reports_of(case.subject)))
    yield Bar(
        _("This person reports to somebody who proposed or decided the outcome."),
        _below(deciders),
    )
    yield Bar(_("This person audits cases, and takes no other part in them."), Q(role_grants__role=Role.AUDITOR))


def deciders_of(plan: Plan) -> set[int]:
    """Whoever proposed or decided any outcome of the plan."""
    rows = Outcome.objects.filter(plan=plan).values_list("proposed_by", "decided_by")
    return {user_id for row in rows for user_id in row if user_id}


def _with_a_part(case: CaseFile) -> set[int]:
    """Now or ever, as a deputy or deputised for as well, in whatever part."""
    rows = CasePart.objects.filter(case=case).values_list("user", "deputy_for")
    return {user_id for row in rows for user_id in row if user_id}


def _signers(plan: Plan) -> set[int]:
    rows = SignOff.objects.filter(plan=plan).values_list("user", "deputy_for")
    return {user_id for row in rows for user_id in row if user_id}


def _acted_in(case: CaseFile) -> set[int]:
    """By the history: whoever ever proposed, approved, returned or changed anything, in a part or as somebody of HR."""
    told = (event.data["by"] for event in CaseEvent.objects.filter(case=case) if event.act not in NO_PART)
    return {by["user"] for by in told if by["user"]}


def line_above(user: User) -> set[int]:
    """Ids of everybody this person reports to, at any depth; a line that leads in a circle ends."""
    found: set[int] = set()
    above = user.manager_id
    while above and above not in found:
        found.add(above)
        above = User.objects.values_list("manager", flat=True).get(pk=above)
    return found - {user.pk}


def _below(people: set[int]) -> Q:
    """Everybody below one of these people."""
    below = Q(pk=None)
    for user in User.objects.filter(pk__in=people):
        below |= Q(pk__in=reports_of(user))
    return below


@objects_to(Part.HEARER)
def against_hearer(case: CaseFile, user: User) -> Iterator[str]:
    """Each reason that holds, in its own sentence."""
    plan = current_plan(case)
    if plan is not None:
        yield from (bar.why for bar in bars(plan) if User.objects.filter(bar.whom, pk=user.pk).exists())


def people_who_may_hear(plan: Plan) -> QuerySet[User]:
    """Whom one can choose from: nobody whom the act would refuse."""
    people = active_people()
    for bar in bars(plan):
        people = people.exclude(pk__in=User.objects.filter(bar.whom).values("pk"))
    return people
