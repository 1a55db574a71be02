"""Signing inside an act: the token is used up, and the sign-off is written under the act's lock (R12, R16, R17)."""

import hashlib

from cases.acting import Step as ActStep
from cases.signing import Proof, Purpose, consume
from plans import wording
from plans.models import PlanVersion, SignOff
from plans.states import Answer, Step


def sign(
    step: ActStep, what: Step, version: PlanVersion, *, digest: str, proof: Proof, answer: str = Answer.SIGNED,
    comment: str = "", number: int | None = None,
) -> SignOff:  # fmt: skip
    """Sign this version, or what rests on it (`number` names one of several), in the part of the act being done.
    `digest` is that of what was shown, which the caller has compared with what stands. Raises `NotProven`.
    """
    purpose = Purpose(case=step.case, step=what, digest=digest)
    sign_off = SignOff(
        plan=version.plan,
        version=version,
        step=what,
        number=number,
        part=step.part,
        user=step.by.user,
        deputy_for=step.principal,
        answer=answer,
        comment=comment,
        digest=digest,
        wording=wording.wording(what, step.part, wording.change_in(version)),
        wording_version=wording.VERSION,
        at=step.at,
        time_zone=step.by.user.time_zone,
        **_from_where(step),
        factor=consume(proof.secret, purpose, by=step.by, at=step.at),
        key=proof.key,
    )
    sign_off.full_clean()
    sign_off.save()
    step.texts["comment"] = comment
    step.facts.update(_facts_of(sign_off))
    return sign_off


def _from_where(step: ActStep) -> dict[str, str]:
    return {"address": step.by.address, "user_agent": step.by.user_agent, "session": step.by.session}


def _facts_of(sign_off: SignOff) -> dict[str, object]:
    number = {} if sign_off.number is None else {"number": sign_off.number}
    return {
        **number,
        "sign_off": sign_off.pk,
        "plan": sign_off.plan_id,
        "step": sign_off.step,
        "version": sign_off.version.number,
        "digest": sign_off.digest,
        "answer": sign_off.answer,
        "wording": sign_off.wording_version,
        "wording_digest": hashlib.sha256(sign_off.wording.encode()).hexdigest(),
        "time_zone": sign_off.time_zone,
        "factor": sign_off.factor,
        "key": sign_off.key,
    }
