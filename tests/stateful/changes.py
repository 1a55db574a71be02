"""Amendments and pauses of a running plan, as `tests.stateful.acts` has the other acts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import User
from plans import actions as plans
from plans.actions.pausing import digest_of_resumed
from plans.models import Amendment
from plans.states import ChangeKind, Step
from tests.stateful.acts import HR_ONLY, Do, Try, at
from tests.stateful.model import EXTENSIONS, OVER, WRITTEN, Change, Model
from tests.stateful.run import FAULTS_OF_SIGNING, Run
from tests.world import START, actor, issued_on

DAY = timedelta(days=1)
EXTENDED = timedelta(weeks=2)


def newest(run: Run) -> Amendment:
    return run.plan.amendments.latest("number")


def begin(kind: str) -> Try:
    def do(run: Run, user: User, fault: str) -> None:
        asked_by = "nobody" if fault == "asked by nobody" else "manager"
        plans.begin_amendment(run.plan, by=actor(user), kind=kind, asked_by=asked_by, reason="A press came late.")

    def too_often(model: Model, person: str) -> type[Exception] | None:
        made = [row for row in model.changes if row.kind == kind == ChangeKind.EXTENSION and row.status == "in_force"]
        return ValidationError if len(made) >= EXTENSIONS else None

    def then(model: Model, person: str) -> None:
        model.changes.append(Change(kind, set(model.days), model.ends_on))
        model.end.to_extend = model.end.to_extend and kind != ChangeKind.EXTENSION

    return Try(
        act="plans.begin_amendment",
        way=kind,
        parts=("manager",),
        open=lambda model, part: model.status == "active" and model.open_change is None,
        faults={"asked by nobody": ValidationError},
        refused=too_often,
        do=do,
        then=then,
    )


def edited(model: Model, change: Change) -> Change:
    """An extension ends later, with a checkpoint on its last day; a change has its last checkpoint a day later."""
    if change.kind == ChangeKind.EXTENSION:
        ends_on = model.ends_on + EXTENDED
        return Change(change.kind, {*model.days, ends_on, *model.held}, ends_on)
    last = max(model.days)
    days = {*model.days} - {last} | {last + DAY} if last < model.ends_on else model.days
    return Change(change.kind, days | model.held, model.ends_on)


def edit(run: Run, user: User, fault: str) -> None:
    plan, document, change = run.plan, run.plan.document, run.model.open_change
    if change:
        wanted = edited(run.model, change)
        document.items[0].measured_by = f"As change {len(run.model.changes)} says."
        document.calendar.ends_on = wanted.ends_on
        document.calendar.checkpoints = sorted(wanted.days - run.model.held)  # the save puts back what was held
    plans.save_draft(plan, by=actor(user), revision=plan.revision - (fault == "an old revision"), document=document)


def edits(model: Model, person: str) -> None:
    change = model.open_change
    assert change
    wanted = edited(model, change)
    change.days, change.ends_on, change.edited = wanted.days, wanted.ends_on, True


def while_it_is(*statuses: str) -> Callable[[Model, str], bool]:
    """The plan runs, and its newest change stands so."""
    return lambda model, part: model.status == "active" and model.changes[-1].status in statuses


def is_ready(model: Model, part: str) -> bool:
    change = model.changes[-1]
    return while_it_is(*WRITTEN)(model, part) and change.edited and model.held <= change.days


def moves(status: str) -> Callable[[Model, str], None]:
    def then(model: Model, person: str) -> None:
        model.changes[-1].status = status

    return then


def submits(model: Model, person: str) -> None:
    model.freezes(model.status)
    model.changes[-1].status, model.changes[-1].version = "hr_review", model.versions


def issues(model: Model, person: str) -> None:
    model.changes[-1].status = "issued"
    model.hands_over()


def signed(action: Callable[..., Any]) -> Do:
    def sign(run: Run, user: User, fault: str) -> None:
        version = newest(run).version
        action(newest(run), **run.signing(user, Step.ISSUE, fault, version.digest if version else ""))

    return sign


def of_change(act: str, **fields: Any) -> Try:
    return Try(act=act, there=lambda model: bool(model.changes), **fields)


def pause(run: Run, user: User, fault: str) -> None:
    plan, from_on = run.plan, timezone.localdate() + DAY * (fault == "tomorrow")
    if fault == "before the issue" and plan.issued:
        from_on = issued_on(plan) - DAY
    plans.pause_plan(plan, by=actor(user), from_on=from_on, reason="Leave that was agreed.")


def paused(model: Model, person: str) -> None:
    model.status, model.paused_on = "paused", model.today


def resume(run: Run, user: User, fault: str) -> None:
    plan, today = run.plan, timezone.localdate()
    found = plan.pauses.filter(until_on=None).first()
    shown = run.signing(user, Step.ISSUE, fault, digest_of_resumed(found, today) if found else "")
    plans.resume_plan(plan, until_on=today + DAY * (fault == "tomorrow"), **shown)


def not_begun(model: Model, person: str) -> type[Exception] | None:
    return ValidationError if model.today < START else None


def paused_today(model: Model, person: str) -> type[Exception] | None:
    return ValidationError if model.today == model.paused_on else None


CHANGES = (
    begin(ChangeKind.CHANGE),
    begin(ChangeKind.EXTENSION),
    Try(
        act="plans.edit_plan",
        parts=("manager",),
        there=lambda model: bool(model.in_force),
        open=lambda model, part: (
            model.status == "active" and bool(model.open_change and model.open_change.status in WRITTEN)
        ),
        faults={"an old revision": plans.StaleDraft},
        do=edit,
        then=edits,
        events=(0,),
    ),
    of_change(
        "plans.submit_amendment",
        parts=("manager",),
        open=is_ready,
        do=lambda run, user, _: plans.submit_amendment(newest(run), by=actor(user)),
        then=submits,
    ),
    of_change(
        "plans.return_amendment",
        parts=("hr_partner",),
        open=while_it_is("hr_review"),
        do=lambda run, user, _: plans.return_amendment(newest(run), by=actor(user), comment=HR_ONLY),
        then=moves("returned"),
    ),
    of_change(
        "plans.approve_amendment",
        parts=("hr_partner",),
        open=while_it_is("hr_review"),
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.approve_amendment),
        then=moves("approved"),
    ),
    of_change(
        "plans.issue_amendment",
        parts=("manager",),
        open=while_it_is("approved"),
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.issue_amendment),
        then=issues,
    ),
    of_change(
        "plans.withdraw_amendment",
        parts=("manager", "hr_partner"),
        open=lambda model, part: (
            model.status == "active"
            and model.changes[-1].status not in {"issued", *OVER}
            and (part == "manager" or model.changes[-1].status != "draft")
        ),
        do=lambda run, user, _: plans.withdraw_amendment(newest(run), by=actor(user), reason=HR_ONLY),
        then=moves("withdrawn"),
    ),
    Try(
        act="plans.pause_plan",
        parts=("hr_partner",),
        open=lambda model, part: model.status == "active" and model.open_change is None,
        faults={"tomorrow": ValidationError, "before the issue": ValidationError},
        refused=not_begun,
        do=pause,
        then=paused,
    ),
    Try(
        act="plans.resume_plan",
        parts=("hr_partner",),
        open=at("paused"),
        faults={"tomorrow": ValidationError, **FAULTS_OF_SIGNING},
        refused=paused_today,
        do=resume,
        then=lambda model, person: model.goes_on(),
    ),
)
