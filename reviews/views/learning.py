"""Something to learn from: the employee marks it as done, the manager confirms it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.acts import Act
from cases.refusals import WrongMoment
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.models import Plan
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts import CONFIRM_LEARNING, TICK_LEARNING
from reviews.forms import ConfirmLearningForm, TickLearningForm
from reviews.learning import Resource, against_answer, against_tick
from reviews.models import LearningStep
from reviews.queries import resource_at


@require_http_methods(["GET", "POST"])
def tick_learning(request: Request, reference: str, learning_id: uuid.UUID) -> HttpResponse:
    """What counts as done, and the employee's word that it is."""
    seat, plan, found = _open(request, reference, learning_id, TICK_LEARNING, against_tick)
    form = TickLearningForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.tick_learning(plan, by=Actor.of(request), learning=learning_id, **form.cleaned_data)
        messages.success(request, _("Marked as done. Your manager is told and confirms it."))
        return redirect(f"{seat.case.get_absolute_url()}#help")
    return _page(request, "reviews/tick_learning.html", seat, found, form)


@require_http_methods(["GET", "POST"])
def confirm_learning(request: Request, reference: str, learning_id: uuid.UUID) -> HttpResponse:
    """What the employee said, and the manager's answer."""
    seat, plan, found = _open(request, reference, learning_id, CONFIRM_LEARNING, against_answer)
    form = ConfirmLearningForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.confirm_learning(plan, by=Actor.of(request), learning=learning_id, **form.cleaned_data)
        messages.success(request, _("Your answer stands beside what the employee said; they are told."))
        return redirect(f"{seat.case.get_absolute_url()}#help")
    return _page(request, "reviews/confirm_learning.html", seat, found, form)


def _open(
    request: Request,
    reference: str,
    learning_id: uuid.UUID,
    act: Act,
    against: Callable[[LearningStep | None], str | None],
) -> tuple[Seat, Plan, Resource]:
    """The resource, where this act on it is this person's and open now; refused otherwise, also for reading."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, act)
    found = resource_at(seat, plan, learning_id)
    if reason := against(found.latest):
        raise WrongMoment(reason)
    return seat, plan, found


def _page(request: Request, template: str, seat: Seat, found: Resource, form: Any) -> HttpResponse:
    context = {"seat": seat, "case": seat.case, "resource": found, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
