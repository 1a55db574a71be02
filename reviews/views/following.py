"""What follows an outcome: agreed, done, dropped."""

import uuid
from collections.abc import Callable
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
from reviews.acts.following import DROP_FOLLOW_ON, FINISH_FOLLOW_ON, RECORD_FOLLOW_ON
from reviews.following import Following, files_shown, follow_on_at, kinds_for, owners_for
from reviews.forms import DropFollowOnForm, FinishFollowOnForm, FollowOnForm


@require_http_methods(["GET", "POST"])
def record_follow_on(request: Request, reference: str) -> HttpResponse:
    """What the rules offer after this outcome, what exactly, who sees to it, by when."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_FOLLOW_ON)
    form = FollowOnForm(submitted(request), kinds=kinds_for(plan), owners=owners_for(seat))

    def do() -> None:
        actions.record_follow_on(plan, by=Actor.of(request), **form.cleaned_data)

    return _answer(
        request, seat, plan, form, do, _("Recorded. The employee and whoever sees to it are told."), "record"
    )


@require_http_methods(["GET", "POST"])
def finish_follow_on(request: Request, reference: str, follow_on_id: uuid.UUID) -> HttpResponse:
    """It was done: on which day, and what shows it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, FINISH_FOLLOW_ON)
    found = _open_one(seat, plan, follow_on_id)
    files = request.FILES if request.method == "POST" else None
    form = FinishFollowOnForm(submitted(request), files, initial={"done_on": today_of(seat.case)})

    def do() -> None:
        actions.finish_follow_on(plan, by=Actor.of(request), follow_on=found.row, **form.cleaned_data)

    return _answer(request, seat, plan, form, do, _("Recorded. The employee is told."), "finish", found)


@require_http_methods(["GET", "POST"])
def drop_follow_on(request: Request, reference: str, follow_on_id: uuid.UUID) -> HttpResponse:
    """It is not to be, and why."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, DROP_FOLLOW_ON)
    found = _open_one(seat, plan, follow_on_id)
    form = DropFollowOnForm(submitted(request))

    def do() -> None:
        actions.drop_follow_on(plan, by=Actor.of(request), follow_on=found.row, **form.cleaned_data)

    return _answer(request, seat, plan, form, do, _("Dropped. The employee is told, with your reason."), "drop", found)


def _open_one(seat: Seat, plan: Plan, follow_on_id: uuid.UUID) -> Following:
    found = follow_on_at(seat, plan, follow_on_id)
    if not found.is_open:
        raise WrongMoment(_("This was recorded already as done, or as dropped."))
    return found


def _answer(
    request: Request, seat: Seat, plan: Plan, form: Any, do: Callable[[], None], done: str, page: str,
    found: Following | None = None,
) -> HttpResponse:  # fmt: skip
    """The page, or what is done and the way back to the case. What is refused comes back with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(f"{seat.case.get_absolute_url()}#follow-ons")
    shown = files_shown(seat, [found]) if found else {}
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form, "following": found, "kept": shown}
    return render(request, f"reviews/following/{page}.html", context, status=422 if form.errors else 200)
