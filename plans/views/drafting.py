"""Opening a case and writing its plan."""

import copy
import uuid
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import open_case as open_case_file
from cases.actor import Actor
from cases.refusals import NotVisible
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from people.models import User
from plans import actions
from plans.acts import EDIT_PLAN
from plans.forms import (
    CheckpointRows,
    CommitmentRows,
    DraftForm,
    FeedbackRows,
    ItemForm,
    OpenCaseForm,
    PlanForm,
    RevisionForm,
    SupportRows,
    rows_for,
)
from plans.models import Item, Plan
from plans.queries import plan_open_to, returned_with
from plans.readiness import missing
from plans.states import Cadence


@require_http_methods(["GET", "POST"])
def open_case(request: Request) -> HttpResponse:
    """A manager opens a case about one of their reports, and begins its plan."""
    form = OpenCaseForm(submitted(request), manager=request.user, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            plan = _open(Actor.of(request), **form.cleaned_data)
            return redirect("plans:edit_plan", plan.case.reference)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "has_reports": form.has_reports}
    return render(request, "plans/open_case.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _open(by: Actor, subject: User, hr_partner: User, language: str) -> Plan:
    case = open_case_file(subject, hr_partner=hr_partner, by=by, language=language, time_zone=by.user.time_zone)
    return actions.start_plan(case, by=by)


@require_http_methods(["GET", "POST"])
def edit_plan(request: Request, reference: str) -> HttpResponse:
    """Basis, calendar and consequences; the items have their own pages."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, EDIT_PLAN)
    data = submitted(request)
    form = PlanForm(data, instance=copy.copy(plan), initial={"revision": plan.revision})
    feedback = rows_for(FeedbackRows, data, plan.prior_feedback, "feedback")
    checkpoints = rows_for(CheckpointRows, data, plan.planned_checkpoints, "checkpoints")
    status = 200
    meanwhile: list[tuple[str, Any]] = []
    if request.method == "POST":
        status = 422
        if all([form.is_valid(), feedback.is_valid(), checkpoints.is_valid()]):
            try:
                return _save_plan(request, plan, form, feedback, checkpoints)
            except actions.StaleDraft:
                status, meanwhile = 409, _meanwhile(form, plan)
    context = {
        "seat": seat, "case": seat.case, "plan": plan, "form": form, "feedback": feedback, "checkpoints": checkpoints,
        "meanwhile": meanwhile, "stale": status == HTTPStatus.CONFLICT, "missing": list(missing(plan)),
        "items": plan.items.all(), "returned_with": returned_with(seat, plan),
    }  # fmt: skip
    return render(request, "plans/edit_plan.html", context, status=status)


def _save_plan(request: Request, plan: Plan, form: PlanForm, feedback: Any, checkpoints: Any) -> HttpResponse:
    fields = dict(form.cleaned_data)
    revision, cadence = fields.pop("revision"), fields.pop("cadence")
    days = [row["due_on"] for row in checkpoints.filled()]
    if cadence != Cadence.AS_LISTED:
        days = form.dates()
    actions.save_plan(
        plan, by=Actor.of(request), revision=revision, fields=fields, feedback=feedback.filled(), checkpoints=days
    )
    messages.success(request, _("The draft is saved."))
    return redirect("plans:edit_plan", plan.case.reference)


def _meanwhile(form: DraftForm, saved: Any) -> list[tuple[str, Any]]:
    """Bring the page up to the newest save, with what was typed kept, and say which fields differ from it."""
    plan = getattr(saved, "plan", saved)
    plan.refresh_from_db()
    data = cast(QueryDict, form.data).copy()
    data["revision"] = str(plan.revision)
    form.data = data
    if saved._state.adding:  # a new item, which nobody else can have saved
        return []
    saved.refresh_from_db()
    return form.changed_meanwhile(saved)


@require_http_methods(["GET", "POST"])
def edit_item(request: Request, reference: str, item_id: uuid.UUID | None = None) -> HttpResponse:
    """One improvement item with its support and the resources committed to it; a new one without an id."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, EDIT_PLAN)
    item = _item(plan, item_id)
    data = submitted(request)
    form = ItemForm(data, instance=copy.copy(item), initial={"revision": plan.revision})
    support = rows_for(SupportRows, data, item.support, "support")
    commitments = rows_for(CommitmentRows, data, item.commitments, "commitments")
    status = 200
    meanwhile: list[tuple[str, Any]] = []
    if request.method == "POST":
        status = 422
        if all([form.is_valid(), support.is_valid(), commitments.is_valid()]):
            try:
                return _save_item(request, plan, item, form, support, commitments)
            except actions.StaleDraft:
                status, meanwhile = 409, _meanwhile(form, item)
    context = {
        "seat": seat, "case": seat.case, "plan": plan, "item": item if item_id else None, "form": form,
        "support": support, "commitments": commitments, "meanwhile": meanwhile, "stale": status == HTTPStatus.CONFLICT,
    }  # fmt: skip
    return render(request, "plans/edit_item.html", context, status=status)


def _item(plan: Plan, item_id: uuid.UUID | None) -> Item:
    if item_id is None:
        return Item(plan=plan)
    item = plan.items.filter(pk=item_id).first()
    if item is None:
        raise NotVisible
    return item


def _save_item(
    request: Request, plan: Plan, item: Item, form: ItemForm, support: Any, commitments: Any
) -> HttpResponse:
    fields = dict(form.cleaned_data)
    revision = fields.pop("revision")
    actions.save_item(
        plan,
        item,
        by=Actor.of(request),
        revision=revision,
        fields=fields,
        support=support.filled(),
        commitments=commitments.filled(),
    )
    messages.success(request, _("The item is saved."))
    return redirect("plans:edit_plan", plan.case.reference)


@require_http_methods(["GET", "POST"])
def remove_item(request: Request, reference: str, item_id: uuid.UUID) -> HttpResponse:
    """Ask once, then take the item out of the draft."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, EDIT_PLAN)
    item = _item(plan, item_id)
    form = RevisionForm(submitted(request), initial={"revision": plan.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_item(plan, item, by=Actor.of(request), revision=form.cleaned_data["revision"])
        except actions.StaleDraft:
            messages.warning(request, _("The draft was saved meanwhile. Look at it again before you remove anything."))
        else:
            messages.success(request, _("The item is removed."))
        return redirect("plans:edit_plan", reference)
    context = {"seat": seat, "case": seat.case, "item": item, "form": form}
    return render(request, "plans/remove_item.html", context, status=422 if form.errors else 200)
