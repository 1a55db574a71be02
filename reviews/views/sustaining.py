"""The sustain period: looked at and begun, checked in on, answered."""

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
from plans import rulesets
from plans.calendars import today_of
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts.sustaining import ANSWER_CHECK_IN, BEGIN_SUSTAIN, RECORD_CHECK_IN
from reviews.forms import BeginSustainForm, CheckInAnswerForm, CheckInForm
from reviews.sustaining import check_in_at, next_check_in, period_for


@require_http_methods(["GET", "POST"])
def begin_sustain(request: Request, reference: str) -> HttpResponse:
    """First the days are shown, for a number in the address; what is begun are the days that were shown."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, BEGIN_SUSTAIN)
    asked = submitted(request) if request.method == "POST" or "days" not in request.GET else request.GET
    form = BeginSustainForm(asked, initial={"days": rulesets.get(plan.ruleset).ending.sustain_days})
    period = period_for(plan, form.cleaned_data["days"]) if form.is_valid() else None
    if period and request.method == "POST":
        try:
            actions.begin_sustain(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The sustain period has begun. The employee and the manager are told."))
            return redirect(f"{seat.case.get_absolute_url()}#sustain")
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form, "period": period}
    return render(request, "reviews/sustaining/begin.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def record_check_in(request: Request, reference: str) -> HttpResponse:
    """The short form of the next check-in."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_CHECK_IN)
    check_in = next_check_in(plan)
    given = {"held_on": today_of(seat.case), "number": check_in.number if check_in else 0}
    form = CheckInForm(submitted(request), initial=given)

    def do() -> None:
        actions.record_check_in(plan, by=Actor.of(request), **form.cleaned_data)

    done = _("Recorded. The employee can add their own words.")
    return _answer(request, seat, form, do, done, "record", {"check_in": check_in})


@require_http_methods(["GET", "POST"])
def answer_check_in(request: Request, reference: str, number: int) -> HttpResponse:
    """What was recorded, and the employee's own words."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, ANSWER_CHECK_IN)
    found = check_in_at(seat, plan, number)
    if found.recorded is None or found.answered:
        raise WrongMoment(_("This check-in is not recorded yet, or your words are there already."))
    form = CheckInAnswerForm(submitted(request))

    def do() -> None:
        actions.answer_check_in(plan, by=Actor.of(request), check_in=found, **form.cleaned_data)

    done = _("Your words stand beside the check-in.")
    return _answer(request, seat, form, do, done, "answer", {"check_in": found})


def _answer(
    request: Request, seat: Seat, form: Any, do: Callable[[], None], done: str, page: str, more: Any
) -> HttpResponse:
    """The page, or what is done and the way back to the case. What is refused comes back with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(f"{seat.case.get_absolute_url()}#sustain")
    context = {"seat": seat, "case": seat.case, "form": form, **more}
    return render(request, f"reviews/sustaining/{page}.html", context, status=422 if form.errors else 200)
