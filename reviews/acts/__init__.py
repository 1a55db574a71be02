"""Acts on a plan that was issued, and on its checkpoints."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.models import Plan
from plans.states import PlanStatus
from reviews.meetings import (
    against_opening,
    against_preparing,
    against_refusing_minutes,
    against_signing_minutes,
    not_running,
)
from reviews.models import Checkpoint
from reviews.receipts import against_lapsing, against_refusing, against_signing, newest_receipt
from reviews.states import AttestationStatus, CheckpointStatus

from . import (  # noqa: F401 - they declare their acts
    appeal,
    coaching,
    delivery,
    ending,
    evidence,
    following,
    linking,
    moving,
    sustaining,
)

ISSUED = frozenset(
    {
        PlanStatus.ISSUED, PlanStatus.ACTIVE, PlanStatus.PAUSED, PlanStatus.FINAL_REVIEW, PlanStatus.DECIDED,
        PlanStatus.SUSTAIN, PlanStatus.CLOSED,
    }
)  # fmt: skip
ASKED_FOR_RECEIPT = frozenset({PlanStatus.ISSUED, PlanStatus.ACTIVE})
RUNS = {PlanStatus.ISSUED: PlanStatus.ACTIVE}  # where it waited for the receipt; else it stays where it is
UNDECIDED = frozenset({PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW})


def _noted_already(checkpoint: Checkpoint) -> Iterator[str]:
    if checkpoint.employee_noted_at:
        yield _("Your note on this checkpoint is there already. You can add a comment.")


def _signed(plan: Plan) -> Iterator[str]:
    return against_signing(newest_receipt(plan))


def _signed_or_refused(plan: Plan) -> Iterator[str]:
    return against_refusing(newest_receipt(plan))


def _not_silent(plan: Plan) -> Iterator[str]:
    return against_lapsing(newest_receipt(plan))


SIGN_RECEIPT = declare(
    "reviews.sign_receipt",
    gettext_lazy("Sign the receipt"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=ISSUED,
    then=RUNS,
    blocks=_signed,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"comment": EVERYONE},
)

REFUSE_RECEIPT = declare(
    "reviews.refuse_receipt",
    gettext_lazy("Say that you do not sign"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=ASKED_FOR_RECEIPT,
    then=RUNS,
    blocks=_signed_or_refused,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

RECORD_REFUSAL = declare(
    "reviews.record_refusal",
    gettext_lazy("Record a refusal to sign"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=ASKED_FOR_RECEIPT,
    then=RUNS,
    blocks=_signed_or_refused,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE, "place": EVERYONE},
)

ATTEST_REFUSAL = declare(
    "reviews.attest_refusal",
    gettext_lazy("Say what you saw"),
    on="reviews.Attestation",
    who={Part.MANAGER, Part.SECOND_LINE, Part.HR_PARTNER, Part.WITNESS},
    when={AttestationStatus.ASKED},
    then=AttestationStatus.GIVEN,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

LAPSE_RECEIPT = declare(
    "reviews.lapse_receipt",
    gettext_lazy("Note that there was no response"),
    on="plans.Plan",
    who={Part.CLOCK},
    when=ASKED_FOR_RECEIPT,
    blocks=_not_silent,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
)

LOG_SERVICE = declare(
    "reviews.log_service",
    gettext_lazy("Log a service of the plan"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=ISSUED,
    then=RUNS,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"handed_over": EVERYONE, "postal_number": EVERYONE, "sent_to": EVERYONE, "note": EVERYONE},
)

ADD_SERVICE_PROOF = declare(
    "reviews.add_service_proof",
    gettext_lazy("Add what came back"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=ISSUED,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"note": EVERYONE},
)

HOLD_CHECKPOINT = declare(
    "reviews.hold_checkpoint",
    gettext_lazy("Record the checkpoint"),
    on="reviews.Checkpoint",
    who={Part.MANAGER},
    when={CheckpointStatus.PLANNED},
    then=CheckpointStatus.HELD,
    blocks=not_running,
    mail=(Part.SUBJECT,),
    texts={
        "encouragement": EVERYONE, "note": EVERYONE, "next_steps": EVERYONE, "attendees": EVERYONE,
        "companion": EVERYONE, "preparation": EVERYONE,
    },
)  # fmt: skip

PREPARE_CHECKPOINT = declare(
    "reviews.prepare_checkpoint",
    gettext_lazy("Prepare for the checkpoint"),
    on="reviews.Checkpoint",
    who={Part.SUBJECT},
    when={CheckpointStatus.PLANNED},
    blocks=against_preparing,
    recorded=False,
)

OPEN_PREPARATION = declare(
    "reviews.open_preparation",
    gettext_lazy("Read what the employee has prepared"),
    on="reviews.Checkpoint",
    who={Part.MANAGER},
    when={CheckpointStatus.PLANNED},
    blocks=against_opening,
)

SIGN_MINUTES = declare(
    "reviews.sign_minutes",
    gettext_lazy("Sign the minutes"),
    on="reviews.Checkpoint",
    who={Part.MANAGER, Part.SUBJECT},
    when={CheckpointStatus.HELD},
    blocks=against_signing_minutes,
    mail=(Part.MANAGER, Part.SUBJECT),
    texts={"comment": EVERYONE},
)

REFUSE_MINUTES = declare(
    "reviews.refuse_minutes",
    gettext_lazy("Say that you do not sign the minutes"),
    on="reviews.Checkpoint",
    who={Part.SUBJECT},
    when={CheckpointStatus.HELD},
    blocks=against_refusing_minutes,
    mail=(Part.MANAGER,),
    texts={"words": EVERYONE},
)

ADD_EMPLOYEE_NOTE = declare(
    "reviews.add_employee_note",
    gettext_lazy("Add your note"),
    on="reviews.Checkpoint",
    who={Part.SUBJECT},
    when={CheckpointStatus.HELD},
    blocks=_noted_already,
    mail=(Part.MANAGER,),
    texts={"note": EVERYONE},
)

ADD_ADDENDUM = declare(
    "reviews.add_addendum",
    gettext_lazy("Correct a mistake"),
    on="reviews.Checkpoint",
    who={Part.MANAGER, Part.SUBJECT},
    when={CheckpointStatus.HELD},
    mail=(Part.MANAGER, Part.SUBJECT, Part.HR_PARTNER),
    texts={"wrong": EVERYONE, "right": EVERYONE},
)

TICK_LEARNING = declare(
    "reviews.tick_learning",
    gettext_lazy("Mark as done"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=UNDECIDED,
    mail=(Part.MANAGER,),
    texts={"words": EVERYONE},
)

CONFIRM_LEARNING = declare(
    "reviews.confirm_learning",
    gettext_lazy("Confirm what was learned"),
    on="plans.Plan",
    who={Part.MANAGER},
    when=UNDECIDED,
    mail=(Part.SUBJECT,),
    texts={"words": EVERYONE},
)
