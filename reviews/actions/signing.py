"""The employee signs receipt, of the plan and of the outcome."""

from typing import Any

from cases.acting import acting
from cases.actor import Actor
from cases.signing import NotWhatWasShown, Proof, check_shown
from plans.actions import sign
from plans.amending import in_force
from plans.models import Plan, SignOff
from plans.states import Step
from reviews.acts import SIGN_RECEIPT
from reviews.acts.ending import REFUSE_OUTCOME, SIGN_OUTCOME
from reviews.ended import standing_outcome
from reviews.models import Outcome, OutcomeRefusal
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
    """The employee signs that they received the outcome that holds, which has this digest; also after a refusal, or
    after the window. Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(SIGN_OUTCOME, plan, by=by) as step:
        outcome = _shown_outcome(plan, digest)
        said: dict[str, Any] = {"answer": answer, "comment": comment, "number": outcome.number}
        return sign(step, Step.OUTCOME, outcome.version or in_force(plan), digest=digest, proof=proof, **said)


def refuse_outcome(plan: Plan, *, by: Actor, digest: str, words: str = "") -> OutcomeRefusal:
    """The employee says, from their own account, that they do not sign the outcome with this digest. Nothing waits for
    it, and they may still sign. Raises `NotWhatWasShown`.
    """
    with acting(REFUSE_OUTCOME, plan, by=by, texts={"words": words}) as step:
        outcome = _shown_outcome(plan, digest)
        refusal = OutcomeRefusal(outcome=outcome, by=by.user, at=step.at, words=words)
        refusal.full_clean()
        refusal.save()
        step.facts.update(number=outcome.number, refusal=refusal.pk, digest=digest)
    return refusal


def _shown_outcome(plan: Plan, digest: str) -> Outcome:
    """Compared with what the rows say now, not with what was stored as their digest."""
    outcome = standing_outcome(plan)
    if outcome is None:
        raise NotWhatWasShown
    check_shown(digest, digest_of(outcome))
    return outcome
