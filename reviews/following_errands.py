"""What somebody is asked for after the outcome, beside the main line."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errands import Errand, Waiting, errand
from cases.models.casefile import held_now
from people.models import User
from plans.states import PlanStatus

from .acts.following import FOLLOWED
from .acts.sustaining import ANSWER_CHECK_IN
from .models import CheckIn, FollowOn


@errand
def follow_ons_to_see_to(user: User) -> Waiting:
    """Whoever has the part that sees to it, as long as it is open; their deputy too."""
    rows = FollowOn.objects.filter(
        held_now("plan__case__parts__"),
        plan__case__parts__user=user,
        plan__case__parts__sees=True,
        plan__case__parts__part=F("owner_part"),
        plan__status__in=FOLLOWED,
        ending=None,
    )
    return Waiting(rows.select_related("plan__case__subject"), lambda found: map(_to_finish, found))


def _to_finish(row: FollowOn) -> Errand:
    page = reverse("reviews:finish_follow_on", args=[row.plan.case.reference, row.pk])
    return Errand(row.plan.case, _("See to what was to follow"), page, row.due_on)


@errand
def check_ins_to_answer(user: User) -> Waiting:
    """The employee is asked for their own words as long as the sustain period lasts."""
    rows = CheckIn.objects.filter(
        sustain__plan__employee=user, sustain__plan__status=PlanStatus.SUSTAIN, record__isnull=False, answer=None
    )
    return Waiting(rows.select_related("sustain__plan__case__subject"), lambda found: map(_to_answer, found))


def _to_answer(row: CheckIn) -> Errand:
    case = row.sustain.plan.case
    page = reverse("reviews:answer_check_in", args=[case.reference, row.number])
    return Errand(case, ANSWER_CHECK_IN.label, page)
