"""Showing a plan: to HR, to the employee, and the versions that are frozen on the way."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actions import show_to_subject
from cases.actor import Actor
from plans.acts import CANCEL_PLAN, ISSUE_PLAN, SUBMIT_PLAN, VIEW_VERSION
from plans.models import FirstView, Plan, PlanVersion
from plans.readiness import advice_on
from plans.snapshot import snapshot

from .drafting import put
from .layout import lay_out


class NotWhatWasShown(ValidationError):
    """The digest that came with a decision or a signature is not that of what it would be about (R12)."""

    def __init__(self) -> None:
        super().__init__(_("What you were shown has changed meanwhile. Read it again first."))


def check_shown(shown: str, stored: str) -> None:
    """Refuse to decide or sign anything but what was on the page."""
    if shown != stored:
        raise NotWhatWasShown


def submit_plan(plan: Plan, *, by: Actor) -> PlanVersion:
    """Freeze what was drafted as the next numbered version, and show it to HR.

    The event tells which advice of the readiness check stood against it then, by the rules' ids: rules may change.
    """
    with acting(SUBMIT_PLAN, plan, by=by) as step:
        version = freeze(plan, step)
        step.facts["advice"] = advice_on(plan)
    return version


def issue_plan(plan: Plan, *, by: Actor) -> None:
    """Hand the approved version to the employee, who sees the case from now on."""
    with acting(ISSUE_PLAN, plan, by=by) as step:
        step.facts.update(newest_facts(plan))
        plan.issued = plan.frozen
        lay_out(plan, newest_version(plan))
        show_to_subject(step.case)


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


def freeze(plan: Plan, step: Step) -> PlanVersion:
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
