"""An appeal against the outcome: filed, withdrawn, given to somebody who hears it, heard and decided."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.acts import Act
from cases.queries import files_of
from cases.refusals import NotVisible
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans import rulesets
from plans.models import Plan
from plans.queries import plan_at, plan_open_to
from reviews import actions
from reviews.acts.appeal import (
    ADD_HEARING_STATEMENT,
    ARRANGE_HEARING,
    FILE_APPEAL,
    NAME_HEARER,
    RECORD_HEARING,
    WITHDRAW_APPEAL,
)
from reviews.appealing import appeals_of, last_day_to_appeal, newest_appeal
from reviews.ended import standing_outcome
from reviews.forms import (
    ArrangeHearingForm,
    FileAppealForm,
    HearingStatementForm,
    NameHearerForm,
    RecordHearingForm,
    WithdrawAppealForm,
)
from reviews.models import Appeal


@require_GET
def appeal(request: Request, reference: str) -> HttpResponse:
    """Every appeal of the case with all its steps, the newest first, for everybody concerned."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    found = appeals_of(seat, plan)
    if not found:
        raise NotVisible
    record_reading(seat, by=Actor.of(request))
    kept = files_of(seat.case, [file_id for row in found for file_id in row.files])
    context = {**context_of(seat, plan), "appeals": found[::-1], "kept": kept}
    return render(request, "reviews/appeal/appeal.html", context)


@require_http_methods(["GET", "POST"])
def file_appeal(request: Request, reference: str) -> HttpResponse:
    """What an appeal is, until when, with which rights; and the appeal itself."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, FILE_APPEAL)
    outcome = standing_outcome(plan)
    assert outcome  # noqa: S101 - the act is blocked where there is none
    form = FileAppealForm(submitted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.file_appeal(plan, by=Actor.of(request), **form.cleaned_data)
        return _done(request, seat, _("Your appeal is filed. HR names somebody to hear it, and you are told who."))
    context = context_of(seat, plan) | {"form": form, "outcome": outcome}
    context["last_day"] = last_day_to_appeal(plan, outcome)
    return render(request, "reviews/appeal/file.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw_appeal(request: Request, reference: str) -> HttpResponse:
    """Say what it means, ask once, withdraw."""
    seat, found = _open_to(request, reference, WITHDRAW_APPEAL)
    form = WithdrawAppealForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw_appeal(found, by=Actor.of(request), **form.cleaned_data)
        return _done(request, seat, _("Your appeal is withdrawn."))
    return _page(request, "withdraw", seat, found, form)


@require_http_methods(["GET", "POST"])
def name_hearer(request: Request, reference: str) -> HttpResponse:
    """Who hears the appeal, of those who took no part in the case."""
    seat, found = _open_to(request, reference, NAME_HEARER)
    form = NameHearerForm(submitted(request), plan=found.plan, appeal=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_hearer(found, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, seat, _("The hearer is named. They see the case from now on."))
    return _page(request, "name_hearer", seat, found, form)


@require_http_methods(["GET", "POST"])
def arrange_hearing(request: Request, reference: str) -> HttpResponse:
    """When and where the employee is heard."""
    seat, found = _open_to(request, reference, ARRANGE_HEARING)
    form = ArrangeHearingForm(submitted(request), appeal=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.arrange_hearing(found, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, seat, _("The hearing is arranged. Everybody concerned is told."))
    return _page(request, "arrange", seat, found, form)


@require_http_methods(["GET", "POST"])
def record_hearing(request: Request, reference: str) -> HttpResponse:
    """Who was there, and what both sides said."""
    seat, found = _open_to(request, reference, RECORD_HEARING)
    form = RecordHearingForm(submitted(request), initial={"held_on": found.meets_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_hearing(found, by=Actor.of(request), heard=actions.Heard(**form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, seat, _("The hearing is recorded. The employee may add their own statement."))
    return _page(request, "record", seat, found, form)


@require_http_methods(["GET", "POST"])
def add_hearing_statement(request: Request, reference: str) -> HttpResponse:
    """The employee's own words beside what the hearer recorded."""
    seat, found = _open_to(request, reference, ADD_HEARING_STATEMENT)
    form = HearingStatementForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_hearing_statement(found, by=Actor.of(request), **form.cleaned_data)
        return _done(request, seat, _("Your statement stands beside the record of the hearing."))
    return _page(request, "state", seat, found, form)


def _open_to(request: Request, reference: str, act: Act) -> tuple[Seat, Appeal]:
    """The newest appeal, where this act is this person's and open now."""
    seat = seat_at(request, reference)
    found = newest_appeal(seat)
    seat.check(act, found)
    return seat, found


def _done(request: Request, seat: Seat, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(reverse("reviews:appeal", args=[seat.case.reference]))


def _page(request: Request, name: str, seat: Seat, found: Appeal, form: forms.Form) -> HttpResponse:
    context = context_of(seat, found.plan) | {"appeal": found, "form": form}
    return render(request, f"reviews/appeal/{name}.html", context, status=422 if form.errors else 200)


def context_of(seat: Seat, plan: Plan) -> dict[str, Any]:
    """What every page of an appeal needs; `rules` say what the employee may expect of a hearing."""
    return {"seat": seat, "case": seat.case, "plan": plan, "rules": rulesets.get(plan.ruleset)}
