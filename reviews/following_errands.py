"""What somebody is asked for after the outcome, beside the main line."""

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errands import Errand, Waiting, errand
from cases.models.casefile import held_now
from cases.states import Part
from people.models import User
from plans.calendars import today_of
from plans.states import PlanStatus

from .acts.ending import CLOSE_CASE
from .acts.following import FOLLOWED
from .acts.sustaining import ANSWER_CHECK_IN
from .models import CheckIn, FollowOn, Sustain


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


@errand
def sustain_periods_to_end(user: User) -> Waiting:
    """HR closes the case once the sustain period is over, also where a check-in was never recorded."""
    rows = Sustain.objects.filter(
        held_now("plan__case__parts__"),
        last_on__lte=timezone.localdate(),
        plan__status=PlanStatus.SUSTAIN,
        plan__case__parts__user=user,
        plan__case__parts__part=Part.HR_PARTNER,
    ).exclude(plan__case__expected=CLOSE_CASE.name)
    return Waiting(rows.select_related("plan__case__subject"), _to_close)


def _to_close(rows: Iterable[Sustain]) -> Iterable[Errand]:
    for row in rows:
        case = row.plan.case
        if today_of(case) > row.last_on:
            yield Errand(case, CLOSE_CASE.label, reverse("reviews:close_case", args=[case.reference]), row.last_on)
