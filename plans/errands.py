"""What a change of a running plan asks of whom, beside the case's main line."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.acts import ACTS, Words
from cases.errands import Errand, errand
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
def changes_under_way(user: User) -> Iterator[Errand]:
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
    for row in rows.select_related("plan__case__subject"):
        _part, act = ASKED[AmendmentStatus(row.status)]
        yield Errand(row.plan.case, _label(act), _page(act, row.plan.case.reference))


@errand
def mentors_who_left(user: User) -> Iterator[Errand]:
    """A mentor's account is closed, and the items they mentored wait for somebody else: the manager is told."""
    plans = Plan.objects.filter(
        Exists(Mentoring.objects.filter(plan=OuterRef("pk"), until=None, mentor__is_active=False)),
        status__in=END_MENTORING.when or (),
        case__parts__part=Part.MANAGER,
        case__parts__user=user,
        case__parts__until=None,
    )
    for plan in plans.select_related("case__subject"):
        yield Errand(
            plan.case, _("Name somebody else for a mentor who left"), _page("plans.end_mentoring", plan.case.reference)
        )


def _label(act: str) -> Words:
    return ACTS[act].label


def _page(act: str, reference: str) -> str:
    return reverse(act.replace(".", ":"), args=[reference])
