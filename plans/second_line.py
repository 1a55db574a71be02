"""The second-line manager: who it is, and why nobody can be asked where nobody can.

It is the manager of the case's line manager at the moment HR passes the plan on; never the drafter, the employee or
anybody else who has a part in the case (R5).
"""

from collections.abc import Iterator

from django.db.models import F, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.eligible import objects_to
from cases.models import CaseFile, CasePart
from cases.states import Part
from people.models import User

from . import rulesets
from .models import Plan, PlanVersion
from .states import ChangeKind


class Hindrance(TextChoices):
    """Why there is no second-line manager to ask."""

    NOBODY = "nobody", gettext_lazy("The line manager has no manager in pipcases.")
    LEFT = "left", gettext_lazy("The line manager's manager is no longer here.")
    PARTY = "party", gettext_lazy("The line manager's manager has another part in this case already.")


def second_line_of(case: CaseFile) -> User | Hindrance:
    """Whom HR can ask to approve as well, or why nobody."""
    parties = list(CasePart.objects.not_over().filter(case=case).select_related("user__manager"))
    managers = (row.user for row in parties if row.part == Part.MANAGER and row.deputy_for_id is None)
    above = next((user.manager for user in managers), None)
    if above is None:
        return Hindrance.NOBODY
    if not above.is_active:
        return Hindrance.LEFT
    taken = {case.subject_id, *(row.user_id for row in parties if row.part != Part.SECOND_LINE), *drafters_of(case)}
    return Hindrance.PARTY if above.pk in taken else above


def drafters_of(case: CaseFile) -> set[int]:
    """Everybody who ever showed a version of the plan, or could write at it as line manager or their deputy: whoever
    wrote it does not approve it, whatever they are now (R5). A save of a draft is no event, so the part counts. HR
    writes nothing where it lets a plan go on after a pause.
    """
    frozen = PlanVersion.objects.filter(plan__case=case).exclude(amendment__kind=ChangeKind.PAUSE)
    showed = set(frozen.values_list("frozen_by", flat=True))
    now = timezone.now()
    wrote = CasePart.objects.filter(case=case, part=Part.MANAGER, since__lte=now).exclude(until=F("since"))
    return showed | set(wrote.values_list("user_id", flat=True))


@objects_to(Part.HR_PARTNER)
def against_a_drafter(case: CaseFile, user: User) -> Iterator[str]:
    """HR's approval is somebody else's than the drafter's (R5)."""
    if user.pk in drafters_of(case):
        yield _("This person has written at this case's plan, so they cannot look after its fairness.")


def is_wanted(plan: Plan) -> bool:
    """Whether the rules of the case want the second-line manager to approve as well."""
    return rulesets.get(plan.ruleset).review.second_line


def against_approving_alone(plan: Plan) -> Iterator[str]:
    """HR approves alone where the rules do not want a second line, or nobody can be asked."""
    if is_wanted(plan) and isinstance(second_line_of(plan.case), User):
        yield _("The rules of this case want the second-line manager to approve as well. Pass the plan on to them.")


def against_passing_on(plan: Plan) -> Iterator[str]:
    found = second_line_of(plan.case)
    if isinstance(found, Hindrance):
        yield _("%(why)s The plan cannot be passed on; you decide alone, and the history says why.") % {
            "why": found.label
        }
