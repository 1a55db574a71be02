"""One checkpoint: read it, record it, add the employee's note."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.queries import threads
from cases.refusals import WrongMoment
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans.calendars import today_of
from plans.queries import plan_at
from reviews import actions
from reviews.acts import ADD_ADDENDUM, ADD_EMPLOYEE_NOTE, HOLD_CHECKPOINT, OPEN_PREPARATION
from reviews.forms import AddendumForm, HoldForm, ItemForms, NoteForm, ProgressForm, form_per_item
from reviews.meeting_pages import agenda_for, came_for, minutes_for, recording_for
from reviews.models import Checkpoint
from reviews.queries import checkpoint_at, may_postpone, moves_of, next_checkpoint


@require_GET
def checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """What was measured and said; before that what it will be about, and what was prepared."""
    seat = seat_at(request, reference)
    record_reading(seat, by=Actor.of(request))
    found = checkpoint_at(seat, number)
    context = {"seat": seat, "case": seat.case, "checkpoint": found, "threads": threads(seat)}
    context |= {"moves": moves_of(found), "may_postpone": may_postpone(seat, found)}
    context |= minutes_for(seat, found) if found.is_held else agenda_for(seat, found)
    context |= came_for(seat, found)
    return render(request, "reviews/checkpoint.html", context)


@require_GET
def hold_next(request: Request, reference: str) -> HttpResponse:
    """The next checkpoint to record."""
    seat = seat_at(request, reference)
    found = next_checkpoint(plan_at(seat))
    if found is None:
        return redirect(seat.case)
    seat.check(HOLD_CHECKPOINT, found)
    return redirect("reviews:hold_checkpoint", reference, found.number)


@require_http_methods(["GET", "POST"])
def hold_checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """The manager records a checkpoint that was held, item by item beside what the employee prepared."""
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(HOLD_CHECKPOINT, found)
    data = submitted(request)
    form = _form(seat, found, data)
    rows = form_per_item(ProgressForm, found.plan.asked_items, data)
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for _item, row in rows)]):
        try:
            _hold(request, found, form, rows)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The checkpoint is recorded. Both of you are asked to sign its minutes."))
            return redirect("reviews:sign_minutes", reference, number)
    _open(request, seat, found)
    whole = [form[name] for name in ("attendees", "companion", "manager_note", "next_steps")]
    context = {"seat": seat, "case": seat.case, "checkpoint": found, "form": form, "whole": whole}
    context |= {**recording_for(seat, found, rows), **came_for(seat, found)}
    return render(request, "reviews/hold_checkpoint.html", context, status=422 if request.method == "POST" else 200)


def _form(seat: Seat, found: Checkpoint, data: Any) -> HoldForm:
    attendees = f"{seat.case.subject.name}, {seat.user.name}"
    initial = {"held_on": today_of(seat.case), "attendees": attendees}
    return HoldForm(data, instance=Checkpoint(plan=found.plan, number=found.number), initial=initial)


def _open(request: Request, seat: Seat, found: Checkpoint) -> None:
    """From the day of the meeting on the manager reads here what was prepared; the first time is an event."""
    if not any(OPEN_PREPARATION.blocks(found)):
        with suppress(WrongMoment):  # another window was quicker
            actions.open_preparation(found, by=Actor.of(request))


def _hold(request: Request, found: Checkpoint, form: HoldForm, rows: ItemForms) -> None:
    data = form.cleaned_data
    said = {name: data[name] for name in ("attendees", "companion", "encouragement")}
    actions.hold_checkpoint(
        found,
        by=Actor.of(request),
        held_on=data["held_on"],
        note=data["manager_note"],
        next_steps=data["next_steps"],
        measured=[actions.Measured(item=item, **row.cleaned_data) for item, row in rows],
        meeting=actions.Meeting(**said),
    )


@require_http_methods(["GET", "POST"])
def add_employee_note(request: Request, reference: str, number: int) -> HttpResponse:
    """The employee's own note, once."""
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(ADD_EMPLOYEE_NOTE, found)
    form = NoteForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_employee_note(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("Your note stands beside the checkpoint."))
        return redirect("reviews:checkpoint", reference, number)
    context = {"seat": seat, "case": seat.case, "checkpoint": found, "form": form}
    return render(request, "reviews/employee_note.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_addendum(request: Request, reference: str, number: int) -> HttpResponse:
    """What is plainly wrong in the minutes, and what it should say."""
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(ADD_ADDENDUM, found)
    form = AddendumForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_addendum(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("Your correction stands below the minutes."))
        return redirect("reviews:checkpoint", reference, number)
    context = {"seat": seat, "case": seat.case, "checkpoint": found, "form": form}
    return render(request, "reviews/addendum.html", context, status=422 if form.errors else 200)
