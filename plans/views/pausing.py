"""Pausing a plan, and letting it go on (R22)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.seat import Seat, seat_at
from cases.signing import Purpose
from cases.signing_page import SigningPage
from people.http import Request
from people.kept import submitted
from plans import actions
from plans.actions.pausing import check_last_day, digest_of_resumed
from plans.acts import PAUSE_PLAN, RESUME_PLAN
from plans.amending import days_in_force, in_force, moved, running_pause
from plans.calendars import today_of
from plans.comparing import compared
from plans.forms import PauseForm, ResumeForm, UntilForm
from plans.models import Pause, Plan
from plans.queries import plan_open_to
from plans.running import held_of
from plans.snapshot import draft_of
from plans.states import ChangeKind, Step
from plans.wording import wording

from .signing import once, told


@require_http_methods(["GET", "POST"])
def pause_plan(request: Request, reference: str) -> HttpResponse:
    """From when, and why, without anything medical."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, PAUSE_PLAN)
    form = PauseForm(submitted(request), initial={"from_on": today_of(seat.case)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause_plan(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The plan is paused. Nobody is reminded of anything meanwhile."))
            return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form}
    return render(request, "plans/amendment/pause.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def resume_plan(request: Request, reference: str) -> HttpResponse:
    """Choose the day, read the dates that follow from it, and sign them."""
    seat = seat_at(request, reference)
    done = _("The plan goes on. The employee is asked to sign that they received its new dates.")
    return once(request, seat, done, lambda: _resuming(request, seat, done))


def _resuming(request: Request, seat: Seat, done: str) -> HttpResponse:
    plan = plan_open_to(seat, RESUME_PLAN)
    pause = running_pause(plan)
    pause.plan = plan
    asked = _asked(request, pause)
    until_on: date | None = asked.cleaned_data.get("until_on") if asked.is_valid() else None
    context = {"seat": seat, "case": seat.case, "plan": plan, "pause": pause, "asked": asked, "until_on": until_on}
    if until_on is None:
        return render(request, "plans/amendment/resume.html", context, status=422 if asked.errors else 200)
    page = _signing(request, seat, pause, until_on)
    answer = page.answer(
        lambda proof: actions.resume_plan(
            plan, by=Actor.of(request), until_on=until_on, digest=page.form.shown, proof=proof
        ),
        lambda: told(request, seat, done),
    )
    context |= {**_dates(plan, pause, until_on), **page.context}
    return answer or render(request, "plans/amendment/resume.html", context, status=page.status)


def _asked(request: Request, pause: Pause) -> UntilForm:
    """The day from the address or from what was sent; today where none was chosen yet and the pause began before."""
    today = today_of(pause.plan.case)
    if request.method == "POST":
        form = UntilForm(request.POST)
    elif "until_on" in request.GET or today <= pause.from_on:
        form = UntilForm(request.GET or None)
    else:
        form = UntilForm({"until_on": today})
    if form.is_valid():
        try:
            check_last_day(pause, form.cleaned_data["until_on"])
        except ValidationError as error:
            form.add_error(None, error)
    return form


def _signing(request: Request, seat: Seat, pause: Pause, until_on: date) -> SigningPage:
    digest = digest_of_resumed(pause, until_on)
    form = ResumeForm(submitted(request), initial={"digest": digest, "until_on": until_on})
    purpose = Purpose(case=seat.case, step=Step.ISSUE, digest=digest)
    return SigningPage(request, form, purpose, wording=wording(Step.ISSUE, seat.part, ChangeKind.PAUSE))


def _dates(plan: Plan, pause: Pause, until_on: date) -> dict[str, Any]:
    """What the page says of the day that was chosen."""
    before, days = draft_of(in_force(plan)), days_in_force(plan)
    after = moved(before, pause, until_on, held_of(plan), days)
    told_days = [pause.from_on, until_on, *filter(None, [after.calendar.ends_on])]
    return {
        "changes": compared(before, after),
        "days": days.between(pause.from_on, until_on),
        "unknown_years": days.unknown(told_days),
    }
