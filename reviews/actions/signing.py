"""The employee signs receipt, of the plan and of the outcome."""

from cases.acting import acting
from cases.actor import Actor
from cases.signing import Proof, check_shown
from plans.actions import sign
from plans.models import Plan, SignOff
from plans.states import Step
from reviews.acts import SIGN_RECEIPT
from reviews.acts.ending import SIGN_OUTCOME
from reviews.snapshot import digest_of

from .receipt import proceed, shown_version


def sign_receipt(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str, proof: Proof) -> SignOff:
    """The employee signs that they received the version issued last, which has this digest, and the plan runs. Also
    later, after a refusal or after silence, which both stay on record.

    Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(SIGN_RECEIPT, plan, by=by) as step:
        version = shown_version(plan, digest)
        sign_off = sign(step, Step.RECEIPT, version, digest=digest, proof=proof, answer=answer, comment=comment)
        proceed(step, plan, version)
    return sign_off


def sign_outcome(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str, proof: Proof) -> SignOff:
    """The employee signs that they received the outcome with this digest. Raises `NotWhatWasShown`, `NotProven`."""
    with acting(SIGN_OUTCOME, plan, by=by) as step:
        check_shown(digest, digest_of(plan.outcomes.get(decided_at__isnull=False)))
        version = plan.versions.get(number=plan.issued)
        return sign(step, Step.OUTCOME, version, digest=digest, proof=proof, answer=answer, comment=comment)
