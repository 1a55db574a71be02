"""Showing a plan: to HR, to the employee, and the versions that are frozen on the way."""

import hashlib
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actions import show_to_subject
from cases.actor import Actor
from cases.signing import Proof, check_shown
from plans import rulesets
from plans.acts import CANCEL_PLAN, ISSUE_PLAN, SUBMIT_PLAN, VIEW_VERSION
from plans.models import FirstView, Issuance, Plan, PlanVersion
from plans.readiness import advice_on
from plans.snapshot import snapshot
from plans.states import Step

from .drafting import put
from .layout import lay_out
from .mentoring import welcome_mentors
from .signing import sign


def submit_plan(plan: Plan, *, by: Actor) -> PlanVersion:
    """Freeze what was drafted as the next numbered version, and show it to HR.

    The event tells which advice of the readiness check stood against it then, by the rules' ids: rules may change.
    """
    with acting(SUBMIT_PLAN, plan, by=by) as step:
        version = freeze(plan, step)
        step.facts["advice"] = advice_on(plan)
    return version


def issue_plan(plan: Plan, *, by: Actor, digest: str, proof: Proof) -> None:
    """Hand the approved version, which has this digest, to the employee, who sees the case from now on. The manager
    signs it. Raises `NotWhatWasShown`, `NotProven`.
    """
    with acting(ISSUE_PLAN, plan, by=by) as step:
        version = newest_version(plan)
        check_shown(digest, version.content_digest())
        sign(step, Step.ISSUE, version, digest=digest, proof=proof)
        plan.issued = plan.frozen
        lay_out(plan, version)
        hand_over(version, step)
        show_to_subject(step.case)
        welcome_mentors(step)


def hand_over(version: PlanVersion, step: ActStep) -> Issuance:
    """Note that this version was handed to the employee, and by when their answer is awaited (R14)."""
    window = rulesets.get(version.plan.ruleset).receipt.window_days
    answer_by = timezone.localdate(step.at, ZoneInfo(step.case.time_zone)) + timedelta(days=window)
    issuance = Issuance(plan=version.plan, version=version, by=step.by.user, at=step.at, answer_by=answer_by)
    issuance.full_clean()
    issuance.save()
    step.facts["answer_by"] = answer_by
    return issuance


def view_version(plan: Plan, version: PlanVersion, *, by: Actor) -> None:
    """The employee's first view of a version is an event, before anything is signed (R12). Later views are not."""
    with transaction.atomic():
        _view, is_first = FirstView.objects.get_or_create(version=version, defaults={"at": timezone.now()})
        if is_first:
            with acting(VIEW_VERSION, plan, by=by, facts=_version_facts(version)):
                pass


def cancel_plan(plan: Plan, *, by: Actor, reason: str) -> None:
    """End the plan without an outcome, with the reason said."""
    with acting(CANCEL_PLAN, plan, by=by, texts={"reason": reason}):
        pass


def newest_version(plan: Plan) -> PlanVersion:
    """The version frozen last: the one under review, approved or issued."""
    return plan.versions.get(number=plan.frozen)


def freeze(plan: Plan, step: ActStep) -> PlanVersion:
    """Freeze what is drafted as the next numbered version; what was removed cannot be brought back from here on."""
    put(plan, plan.document.model_copy(update={"removed": []}))
    content = snapshot(plan)
    plan.frozen += 1
    version = PlanVersion(
        plan=plan,
        number=plan.frozen,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        frozen_by=step.by.user,
        frozen_at=step.at,
    )
    version.full_clean()
    version.save()
    step.facts.update(_version_facts(version))
    return version


def newest_facts(plan: Plan) -> dict[str, Any]:
    """Number and digest of the version frozen last, for an event."""
    return _version_facts(newest_version(plan))


def _version_facts(version: PlanVersion) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest}
