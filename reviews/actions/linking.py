"""It goes on in a new case of the same people, which says which one it follows."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actions import open_case
from cases.actor import Actor
from cases.models import CaseFile
from cases.states import Because, Part
from people.models import User
from plans.actions import start_plan
from plans.models import Plan
from reviews.acts.linking import OPEN_FOLLOWING_CASE, RECORD_RELAPSE


@transaction.atomic
def record_relapse(plan: Plan, *, by: Actor, words: str, hr_partner: User | None = None) -> CaseFile:
    """What was reached slips again, and why. This case is closed, and a new one follows it, with a plan to write.

    The people, the language and the rules stay; `hr_partner` is somebody else of HR where that is wanted. Raises
    `NotYourPart` for a deputy, `ValidationError` without words, or for an HR partner who cannot be it.
    """
    with acting(RECORD_RELAPSE, plan, by=by, texts={"words": words}) as step:
        if not words.strip():
            raise ValidationError({"words": _("Say what slipped, and what you know of the reasons.")})
        opened = _open_next(step, hr_partner, Because.RELAPSE)
    start_plan(opened, by=by, ruleset=plan.ruleset)  # not before this plan is closed (R7)
    return opened


@transaction.atomic
def open_following_case(plan: Plan, *, by: Actor, hr_partner: User | None = None) -> CaseFile:
    """More time was agreed on after this case fell short: a new one follows it, with a plan to write.

    `hr_partner` and refusals are those of a relapse.
    """
    with acting(OPEN_FOLLOWING_CASE, plan, by=by) as step:
        opened = _open_next(step, hr_partner, Because.MORE_TIME)
    start_plan(opened, by=by, ruleset=plan.ruleset)
    return opened


def _open_next(step: Step, hr_partner: User | None, because: Because) -> CaseFile:
    """Both cases' events tell of each other. Of the two only the earlier one is locked: nobody knows the other yet."""
    case = step.case
    partner = hr_partner or case.parts.get(part=Part.HR_PARTNER, until=None, deputy_for=None).user
    opened = open_case(
        case.subject, hr_partner=partner, by=step.by, language=case.language, time_zone=case.time_zone,
        follows=case, because=because,
    )  # fmt: skip
    step.facts["opened"] = opened.pk
    return opened
