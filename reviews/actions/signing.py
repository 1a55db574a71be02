"""The employee signs receipt, of the plan and of the outcome."""

from datetime import date

from cases.acting import acting
from cases.actor import Actor
from cases.signing import Proof, check_shown
from plans.actions import sign
from plans.models import Plan, PlanVersion, SignOff
from plans.states import Step
from reviews.acts import SIGN_OUTCOME, SIGN_RECEIPT
from reviews.models import Checkpoint
from reviews.snapshot import digest_of


def sign_receipt(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str, proof: Proof) -> SignOff:
    """The employee signs that they received the version with this digest, and the plan runs.

    Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(SIGN_RECEIPT, plan, by=by) as step:
        version = plan.versions.get(number=plan.issued)
        check_shown(digest, version.content_digest())
        sign_off = sign(step, Step.RECEIPT, version, digest=digest, proof=proof, answer=answer, comment=comment)
        _schedule_checkpoints(plan, version)
    return sign_off


def sign_outcome(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str, proof: Proof) -> SignOff:
    """The employee signs that they received the outcome with this digest. Raises `NotWhatWasShown`, `NotProven`."""
    with acting(SIGN_OUTCOME, plan, by=by) as step:
        check_shown(digest, digest_of(plan.outcomes.get(decided_at__isnull=False)))
        version = plan.versions.get(number=plan.issued)
        return sign(step, Step.OUTCOME, version, digest=digest, proof=proof, answer=answer, comment=comment)


def _schedule_checkpoints(plan: Plan, version: PlanVersion) -> None:
    """The dates of the version that was signed become checkpoints."""
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, number=row["number"], due_on=date.fromisoformat(row["due_on"]))
        for row in version.data["calendar"]["checkpoints"]
    )
