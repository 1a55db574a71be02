"""The employee signs receipt, of the plan and of the outcome."""

import hashlib
from datetime import date

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from plans.actions import check_shown
from plans.models import Plan, PlanVersion
from reviews import wording
from reviews.acts import SIGN_OUTCOME, SIGN_RECEIPT
from reviews.models import Checkpoint, SignOff
from reviews.snapshot import digest_of
from reviews.states import Step


def sign_receipt(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str) -> SignOff:
    """The employee signs that they received the version with this digest, and the plan runs.

    The caller has asked for the password again just before (R17). Raises `NotWhatWasShown`.
    """
    with acting(SIGN_RECEIPT, plan, by=by, facts={"answer": answer}, texts={"comment": comment}) as step:
        version = plan.versions.get(number=plan.issued)
        check_shown(digest, version.content_digest())
        sign_off = _sign(plan, step, Step.RECEIPT, answer=answer, comment=comment, digest=digest)
        _schedule_checkpoints(plan, version)
    return sign_off


def sign_outcome(plan: Plan, *, by: Actor, answer: str, comment: str, digest: str) -> SignOff:
    """The employee signs that they received the outcome with this digest. Raises `NotWhatWasShown`."""
    with acting(SIGN_OUTCOME, plan, by=by, facts={"answer": answer}, texts={"comment": comment}) as step:
        check_shown(digest, digest_of(plan.outcomes.get(decided_at__isnull=False)))
        return _sign(plan, step, Step.OUTCOME, answer=answer, comment=comment, digest=digest)


def _sign(plan: Plan, step: ActStep, what: Step, *, answer: str, comment: str, digest: str) -> SignOff:
    version = plan.versions.get(number=plan.issued)
    sign_off = SignOff(
        plan=plan,
        version=version,
        step=what,
        part=step.part,
        user=step.by.user,
        answer=answer,
        comment=comment,
        digest=digest,
        wording=wording.wording(what),
        wording_version=wording.VERSION,
        at=step.at,
        time_zone=step.by.user.time_zone,
        address=step.by.address,
        user_agent=step.by.user_agent,
        session=step.by.session,
    )
    sign_off.full_clean()
    sign_off.save()
    step.facts.update(version=version.number, digest=digest, wording=wording.VERSION, sign_off=sign_off.pk)
    step.facts["wording_digest"] = hashlib.sha256(sign_off.wording.encode()).hexdigest()
    step.facts["time_zone"] = sign_off.time_zone
    return sign_off


def _schedule_checkpoints(plan: Plan, version: PlanVersion) -> None:
    """The dates of the version that was signed become checkpoints."""
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, number=row["number"], due_on=date.fromisoformat(row["due_on"]))
        for row in version.data["calendar"]["checkpoints"]
    )
