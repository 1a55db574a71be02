"""The service log: a service of the plan, and what came back of one."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from plans import rulesets
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts import ADD_SERVICE_PROOF, LOG_SERVICE
from reviews.forms import ProofForm, ServiceForm
from reviews.queries import receipts_for, service_at


@require_http_methods(["GET", "POST"])
def log_service(request: Request, reference: str) -> HttpResponse:
    """By which channel the plan was served, and the proof of it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, LOG_SERVICE)
    receipt = receipts_for(seat, plan)[-1]
    given: dict[str, Any] = {"digest": receipt.version.digest, "served_on": actions.today_of(seat.case)}
    files = request.FILES if request.method == "POST" else None
    form = ServiceForm(submitted(request), files, rules=rulesets.get(plan.ruleset), initial=given)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "digest"}
        try:
            actions.log_service(plan, by=Actor.of(request), digest=form.shown, delivery=actions.Delivery(**told))
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(receipt.version.digest)
        else:
            messages.success(request, _("The service is logged. You can add later what came back."))
            return redirect(f"{seat.case.get_absolute_url()}#receipt")
    context = {"seat": seat, "case": seat.case, "plan": plan, "receipt": receipt, "form": form}
    return render(request, "reviews/receipt/log_service.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_service_proof(request: Request, reference: str, service_id: uuid.UUID) -> HttpResponse:
    """What came back of one service."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, ADD_SERVICE_PROOF)
    found = service_at(seat, service_id)
    files = request.FILES if request.method == "POST" else None
    form = ProofForm(submitted(request), files, initial={"came_on": actions.today_of(seat.case)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_service_proof(plan, by=Actor.of(request), service=found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It stands beside the service now."))
            return redirect(f"{seat.case.get_absolute_url()}#receipt")
    context = {"seat": seat, "case": seat.case, "plan": plan, "service": found, "form": form}
    return render(request, "reviews/receipt/add_proof.html", context, status=422 if form.errors else 200)
