"""Changes of a running plan: begun, written in the editor, submitted, reviewed, issued (R18, R19)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.acts import Act
from cases.forms import ShownForm
from cases.refusals import NotVisible
from cases.seat import Seat, seat_at
from cases.signing import Purpose
from cases.signing_page import SigningPage
from people.http import Request
from people.kept import submitted
from plans import actions, rulesets
from plans.acts import (
    APPROVE_AMENDMENT,
    BEGIN_AMENDMENT,
    ISSUE_AMENDMENT,
    RETURN_AMENDMENT,
    SUBMIT_AMENDMENT,
    WITHDRAW_AMENDMENT,
)
from plans.amending import faults_in
from plans.changing import amendment_at, amendment_open_to
from plans.comparing import changes_in, proposed
from plans.forms import BeginAmendmentForm, ReturnForm, WithdrawForm
from plans.models import Amendment
from plans.queries import plan_at, plan_open_to
from plans.snapshot import json_of
from plans.states import Step
from plans.wording import wording

from .review import record_view
from .signing import once, told


@require_http_methods(["GET", "POST"])
def begin_amendment(request: Request, reference: str) -> HttpResponse:
    """What is to change, who asked for it, and why; then the editor."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, BEGIN_AMENDMENT)
    form = BeginAmendmentForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_amendment(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("plans:edit_plan", reference)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form}
    context["changes"] = rulesets.get(plan.ruleset).changes
    return render(request, "plans/amendment/begin.html", context, status=422 if form.errors else 200)


@require_GET
def amendment(request: Request, reference: str, number: int) -> HttpResponse:
    """One change with before and after, for whoever may read it."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    found = amendment_at(seat, number)
    if found is None:
        raise NotVisible
    record_reading(seat, by=Actor.of(request))
    if found.version and not found.is_written:
        record_view(request, seat, plan, found.version)
    return render(request, "plans/amendment/amendment.html", _context(seat, found))


@require_http_methods(["GET", "POST"])
def submit_amendment(request: Request, reference: str) -> HttpResponse:
    """Show what changes and what still lacks, and submit it."""
    seat = seat_at(request, reference)
    found = amendment_open_to(seat, SUBMIT_AMENDMENT, blocked=request.method == "POST")
    if request.method == "POST":
        actions.submit_amendment(found, by=Actor.of(request))
        messages.success(request, _("The change is with HR now."))
        return redirect(seat.case)
    context = _context(seat, found) | {"faults": list(faults_in(found))}
    return render(request, "plans/amendment/submit.html", context)


@require_http_methods(["GET", "POST"])
def approve_amendment(request: Request, reference: str) -> HttpResponse:
    """HR reads what changes, the whole text below it, and approves; returning it is one click away."""
    done = _("The change is approved. The manager can issue it now.")
    more = {"return_form": ReturnForm()}
    return _sign(
        request, reference, APPROVE_AMENDMENT, actions.approve_amendment, "plans/amendment/review.html", done, more
    )


@require_http_methods(["GET", "POST"])
def issue_amendment(request: Request, reference: str) -> HttpResponse:
    """Show what the employee will get, and hand it over."""
    done = _("The change is issued. The employee is told by mail.")
    return _sign(request, reference, ISSUE_AMENDMENT, actions.issue_amendment, "plans/amendment/issue.html", done, {})


def _sign(
    request: Request, reference: str, act: Act, action: Any, template: str, done: str, more: dict[str, Any]
) -> HttpResponse:
    seat = seat_at(request, reference)
    return once(request, seat, done, lambda: _signing(request, seat, act, action, template, done, more))


def _signing(
    request: Request, seat: Seat, act: Act, action: Any, template: str, done: str, more: dict[str, Any]
) -> HttpResponse:
    found = amendment_open_to(seat, act)
    digest = found.version.digest if found.version else ""
    form = ShownForm(submitted(request), initial={"digest": digest})
    purpose = Purpose(case=seat.case, step=Step.ISSUE, digest=digest)
    page = SigningPage(request, form, purpose, wording=wording(Step.ISSUE, seat.part, found.kind))
    answer = page.answer(
        lambda proof: action(found, by=Actor.of(request), digest=form.shown, proof=proof),
        lambda: told(request, seat, done),
    )
    return answer or render(request, template, _context(seat, found) | more | page.context, status=page.status)


@require_http_methods(["GET", "POST"])
def return_amendment(request: Request, reference: str) -> HttpResponse:
    """HR sends the change back with comments."""
    seat = seat_at(request, reference)
    found = amendment_open_to(seat, RETURN_AMENDMENT)
    form = ReturnForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.return_amendment(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The change is back with the manager."))
        return redirect(seat.case)
    context = _context(seat, found) | {"form": form}
    return render(request, "plans/amendment/return.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw_amendment(request: Request, reference: str) -> HttpResponse:
    """End the change before it was issued, with the reason."""
    seat = seat_at(request, reference)
    found = amendment_open_to(seat, WITHDRAW_AMENDMENT)
    form = WithdrawForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw_amendment(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The change is withdrawn. The plan goes on as it is."))
        return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "amendment": found, "form": form}
    return render(request, "plans/amendment/withdraw.html", context, status=422 if form.errors else 200)


def _context(seat: Seat, found: Amendment) -> dict[str, Any]:
    return {
        "seat": seat, "case": seat.case, "plan": found.plan, "amendment": found, "changes": changes_in(found),
        "content": json_of(found.plan, proposed(found)), "version": None if found.is_written else found.version,
    }  # fmt: skip
