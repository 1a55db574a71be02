"""Acts from the final review to the end of the case."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, HR_SIDE, declare
from cases.states import Part
from plans.amending import against_two
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from reviews.appealing import against_closing
from reviews.states import CheckpointStatus


def _nothing_measured(plan: Plan) -> Iterator[str]:
    if not plan.checkpoints.filter(status=CheckpointStatus.HELD).exists():
        yield _("Hold at least one checkpoint first: an outcome rests on what was measured.")
    yield from against_two(plan)


def _outcome_signed(plan: Plan) -> Iterator[str]:
    if SignOff.objects.filter(plan=plan, step=Step.OUTCOME).exists():
        yield _("You have signed this already.")


PROPOSE_OUTCOME = declare(
    "reviews.propose_outcome",
    gettext_lazy("Propose the outcome"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.ACTIVE},
    then=PlanStatus.FINAL_REVIEW,
    blocks=_nothing_measured,
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
    mail=(Part.SUBJECT, Part.MANAGER),
)

SIGN_OUTCOME = declare(
    "reviews.sign_outcome",
    gettext_lazy("Sign receipt of the outcome"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when={PlanStatus.DECIDED, PlanStatus.CLOSED},
    blocks=_outcome_signed,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"comment": EVERYONE},
)

CLOSE_CASE = declare(
    "reviews.close_case",
    gettext_lazy("Close the case"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.DECIDED},
    then=PlanStatus.CLOSED,
    blocks=against_closing,
    mail=(Part.SUBJECT, Part.MANAGER),
)
