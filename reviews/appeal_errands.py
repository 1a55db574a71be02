"""What somebody is asked for in an appeal against an outcome, beside the main line."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.errands import Errand, Waiting, errand
from cases.models.casefile import held_now
from cases.states import Part
from people.models import User
from plans.states import PlanStatus

from .acts.appeal import ADD_HEARING_STATEMENT
from .appeal_steps import next_step, page_of_step
from .models import Appeal, Hearing
from .states import WITH_HEARER, AppealStatus


@errand
def appeals_to_hear(user: User) -> Waiting:
    """Whoever hears an appeal arranges, records and decides; the case is in no list of theirs but this one."""
    rows = Appeal.objects.filter(hearer=user, status__in=WITH_HEARER)
    return Waiting(rows.select_related("plan__case__subject"), lambda found: map(_of_appeal, found))


@errand
def appeals_after_closing(user: User) -> Waiting:
    """In a case that is closed nobody has a turn: the HR partner is asked here to name who hears an appeal."""
    rows = Appeal.objects.filter(
        held_now("plan__case__parts__"),
        status=AppealStatus.FILED,
        plan__status=PlanStatus.CLOSED,
        plan__case__parts__user=user,
        plan__case__parts__part=Part.HR_PARTNER,
    )
    return Waiting(rows.select_related("plan__case__subject"), lambda found: map(_of_appeal, found))


def _of_appeal(row: Appeal) -> Errand:
    step, due_on = next_step(row)
    return Errand(row.plan.case, step.label, page_of_step(row, step), due_on)


@errand
def statements_to_add(user: User) -> Waiting:
    """The employee may put their own words beside the record of the hearing until the appeal is decided."""
    later = Hearing.objects.filter(appeal=OuterRef("appeal"), number__gt=OuterRef("number"))
    rows = Hearing.objects.filter(
        ~Exists(later), appeal__status=AppealStatus.HEARD, appeal__plan__employee=user, statement=None
    )
    return Waiting(rows.select_related("appeal__plan__case__subject"), lambda found: map(_to_state, found))


def _to_state(row: Hearing) -> Errand:
    case = row.appeal.plan.case
    page = reverse("reviews:add_hearing_statement", args=[case.reference])
    return Errand(case, ADD_HEARING_STATEMENT.label, page)
