"""When and where both meet, and another day for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.acts import Act
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from plans import rulesets
from reviews import actions
from reviews.acts.moving import ARRANGE_CHECKPOINT, POSTPONE_CHECKPOINT, RESCHEDULE_CHECKPOINT
from reviews.forms import ArrangeForm, PostponeForm, RescheduleForm
from reviews.moving import postponements_left
from reviews.queries import checkpoint_at


@require_http_methods(["GET", "POST"])
def arrange_checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """The time of day and the place."""
    done = _("The employee is told when and where you meet.")
    return _ask(request, reference, number, ARRANGE_CHECKPOINT, ArrangeForm, actions.arrange_checkpoint, done)


@require_http_methods(["GET", "POST"])
def reschedule_checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """Another day, why, and on whose wish."""
    done = _("The checkpoint is moved. Everybody concerned is told.")
    return _ask(request, reference, number, RESCHEDULE_CHECKPOINT, RescheduleForm, actions.reschedule_checkpoint, done)


@require_http_methods(["GET", "POST"])
def postpone_checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """The employee's own right."""
    done = _("The meeting is postponed. Your manager and HR are told.")
    return _ask(request, reference, number, POSTPONE_CHECKPOINT, PostponeForm, actions.postpone_checkpoint, done)


def _ask(
    request: Request, reference: str, number: int, act: Act, form_class: type[forms.Form], do: Callable[..., Any],
    done: str,
) -> HttpResponse:  # fmt: skip
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(act, found)
    form = form_class(submitted(request), initial={"meets_at": found.meets_at, "place": found.place})
    if request.method == "POST" and form.is_valid():
        try:
            do(found, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect("reviews:checkpoint", reference, number)
    context = {
        "seat": seat, "case": seat.case, "checkpoint": found, "form": form, "act": act,
        "rules": rulesets.get(found.plan.ruleset).meetings,
        "left": postponements_left(found) if act == POSTPONE_CHECKPOINT else None,
    }  # fmt: skip
    return render(request, "reviews/moving/move.html", context, status=422 if form.errors else 200)
