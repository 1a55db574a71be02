"""What was promised: recorded as delivered, and confirmed or disputed by the employee."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.refusals import WrongMoment
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.calendars import today_of
from plans.models import Plan
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts.delivery import CONFIRM_DELIVERY, DELIVER
from reviews.forms import ConfirmDeliveryForm, DeliverForm
from reviews.promised import delivery_at, promise_at, promise_behind, promised_for, promises_for
from reviews.promises import Promise, against_answering, against_delivering, promise_of


@require_http_methods(["GET", "POST"])
def deliver(request: Request, reference: str, promised_id: uuid.UUID) -> HttpResponse:
    """What was promised by when, and that it was delivered."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, DELIVER)
    found = promise_at(seat, plan, promised_id)
    _refuse(against_delivering(found.latest))
    files = request.FILES if request.method == "POST" else None
    form = DeliverForm(submitted(request), files, initial={"delivered_on": actions.today_of(seat.case)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.deliver(plan, by=Actor.of(request), promised=promised_id, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Recorded. The employee is asked to confirm it."))
            return redirect(f"{seat.case.get_absolute_url()}#help")
    return _page(request, "reviews/promised/deliver.html", seat, plan, found, form)


@require_http_methods(["GET", "POST"])
def confirm_delivery(request: Request, reference: str, delivery_id: uuid.UUID) -> HttpResponse:
    """What is said to have come, and the employee's answer."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, CONFIRM_DELIVERY)
    found = delivery_at(seat, plan, delivery_id)
    _refuse(against_answering(found))
    promise = promise_of(promises_for(seat, plan), found.row.promised_id)
    promise = promise or promise_behind(found.row, today_of(seat.case))
    form = ConfirmDeliveryForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.confirm_delivery(plan, by=Actor.of(request), delivery=found.row, **form.cleaned_data)
        messages.success(request, _("Your answer stands beside the delivery; the others are told."))
        return redirect(f"{seat.case.get_absolute_url()}#help")
    return _page(request, "reviews/promised/confirm.html", seat, plan, promise, form)


def _refuse(reason: str | None) -> None:
    if reason:
        raise WrongMoment(reason)


def _page(request: Request, template: str, seat: Seat, plan: Plan, promise: Promise, form: Any) -> HttpResponse:
    context = {"seat": seat, "case": seat.case, "promise": promise, "form": form, **promised_for(seat, plan)}
    return render(request, template, context, status=422 if form.errors else 200)
