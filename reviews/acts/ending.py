"""Acts from the final review to the end of the case."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, HR_SIDE, declare
from cases.states import Part
from plans.amending import against_more_extensions
from plans.models import Plan
from plans.states import PlanStatus
from reviews.answers import against_refusing_outcome, against_signing_outcome
from reviews.appealing import against_closing
from reviews.final_review import against_drafting, against_opening_review, against_proposing, against_summarising
from reviews.states import Result, SoftBlock
from reviews.sustaining import against_ending

REASONS = {block.value: EVERYONE for block in SoftBlock}
RECEIVED = frozenset({PlanStatus.DECIDED, PlanStatus.SUSTAIN, PlanStatus.CLOSED})


def _extends(plan: Plan) -> bool:
    return plan.outcomes.filter(decided_at=None).order_by("number").values_list("result", flat=True).last() == (
        Result.EXTENDED
    )


def _is_an_extension(plan: Plan) -> Iterator[str]:
    if _extends(plan):
        yield _("The proposal is to extend the plan: decide that.")


def _is_no_extension(plan: Plan) -> Iterator[str]:
    if not _extends(plan):
        yield _("The proposal is not to extend the plan.")
    yield from against_more_extensions(plan)


OPEN_FINAL_REVIEW = declare(
    "reviews.open_final_review",
    gettext_lazy("Open the final review"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.ACTIVE},
    blocks=against_opening_review,
    mail=(Part.SUBJECT, Part.HR_PARTNER),
)

SUMMARISE_PLAN = declare(
    "reviews.summarise_plan",
    gettext_lazy("Sum up in your own words"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when={PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW},
    blocks=against_summarising,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

SAVE_ASSESSMENT = declare(
    "reviews.save_assessment",
    gettext_lazy("Write the assessment"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.ACTIVE},
    blocks=against_drafting,
    recorded=False,
)


def _still_open(plan: Plan) -> Iterator[str]:
    yield from against_closing(plan)
    yield from against_ending(plan)


PROPOSE_OUTCOME = declare(
    "reviews.propose_outcome",
    gettext_lazy("Propose the outcome"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.ACTIVE},
    then=PlanStatus.FINAL_REVIEW,
    blocks=against_proposing,
    mail=(Part.HR_PARTNER,),
    texts={"early_reason": EVERYONE},
)

RETURN_OUTCOME = declare(
    "reviews.return_outcome",
    gettext_lazy("Return with comments"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.FINAL_REVIEW},
    then=PlanStatus.ACTIVE,
    mail=(Part.MANAGER,),
    texts={"comment": HR_SIDE},
)

DECIDE_OUTCOME = declare(
    "reviews.decide_outcome",
    gettext_lazy("Decide the outcome"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.FINAL_REVIEW},
    then=PlanStatus.DECIDED,
    blocks=_is_an_extension,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts=REASONS,
)

DECIDE_EXTENSION = declare(
    "reviews.decide_extension",
    gettext_lazy("Decide to extend the plan"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.FINAL_REVIEW},
    then=PlanStatus.ACTIVE,
    blocks=_is_no_extension,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts=REASONS,
)

SIGN_OUTCOME = declare(
    "reviews.sign_outcome",
    gettext_lazy("Sign receipt of the outcome"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=RECEIVED,
    blocks=against_signing_outcome,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"comment": EVERYONE},
)

REFUSE_OUTCOME = declare(
    "reviews.refuse_outcome",
    gettext_lazy("Say that you do not sign the outcome"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=RECEIVED,
    blocks=against_refusing_outcome,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

CLOSE_CASE = declare(
    "reviews.close_case",
    gettext_lazy("Close the case"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.DECIDED, PlanStatus.SUSTAIN},
    then=PlanStatus.CLOSED,
    blocks=_still_open,
    mail=(Part.SUBJECT, Part.MANAGER),
)
