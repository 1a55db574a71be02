"""Submitting, issuing and cancelling a plan, and reading a version of it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.forms import ShownForm
from cases.queries import threads
from cases.refusals import NotVisible, WrongMoment
from cases.seat import Seat, seat_at
from cases.states import Part, Stage
from people.http import Request
from people.kept import submitted
from plans import actions
from plans.acts import CANCEL_PLAN, ISSUE_PLAN, START_PLAN, SUBMIT_PLAN, VIEW_VERSION
from plans.became import became_of
from plans.forms import CancelForm
from plans.models import Plan, PlanVersion
from plans.queries import live_plan_seen_by, plan_at, plan_open_to, version_for
from plans.snapshot import snapshot

from .signing import issue_signing, once, told


@require_http_methods(["GET", "POST"])
def start_plan(request: Request, reference: str) -> HttpResponse:
    """Begin the draft where a case has none yet. Who may see the plan that stands in the way is led to it."""
    seat = seat_at(request, reference)
    context: dict[str, Any] = {"seat": seat, "case": seat.case}
    try:
        seat.check(START_PLAN, seat.case)
        if request.method == "POST":
            actions.start_plan(seat.case, by=Actor.of(request))
            return redirect("plans:edit_plan", reference)
    except WrongMoment as refusal:
        if seat.case.stage != Stage.DRAFTING:
            raise
        context |= {"refusal": refusal, "other": live_plan_seen_by(request.user, seat.case.subject)}
    return render(request, "plans/start_plan.html", context, status=409 if "refusal" in context else 200)


@require_http_methods(["GET", "POST"])
def submit_plan(request: Request, reference: str) -> HttpResponse:
    """Show the plan as HR will read it, and submit it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, SUBMIT_PLAN)
    if request.method == "POST":
        actions.submit_plan(plan, by=Actor.of(request))
        messages.success(request, _("The plan is with HR now."))
        return redirect(seat.case)
    context = _context(seat, plan) | {"content": json.loads(snapshot(plan))}
    return render(request, "plans/submit_plan.html", context)


@require_http_methods(["GET", "POST"])
def issue_plan(request: Request, reference: str) -> HttpResponse:
    """Show what the employee will get, and hand it over."""
    seat = seat_at(request, reference)
    done = _("The plan is issued. The employee is told by mail.")
    return once(request, seat, done, lambda: _issuing(request, seat, done))


def _issuing(request: Request, seat: Seat, done: str) -> HttpResponse:
    plan = plan_open_to(seat, ISSUE_PLAN)
    context = _context(seat, plan)
    digest = context["version"].digest
    page = issue_signing(request, seat, ShownForm(submitted(request), initial={"digest": digest}), digest)
    answer = page.answer(
        lambda proof: actions.issue_plan(plan, by=Actor.of(request), digest=page.form.shown, proof=proof),
        lambda: told(request, seat, done),
    )
    return answer or render(request, "plans/issue_plan.html", context | page.context, status=page.status)


@require_http_methods(["GET", "POST"])
def cancel_plan(request: Request, reference: str) -> HttpResponse:
    """HR ends the plan without an outcome."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, CANCEL_PLAN)
    form = CancelForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.cancel_plan(plan, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The plan is cancelled."))
        return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "form": form}
    return render(request, "plans/cancel_plan.html", context, status=422 if form.errors else 200)


@require_GET
def view_version(request: Request, reference: str, number: int | None = None) -> HttpResponse:
    """A frozen version, the newest one without a number. The employee's first view is an event."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    version = version_for(seat, plan, number)
    if version is None:
        raise NotVisible
    record_view(request, seat, plan, version)
    context = {"seat": seat, "case": seat.case, "plan": plan, "version": version, "threads": threads(seat)}
    context["became"] = became_of(seat, plan, version)
    return render(request, "plans/version.html", context)


def record_view(request: Request, seat: Seat, plan: Plan, version: PlanVersion) -> None:
    """Log the reading before the page is shown."""
    by = Actor.of(request)
    record_reading(seat, by=by)
    if seat.is_any_of(Part.SUBJECT) and seat.may(VIEW_VERSION, plan):
        actions.view_version(plan, version, by=by)


def _context(seat: Seat, plan: Plan) -> dict[str, Any]:
    version = version_for(seat, plan)
    return {"seat": seat, "case": seat.case, "plan": plan, "version": version, "content": version and version.data}
