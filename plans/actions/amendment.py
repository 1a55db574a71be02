"""Amendments: a running plan changes by a new version, approved by HR and received anew; until then the old one holds
(R18, R19).
"""

from typing import Any

from django.core.exceptions import ValidationError

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from cases.refusals import NotYourPart
from cases.signing import Proof, check_shown
from plans.acts import (
    APPROVE_AMENDMENT,
    BEGIN_AMENDMENT,
    ISSUE_AMENDMENT,
    RETURN_AMENDMENT,
    SUBMIT_AMENDMENT,
    WITHDRAW_AMENDMENT,
)
from plans.amending import against_more_extensions, in_force
from plans.models import Amendment, Plan, PlanVersion
from plans.running import follow
from plans.second_line import drafters_of
from plans.snapshot import draft_of
from plans.states import AmendmentStatus, ChangeKind, Step

from .drafting import put
from .layout import lay_out
from .review import freeze, hand_over
from .signing import sign


def begin_amendment(plan: Plan, *, by: Actor, kind: str, asked_by: str, reason: str) -> Amendment:
    """Put the version in force into the draft, for its manager to change. Raises `ValidationError` for an extension
    that the rules do not allow any more.
    """
    with acting(BEGIN_AMENDMENT, plan, by=by, texts={"reason": reason}) as step:
        if kind == ChangeKind.EXTENSION and (reasons := list(against_more_extensions(plan))):
            raise ValidationError({"kind": reasons})
        put(plan, draft_of(in_force(plan)))
        return new_amendment(step, plan, kind=kind, asked_by=asked_by, reason=reason)


def new_amendment(step: ActStep, plan: Plan, **fields: Any) -> Amendment:
    """The next one of this plan, told in the event."""
    amendment = Amendment(
        plan=plan,
        number=plan.amendments.count() + 1,
        base=in_force(plan),
        begun_by=step.by.user,
        begun_at=step.at,
        **fields,
    )
    amendment.full_clean()
    amendment.save()
    step.texts["reason"] = amendment.reason
    step.facts.update(facts_of(amendment), base=amendment.base.number, asked_by=amendment.asked_by)
    return amendment


def submit_amendment(amendment: Amendment, *, by: Actor) -> PlanVersion:
    """Freeze what was drafted as the next numbered version, and show it to HR."""
    with acting(SUBMIT_AMENDMENT, amendment, by=by) as step:
        step.facts.update(facts_of(amendment))
        plan = amendment.plan
        amendment.version = freeze(plan, step)
        plan.save()
        return amendment.version


def return_amendment(amendment: Amendment, *, by: Actor, comment: str) -> None:
    """HR sends it back with comments, which are kept for ever and not shown to the employee."""
    with acting(RETURN_AMENDMENT, amendment, by=by, texts={"comment": comment}) as step:
        step.facts.update(facts_of(amendment), **_shown(amendment))


def approve_amendment(amendment: Amendment, *, by: Actor, digest: str, proof: Proof) -> None:
    """HR approves the version it read, which has this digest, and signs it. Who wrote any version of the plan, or is
    its subject, does not (R5). Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(APPROVE_AMENDMENT, amendment, by=by) as step:
        if by.user.pk in {step.case.subject_id, amendment.begun_by_id, *drafters_of(step.case)}:
            raise NotYourPart
        _sign(step, amendment, digest, proof)


def issue_amendment(amendment: Amendment, *, by: Actor, digest: str, proof: Proof) -> None:
    """Hand the approved version to the employee, who is asked to sign that they received it. The plan goes on as it is
    until that is settled. Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(ISSUE_AMENDMENT, amendment, by=by) as step:
        hand_over(_sign(step, amendment, digest, proof), step)


def withdraw_amendment(amendment: Amendment, *, by: Actor, reason: str) -> None:
    """End it before it was issued; the plan goes on as it is."""
    with acting(WITHDRAW_AMENDMENT, amendment, by=by, texts={"reason": reason}) as step:
        step.facts.update(facts_of(amendment))


def put_in_force(plan: Plan, version: PlanVersion, step: ActStep) -> None:
    """The plan runs on this version from now on. Called inside whatever settles the receipt of an issued version, and
    where a pause ends; what is in force already stays as it is.
    """
    amendment = Amendment.objects.filter(plan=plan, version=version).exclude(status=AmendmentStatus.IN_FORCE).first()
    if amendment is None:
        return
    amendment.status, amendment.in_force_at = AmendmentStatus.IN_FORCE, step.at
    amendment.full_clean()
    amendment.save()
    document = draft_of(version)
    plan.issued = version.number
    plan.starts_on, plan.ends_on = document.calendar.starts_on, document.calendar.ends_on
    plan.draft = document.to_json()
    lay_out(plan, version)
    followed = follow(plan, version)
    step.facts.update(facts_of(amendment), in_force=version.number, **followed)


def facts_of(amendment: Amendment) -> dict[str, Any]:
    """What every event about an amendment tells."""
    return {"plan": amendment.plan_id, "amendment": amendment.pk, "number": amendment.number, "kind": amendment.kind}


def _sign(step: ActStep, amendment: Amendment, digest: str, proof: Proof) -> PlanVersion:
    version = PlanVersion.objects.get(amendment=amendment)
    step.facts.update(facts_of(amendment), **_shown(amendment))
    check_shown(digest, version.content_digest())
    sign(step, Step.ISSUE, version, digest=digest, proof=proof)
    return version


def _shown(amendment: Amendment) -> dict[str, Any]:
    version = amendment.version
    return {"version": version.number, "digest": version.digest} if version else {}
