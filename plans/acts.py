"""Acts on a plan up to its issue, and its cancellation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, HR_SIDE, OF_HR, declare
from cases.models import CaseFile
from cases.states import Part, Stage

from .amending import against_editing, against_going_on, against_submitting, against_two
from .mentoring import against_ending
from .models import Plan
from .readiness import missing
from .rounds import against_answering, against_opening, against_replying, unheard
from .second_line import against_approving_alone, against_passing_on
from .states import EDITABLE, LIVE, SHOWN_TO_SUBJECT, AmendmentStatus, PlanStatus

BY_TURNS = {
    Part.HR_PARTNER: frozenset({PlanStatus.HR_REVIEW}),
    Part.SECOND_LINE: frozenset({PlanStatus.SECOND_LINE}),
}
MENTORED = frozenset({PlanStatus.APPROVED, PlanStatus.ISSUED, PlanStatus.ACTIVE, PlanStatus.PAUSED})
BEFORE_ISSUE = frozenset({AmendmentStatus.HR_REVIEW, AmendmentStatus.RETURNED, AmendmentStatus.APPROVED})


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
    when={*EDITABLE, PlanStatus.ACTIVE},
    blocks=against_editing,
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
    when=set(LIVE) - {PlanStatus.DECIDED, PlanStatus.SUSTAIN},
    then=PlanStatus.CANCELLED,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts={"reason": EVERYONE},
)

RECORD_LEAVING = declare(
    "plans.record_leaving",
    gettext_lazy("Record that the employee left"),
    on="plans.Plan",
    who={Part.HR_PARTNER, Part.HR},
    when=LIVE,
    then=PlanStatus.LEFT,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": HR_SIDE},
)

BEGIN_AMENDMENT = declare(
    "plans.begin_amendment",
    gettext_lazy("Change the plan"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.ACTIVE},
    blocks=against_two,
    texts={"reason": HR_SIDE},
)

SUBMIT_AMENDMENT = declare(
    "plans.submit_amendment",
    gettext_lazy("Submit the change to HR"),
    on="plans.Amendment",
    who={Part.MANAGER},
    when={AmendmentStatus.DRAFT, AmendmentStatus.RETURNED},
    then=AmendmentStatus.HR_REVIEW,
    blocks=against_submitting,
    mail=(Part.HR_PARTNER,),
)

RETURN_AMENDMENT = declare(
    "plans.return_amendment",
    gettext_lazy("Return the change with comments"),
    on="plans.Amendment",
    who={Part.HR_PARTNER},
    when={AmendmentStatus.HR_REVIEW},
    then=AmendmentStatus.RETURNED,
    blocks=against_going_on,
    mail=(Part.MANAGER,),
    texts={"comment": HR_SIDE},
)

APPROVE_AMENDMENT = declare(
    "plans.approve_amendment",
    gettext_lazy("Review the change"),
    on="plans.Amendment",
    who={Part.HR_PARTNER},
    when={AmendmentStatus.HR_REVIEW},
    then=AmendmentStatus.APPROVED,
    blocks=against_going_on,
    mail=(Part.MANAGER,),
)

ISSUE_AMENDMENT = declare(
    "plans.issue_amendment",
    gettext_lazy("Issue the change"),
    on="plans.Amendment",
    who={Part.MANAGER},
    when={AmendmentStatus.APPROVED},
    then=AmendmentStatus.ISSUED,
    blocks=against_going_on,
    mail=(Part.SUBJECT, Part.HR_PARTNER),
)

WITHDRAW_AMENDMENT = declare(
    "plans.withdraw_amendment",
    gettext_lazy("Withdraw the change"),
    on="plans.Amendment",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=BEFORE_ISSUE | {AmendmentStatus.DRAFT},
    only={Part.HR_PARTNER: BEFORE_ISSUE},
    then=AmendmentStatus.WITHDRAWN,
    blocks=against_going_on,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"reason": HR_SIDE},
)

PAUSE_PLAN = declare(
    "plans.pause_plan",
    gettext_lazy("Pause the plan"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.ACTIVE},
    then=PlanStatus.PAUSED,
    blocks=against_two,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts={"reason": EVERYONE},
)

RESUME_PLAN = declare(
    "plans.resume_plan",
    gettext_lazy("Let the plan go on"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.PAUSED},
    then=PlanStatus.ACTIVE,
    mail=(Part.SUBJECT, Part.MANAGER),
)

NAME_MENTOR = declare(
    "plans.name_mentor",
    gettext_lazy("Name a mentor"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=MENTORED,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
)

END_MENTORING = declare(
    "plans.end_mentoring",
    gettext_lazy("End a mentoring"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=MENTORED | {PlanStatus.FINAL_REVIEW, PlanStatus.DECIDED},
    blocks=against_ending,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"reason": EVERYONE},
)
