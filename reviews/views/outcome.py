"""The outcome: proposed, returned or decided, and the case closed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.forms import ShownForm
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.models import Plan
from plans.queries import newest_for, plan_open_to
from reviews import actions
from reviews.acts.ending import CLOSE_CASE, DECIDE_OUTCOME, PROPOSE_OUTCOME, RETURN_OUTCOME
from reviews.forms import ItemResultForm, OutcomeForm, ReturnOutcomeForm, form_per_item
from reviews.promised import promised_for
from reviews.queries import running_of


@require_http_methods(["GET", "POST"])
def propose_outcome(request: Request, reference: str) -> HttpResponse:
    """The manager assesses every item, then the whole."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, PROPOSE_OUTCOME)
    data = submitted(request)
    form = OutcomeForm(data)
    rows = form_per_item(ItemResultForm, plan.asked_items, data)
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for _item, row in rows)]):
        assessed = [actions.Assessed(item=item, **row.cleaned_data) for item, row in rows]
        try:
            actions.propose_outcome(plan, by=Actor.of(request), assessed=assessed, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The outcome is with HR now."))
            return redirect(seat.case)
    context = _context(seat, plan) | {"form": form, "rows": rows}
    return render(request, "reviews/propose_outcome.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def decide_outcome(request: Request, reference: str) -> HttpResponse:
    """HR reads the proposal beside what was measured, and decides or returns it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, DECIDE_OUTCOME)
    context = _context(seat, plan)
    digest = context["outcome"].digest
    form = ShownForm(submitted(request), initial={"digest": digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_outcome(plan, by=Actor.of(request), digest=form.cleaned_data["digest"])
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(digest)
        else:
            messages.success(request, _("The outcome is decided. The employee is told by mail."))
            return redirect(seat.case)
    context |= {"form": form, "return_form": ReturnOutcomeForm()}
    return render(request, "reviews/decide_outcome.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def return_outcome(request: Request, reference: str) -> HttpResponse:
    """HR sends the proposal back with comments."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RETURN_OUTCOME)
    form = ReturnOutcomeForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.return_outcome(plan, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The proposal is back with the manager."))
        return redirect(seat.case)
    context = _context(seat, plan) | {"form": form}
    return render(request, "reviews/return_outcome.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_case(request: Request, reference: str) -> HttpResponse:
    """Say what closing means, ask once, close."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, CLOSE_CASE)
    if request.method == "POST":
        actions.close_case(plan, by=Actor.of(request))
        messages.success(request, _("The case is closed."))
        return redirect(seat.case)
    return render(request, "reviews/close_case.html", _context(seat, plan))


def _context(seat: Seat, plan: Plan) -> dict[str, Any]:
    """The proposal, if any, beside what was measured and what was promised."""
    return {
        "seat": seat, "case": seat.case, "plan": plan, "version": newest_for(seat), **running_of(seat, plan),
        **promised_for(seat, plan),
    }  # fmt: skip
