"""What a change of a running plan asks of whom, beside the case's main line."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.acts import ACTS, Words
from cases.errands import Errand, Waiting, errand
from cases.states import Part
from people.models import User

from .acts import END_MENTORING
from .models import Amendment, Mentoring, Plan
from .states import AmendmentStatus, PlanStatus

ASKED = {
    AmendmentStatus.DRAFT: (Part.MANAGER, "plans.submit_amendment"),
    AmendmentStatus.RETURNED: (Part.MANAGER, "plans.submit_amendment"),
    AmendmentStatus.HR_REVIEW: (Part.HR_PARTNER, "plans.approve_amendment"),
    AmendmentStatus.APPROVED: (Part.MANAGER, "plans.issue_amendment"),
}


@errand
def changes_under_way(user: User) -> Waiting:
    """HR is asked to review a change, the manager to write, mend or issue it."""
    whose = Q()
    for status, (part, _act) in ASKED.items():
        whose |= Q(status=status, plan__case__parts__part=part)
    rows = Amendment.objects.filter(
        whose,
        plan__status=PlanStatus.ACTIVE,
        plan__case__parts__user=user,
        plan__case__parts__until=None,
    )
    return Waiting(rows.select_related("plan__case__subject"), lambda found: map(_next_of, found))


def _next_of(row: Amendment) -> Errand:
    _part, act = ASKED[AmendmentStatus(row.status)]
    return Errand(row.plan.case, _label(act), _page(act, row.plan.case.reference))


@errand
def mentors_who_left(user: User) -> Waiting:
    """A mentor's account is closed, and the items they mentored wait for somebody else: the manager is told."""
    plans = Plan.objects.filter(
        Exists(Mentoring.objects.filter(plan=OuterRef("pk"), until=None, mentor__is_active=False)),
        status__in=END_MENTORING.when or (),
        case__parts__part=Part.MANAGER,
        case__parts__user=user,
        case__parts__until=None,
    )
    return Waiting(plans.select_related("case__subject"), lambda found: map(_another_mentor, found))


def _another_mentor(plan: Plan) -> Errand:
    page = _page("plans.end_mentoring", plan.case.reference)
    return Errand(plan.case, _("Name somebody else for a mentor who left"), page)


def _label(act: str) -> Words:
    return ACTS[act].label


def _page(act: str, reference: str) -> str:
    return reverse(act.replace(".", ":"), args=[reference])
