"""Every write on a plan, up to its issue."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import Step, acting, drafting
from cases.actions import show_to_subject
from cases.actor import Actor
from cases.models import CaseFile
from cases.refusals import WrongMoment
from people.models import User

from .acts import (
    APPROVE_PLAN,
    CANCEL_PLAN,
    EDIT_PLAN,
    ISSUE_PLAN,
    RETURN_PLAN,
    START_PLAN,
    SUBMIT_PLAN,
    VIEW_VERSION,
)
from .models import FirstView, Item, Plan, PlanVersion
from .snapshot import snapshot

Rows = Iterable[Mapping[str, Any]]


class NotWhatWasShown(ValidationError):
    """The digest that came with a decision or a signature is not that of what it would be about (R12)."""

    def __init__(self) -> None:
        super().__init__(_("What you were shown has changed meanwhile. Read it again first."))


def check_shown(shown: str, stored: str) -> None:
    """Refuse to decide or sign anything but what was on the page."""
    if shown != stored:
        raise NotWhatWasShown


class StaleDraft(Exception):
    """The draft was saved by somebody else, or in another window, since this page was loaded."""


def start_plan(case: CaseFile, *, by: Actor) -> Plan:
    """Begin the draft. Only its manager sees it until it is submitted."""
    with acting(START_PLAN, case, by=by) as step:
        _check_only_one(case)
        plan = Plan(case=case, employee=case.subject)
        plan.full_clean()
        plan.save()
        step.facts["plan"] = plan.pk
    return plan


def _check_only_one(case: CaseFile) -> None:
    """Two cases about one person have two locks: theirs is the third, and the question is asked again under it (R7)."""
    User.objects.select_for_update(no_key=True).get(pk=case.subject_id)
    if reasons := tuple(START_PLAN.blocks(case)):
        raise WrongMoment(*reasons)


def save_plan(
    plan: Plan, *, by: Actor, revision: int, fields: Mapping[str, Any], feedback: Rows, checkpoints: Iterable[date]
) -> None:
    """Save the draft's own fields, its prior feedback and its checkpoint dates. Raises `StaleDraft`."""
    with drafting(EDIT_PLAN, plan, by=by):
        _next_revision(plan, revision)
        _set(plan, fields)
        _replace_rows(plan.prior_feedback, feedback)
        _replace_rows(plan.planned_checkpoints, [{"due_on": day} for day in sorted(set(checkpoints))])


def save_item(
    plan: Plan, item: Item, *, by: Actor, revision: int, fields: Mapping[str, Any], support: Rows, commitments: Rows
) -> Item:
    """Add an item or change one, with its support measures and resource commitments. Raises `StaleDraft`."""
    with drafting(EDIT_PLAN, plan, by=by):
        _next_revision(plan, revision)
        if item._state.adding:
            item.plan, item.position = plan, _next_position(plan)
        _set(item, fields)
        item.full_clean()
        item.save()
        _replace_rows(item.support, support)
        _replace_rows(item.commitments, commitments)
    return item


def remove_item(plan: Plan, item: Item, *, by: Actor, revision: int) -> None:
    """Take an item out of the draft. Raises `StaleDraft`."""
    with drafting(EDIT_PLAN, plan, by=by):
        _next_revision(plan, revision)
        item.delete()


def submit_plan(plan: Plan, *, by: Actor) -> PlanVersion:
    """Freeze what was drafted as the next numbered version, and show it to HR."""
    with acting(SUBMIT_PLAN, plan, by=by) as step:
        return _freeze(plan, step)


def return_plan(plan: Plan, *, by: Actor, comment: str) -> None:
    """HR sends the plan back with comments, which are kept for ever and not shown to the employee (R5)."""
    with acting(RETURN_PLAN, plan, by=by, texts={"comment": comment}) as step:
        step.facts.update(_newest(plan))


def approve_plan(plan: Plan, *, by: Actor, digest: str, fairness: Mapping[str, bool]) -> None:
    """HR approves the version it read, which has this digest. Raises `NotWhatWasShown` where there is a newer one.

    `fairness` are the answers to the fairness questions (R8): decisions only.
    """
    with acting(APPROVE_PLAN, plan, by=by, facts={"fairness": dict(fairness)}) as step:
        step.facts.update(_newest(plan))
        check_shown(digest, step.facts["digest"])


def issue_plan(plan: Plan, *, by: Actor) -> None:
    """Hand the approved version to the employee, who sees the case from now on."""
    with acting(ISSUE_PLAN, plan, by=by) as step:
        step.facts.update(_newest(plan))
        plan.issued = plan.frozen
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


def _freeze(plan: Plan, step: Step) -> PlanVersion:
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


def _newest(plan: Plan) -> dict[str, Any]:
    return _version_facts(newest_version(plan))


def _version_facts(version: PlanVersion) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest}


def _next_revision(plan: Plan, revision: int) -> None:
    if revision != plan.revision:
        raise StaleDraft
    plan.revision += 1


def _next_position(plan: Plan) -> int:
    last = plan.items.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1


def _set(row: models.Model, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _replace_rows(manager: Any, rows: Rows) -> None:
    """Put these rows in place of the list's present ones, in their order."""
    manager.all().delete()
    for position, fields in enumerate(rows):
        row = manager.model(**{manager.field.name: manager.instance}, position=position, **fields)
        row.full_clean()
        row.save()
