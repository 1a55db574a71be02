"""Coaching between checkpoints. A mentor's pages as well: they see what is about the items they mentor."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.refusals import NotVisible, WrongMoment
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.queries import plan_at, plan_open_to
from reviews import actions
from reviews.acts.coaching import CONFIRM_SESSION, END_SESSIONS, LOG_SESSION, PLAN_SESSIONS
from reviews.coached import is_coaching, log_form, plan_form, series_at, session_at
from reviews.coaching import coaching_of
from reviews.forms import ConfirmSessionForm, EndSessionsForm


@require_GET
def sessions(request: Request, reference: str) -> HttpResponse:
    """Everything that was planned and held; a mentor's own."""
    seat = seat_at(request, reference, narrow=True)
    plan = plan_at(seat)
    if not is_coaching(seat, plan):
        raise NotVisible
    record_reading(seat, by=Actor.of(request))
    context = {"seat": seat, "case": seat.case, "plan": plan, "coaching": coaching_of(seat, plan)}
    return render(request, "reviews/coaching/sessions.html", context)


@require_http_methods(["GET", "POST"])
def log_session(request: Request, reference: str) -> HttpResponse:
    """What was done: the form of the case page, and the page it comes back on where something lacks."""
    seat = seat_at(request, reference, narrow=True)
    plan = plan_open_to(seat, LOG_SESSION)
    form = log_form(seat, plan, submitted(request))

    def log() -> None:
        try:
            actions.log_session(plan, by=Actor.of(request), session=actions.Coached(**form.told))
        except actions.LoggedAlready:
            return  # the same entry, sent twice: it stands there

    return _answer(request, seat, form, log, _("Logged. The employee is asked whether it was so."), "log")


@require_http_methods(["GET", "POST"])
def plan_sessions(request: Request, reference: str) -> HttpResponse:
    """One day of every week."""
    seat = seat_at(request, reference, narrow=True)
    plan = plan_open_to(seat, PLAN_SESSIONS)
    form = plan_form(seat, plan, submitted(request))

    def do() -> None:
        actions.plan_sessions(plan, by=Actor.of(request), regular=actions.Regular(**form.told))

    return _answer(request, seat, form, do, _("Planned. The employee is told."), "plan")


@require_http_methods(["GET", "POST"])
def confirm_session(request: Request, reference: str, session_id: uuid.UUID) -> HttpResponse:
    """What was logged, and the employee's answer."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, CONFIRM_SESSION)
    found = session_at(seat, plan, session_id)
    if found.answered:
        raise WrongMoment(_("You have answered this already."))
    form = ConfirmSessionForm(submitted(request))

    def do() -> None:
        actions.confirm_session(plan, by=Actor.of(request), session=found, **form.cleaned_data)

    done = _("Thank you. Your answer stands beside the entry.")
    return _answer(request, seat, form, do, done, "confirm", {"session": found})


@require_http_methods(["GET", "POST"])
def end_sessions(request: Request, reference: str, series_id: uuid.UUID) -> HttpResponse:
    """Nothing of this series is planned any more."""
    seat = seat_at(request, reference, narrow=True)
    plan = plan_open_to(seat, END_SESSIONS)
    found = series_at(seat, plan, series_id)
    form = EndSessionsForm(submitted(request))

    def do() -> None:
        actions.end_sessions(plan, by=Actor.of(request), series=found, **form.cleaned_data)

    return _answer(request, seat, form, do, _("Ended. The employee is told."), "end", {"series": found})


def _answer(
    request: Request, seat: Seat, form: Any, do: Callable[[], None], done: str, page: str, more: Any = None
) -> HttpResponse:
    """The page, or what is done and the way back to the case. What is refused comes back with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(f"{seat.case.get_absolute_url()}#coaching")
    context = {"seat": seat, "case": seat.case, "form": form, **(more or {})}
    return render(request, f"reviews/coaching/{page}.html", context, status=422 if form.errors else 200)
