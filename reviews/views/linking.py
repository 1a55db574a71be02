"""A relapse, and more time: the new case is opened, and its plan is begun."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.acts import Act
from cases.models import CaseFile
from cases.refusals import NotYourPart
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.models import Plan
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts.linking import OPEN_FOLLOWING_CASE, RECORD_RELAPSE
from reviews.forms import GoOnForm, RelapseForm
from reviews.linking import leads


@require_http_methods(["GET", "POST"])
def record_relapse(request: Request, reference: str) -> HttpResponse:
    """What slipped, and why; this case is closed and a new one opened."""
    seat = seat_at(request, reference)
    plan = _plan(seat, RECORD_RELAPSE)
    form = RelapseForm(submitted(request), plan=plan)
    return _answer(request, seat, form, actions.record_relapse, "relapse")


@require_http_methods(["GET", "POST"])
def open_following_case(request: Request, reference: str) -> HttpResponse:
    """More time, in a new case."""
    seat = seat_at(request, reference)
    plan = _plan(seat, OPEN_FOLLOWING_CASE)
    form = GoOnForm(submitted(request), plan=plan)
    return _answer(request, seat, form, actions.open_following_case, "more_time")


def _plan(seat: Seat, act: Act) -> Plan:
    plan = plan_open_to(seat, act)
    if not leads(plan, seat.user):
        raise NotYourPart
    return plan


def _answer(request: Request, seat: Seat, form: Any, do: Callable[..., CaseFile], page: str) -> HttpResponse:
    """The page, or the way to how the new plan begins. What is refused comes back with what was typed."""
    plan = form.plan
    if request.method == "POST" and form.is_valid():
        try:
            opened = do(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The new case is open. It follows this one."))
            return redirect("plans:begin_from", opened.reference)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form}
    return render(request, f"reviews/linking/{page}.html", context, status=422 if form.errors else 200)
