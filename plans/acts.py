"""Acts on a plan up to its issue, and its cancellation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import HR_SIDE, declare
from cases.models import CaseFile
from cases.states import Part, Stage

from .models import Plan
from .readiness import missing
from .states import EDITABLE, LIVE, SHOWN_TO_SUBJECT, PlanStatus


def _live_plan(case: CaseFile) -> Iterator[str]:
    if Plan.objects.filter(employee=case.subject_id, status__in=LIVE).exists():
        yield _("There is a plan going on for this person already.")


START_PLAN = declare(
    "plans.start_plan",
    gettext_lazy("Start the plan"),
    on="cases.CaseFile",
    who={Part.MANAGER},
    when={Stage.DRAFTING},
    blocks=_live_plan,
)

EDIT_PLAN = declare(
    "plans.edit_plan",
    gettext_lazy("Write the plan"),
    on="plans.Plan",
    who={Part.MANAGER},
    when=EDITABLE,
    recorded=False,
)

SUBMIT_PLAN = declare(
    "plans.submit_plan",
    gettext_lazy("Submit to HR"),
    on="plans.Plan",
    who={Part.MANAGER},
    when=EDITABLE,
    then=PlanStatus.HR_REVIEW,
    blocks=missing,
    mail=(Part.HR_PARTNER,),
)

RETURN_PLAN = declare(
    "plans.return_plan",
    gettext_lazy("Return with comments"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.HR_REVIEW},
    then=PlanStatus.RETURNED,
    mail=(Part.MANAGER,),
    texts={"comment": HR_SIDE},
)

APPROVE_PLAN = declare(
    "plans.approve_plan",
    gettext_lazy("Review the plan"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.HR_REVIEW},
    then=PlanStatus.APPROVED,
    mail=(Part.MANAGER,),
)

ISSUE_PLAN = declare(
    "plans.issue_plan",
    gettext_lazy("Issue the plan"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.APPROVED},
    then=PlanStatus.ISSUED,
    mail=(Part.SUBJECT, Part.HR_PARTNER),
)

VIEW_VERSION = declare(
    "plans.view_version",
    gettext_lazy("Read the plan"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=SHOWN_TO_SUBJECT,
)

CANCEL_PLAN = declare(
    "plans.cancel_plan",
    gettext_lazy("Cancel the plan"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when=set(LIVE) - {PlanStatus.DECIDED},
    then=PlanStatus.CANCELLED,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts={"reason": frozenset(Part)},
)
