"""Both sides answer the minutes: they sign them, or the employee says that they do not."""

from cases.acting import acting
from cases.actor import Actor
from cases.refusals import WrongMoment
from cases.signing import Proof, check_shown
from plans.actions import sign
from plans.calendars import today_of
from plans.models import SignOff
from plans.states import Answer, Step
from reviews.acts import REFUSE_MINUTES, SIGN_MINUTES
from reviews.minutes import digests_of, sides_of
from reviews.models import Checkpoint, Minutes, MinutesRefusal


def sign_minutes(
    checkpoint: Checkpoint, *, by: Actor, digest: str, proof: Proof, answer: str = Answer.SIGNED, comment: str = ""
) -> SignOff:
    """Sign the minutes that have this digest: the manager that they say what was said, the employee that they received
    them, in one of three answers. Each once; the employee also after a refusal, or after the window.

    Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(SIGN_MINUTES, checkpoint, by=by) as step:
        minutes, plan = checkpoint.minutes, checkpoint.plan
        sides = sides_of(minutes, plan.sign_offs.all(), plan.pauses.all(), today=today_of(step.case))
        if reason := next(side.against_signing for side in sides if side.part == step.part):
            raise WrongMoment(reason)
        _check_shown(minutes, digest)
        said = {"answer": answer, "comment": comment}
        return sign(step, Step.MINUTES, minutes.version, digest=digest, proof=proof, number=checkpoint.number, **said)


def refuse_minutes(checkpoint: Checkpoint, *, by: Actor, digest: str, words: str = "") -> MinutesRefusal:
    """The employee says, from their own account, that they do not sign the minutes with this digest. Nothing waits for
    it, and they may still sign. Raises `NotWhatWasShown`.
    """
    with acting(REFUSE_MINUTES, checkpoint, by=by, texts={"words": words}) as step:
        minutes = checkpoint.minutes
        _check_shown(minutes, digest)
        refusal = MinutesRefusal(minutes=minutes, by=by.user, at=step.at, words=words)
        refusal.full_clean()
        refusal.save()
        step.facts.update(number=checkpoint.number, refusal=refusal.pk, digest=digest)
    return refusal


def _check_shown(minutes: Minutes, digest: str) -> None:
    """Against what the rows say now, not against what was stored as their digest."""
    number = minutes.checkpoint.number
    check_shown(digest, digests_of(minutes.checkpoint.plan.checkpoints.filter(number=number))[number])
