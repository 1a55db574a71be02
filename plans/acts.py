"""Acts on a plan up to its issue, and its cancellation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, HR_SIDE, OF_HR, declare
from cases.models import CaseFile
from cases.states import Part, Stage

from .models import Plan
from .readiness import missing
from .rounds import against_answering, against_opening, against_replying, unheard
from .second_line import against_approving_alone, against_passing_on
from .states import EDITABLE, LIVE, SHOWN_TO_SUBJECT, PlanStatus

BY_TURNS = {
    Part.HR_PARTNER: frozenset({PlanStatus.HR_REVIEW}),
    Part.SECOND_LINE: frozenset({PlanStatus.SECOND_LINE}),
}


def _live_plan(case: CaseFile) -> Iterator[str]:
    """The same words to everybody: whoever may see the other case is led to it by the page (R7)."""
    if Plan.objects.filter(employee=case.subject_id, status__in=LIVE).exists():
        yield _("A plan cannot be begun for this person now. HR can tell you more.")


def _not_ready(plan: Plan) -> Iterator[str]:
    yield from missing(plan)
    yield from unheard(plan)


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

OPEN_CONSULTATION = declare(
    "plans.open_consultation",
    gettext_lazy("Ask for the employee's view"),
    on="plans.Plan",
    who={Part.MANAGER},
    when=EDITABLE,
    then=PlanStatus.CONSULTATION,
    blocks=against_opening,
    mail=(Part.SUBJECT,),
)

ANSWER_CONSULTATION = declare(
    "plans.answer_consultation",
    gettext_lazy("Give your view on the draft"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when={PlanStatus.CONSULTATION},
    blocks=against_answering,
    mail=(Part.MANAGER,),
)

REPLY_TO_CONSULTATION = declare(
    "plans.reply_to_consultation",
    gettext_lazy("Answer the employee's view"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.CONSULTATION},
    blocks=against_replying,
    mail=(Part.SUBJECT,),
)

SUBMIT_PLAN = declare(
    "plans.submit_plan",
    gettext_lazy("Submit to HR"),
    on="plans.Plan",
    who={Part.MANAGER},
    when=EDITABLE,
    then=PlanStatus.HR_REVIEW,
    blocks=_not_ready,
    mail=(Part.HR_PARTNER,),
)

RETURN_PLAN = declare(
    "plans.return_plan",
    gettext_lazy("Return with comments"),
    on="plans.Plan",
    who={Part.HR_PARTNER, Part.SECOND_LINE},
    when={PlanStatus.HR_REVIEW, PlanStatus.SECOND_LINE},
    only=BY_TURNS,
    then=PlanStatus.RETURNED,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"comment": HR_SIDE},
)

APPROVE_PLAN = declare(
    "plans.approve_plan",
    gettext_lazy("Review the plan"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.HR_REVIEW},
    then=PlanStatus.APPROVED,
    blocks=against_approving_alone,
    mail=(Part.MANAGER,),
    texts={"fairness": OF_HR},
    coded=frozenset({"fairness"}),
)

PASS_TO_SECOND_LINE = declare(
    "plans.pass_to_second_line",
    gettext_lazy("Pass on to the second-line manager"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.HR_REVIEW},
    then=PlanStatus.SECOND_LINE,
    blocks=against_passing_on,
    mail=(Part.SECOND_LINE,),
    texts={"fairness": OF_HR},
    coded=frozenset({"fairness"}),
)

APPROVE_SECOND_LINE = declare(
    "plans.approve_second_line",
    gettext_lazy("Approve as second-line manager"),
    on="plans.Plan",
    who={Part.SECOND_LINE},
    when={PlanStatus.SECOND_LINE},
    then=PlanStatus.APPROVED,
    mail=(Part.MANAGER, Part.HR_PARTNER),
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
    texts={"reason": EVERYONE},
)
