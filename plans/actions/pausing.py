"""Pauses: nothing is asked of anybody, and every date that lay ahead moves by the working days paused (R22)."""

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from cases.chain import canonical
from cases.models import CaseFile
from cases.signing import Proof, check_shown
from plans.acts import PAUSE_PLAN, RESUME_PLAN
from plans.amending import days_in_force, in_force, moved, running_pause
from plans.calendars import today_of
from plans.draft import Draft
from plans.models import Pause, Plan, PlanVersion
from plans.running import held_of, issued_on
from plans.snapshot import content_from, draft_of
from plans.states import AmendmentStatus, AskedBy, ChangeKind, Step

from .amendment import new_amendment, put_in_force
from .drafting import put
from .review import freeze, hand_over
from .signing import sign


def pause_plan(plan: Plan, *, by: Actor, from_on: date, reason: str) -> Pause:
    """Pause from this day on. Raises `ValidationError` for a day that lies ahead, or before the plan was issued or
    something of it was held.
    """
    with acting(PAUSE_PLAN, plan, by=by, facts={"from_on": from_on}, texts={"reason": reason}) as step:
        _check_first_day(step.case, plan, from_on)
        pause = Pause(plan=plan, from_on=from_on, reason=reason, paused_by=by.user, paused_at=step.at)
        pause.full_clean()
        pause.save()
        step.facts["pause"] = pause.pk
    return pause


def _check_first_day(case: CaseFile, plan: Plan, from_on: date) -> None:
    if from_on > today_of(case):
        raise ValidationError({"from_on": _("A pause begins today or earlier: this day lies ahead.")})
    if from_on < issued_on(plan):
        raise ValidationError({"from_on": _("The plan was not issued yet on this day.")})
    before = [plan.starts_on, held_of(plan).last_on, *plan.pauses.values_list("until_on", flat=True)]
    earliest = max(day for day in before if day)
    if from_on < earliest:
        raise ValidationError({"from_on": _("This day lies before the start, the last checkpoint or the last pause.")})


def resume_plan(plan: Plan, *, by: Actor, until_on: date, digest: str, proof: Proof) -> None:
    """The plan goes on from this day: its dates as they were shown, which have this digest, are a version in force, and
    the employee is asked to sign that they received it. Raises `NotWhatWasShown`, `NotProven`, `ValidationError` for a
    day that lies ahead or before the pause.
    """
    with acting(RESUME_PLAN, plan, by=by) as step:
        pause = running_pause(plan)
        check_last_day(pause, until_on)
        check_shown(digest, digest_of_resumed(pause, until_on))
        version = _new_version(step, plan, pause, until_on)
        sign(step, Step.ISSUE, version, digest=digest, proof=proof)
        hand_over(version, step)
        put_in_force(plan, version, step)


def check_last_day(pause: Pause, until_on: date) -> None:
    if until_on > today_of(pause.plan.case):
        raise ValidationError({"until_on": _("The plan goes on from today or earlier: this day lies ahead.")})
    if until_on <= pause.from_on:
        raise ValidationError({"until_on": _("The plan goes on after the first day of its pause.")})


def resumed(pause: Pause, until_on: date) -> bytes:
    """The version that the plan would go on with from this day, as canonical bytes."""
    return canonical(content_from(pause.plan, _moved(pause, until_on)))


def _moved(pause: Pause, until_on: date) -> Draft:
    plan = pause.plan
    return moved(draft_of(in_force(plan)), pause, until_on, held_of(plan), days_in_force(plan))


def digest_of_resumed(pause: Pause, until_on: date) -> str:
    return hashlib.sha256(resumed(pause, until_on)).hexdigest()


def _new_version(step: ActStep, plan: Plan, pause: Pause, until_on: date) -> PlanVersion:
    """An amendment of its own kind, whose version is frozen at once, and the pause that ends with it."""
    days = days_in_force(plan).between(pause.from_on, until_on)
    amendment = new_amendment(
        step, plan, kind=ChangeKind.PAUSE, asked_by=AskedBy.HR, reason=pause.reason, status=AmendmentStatus.DRAFT
    )
    put(plan, _moved(pause, until_on))
    version = freeze(plan, step)
    amendment.version, amendment.status = version, AmendmentStatus.ISSUED
    amendment.save()
    pause.until_on, pause.days, pause.amendment = until_on, days, amendment
    pause.full_clean()
    pause.save()
    step.facts.update(_facts(pause))
    return version


def _facts(pause: Pause) -> dict[str, Any]:
    return {"pause": pause.pk, "until_on": pause.until_on, "days": pause.days}
