"""Both sides answer the minutes of a checkpoint."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.forms import ShownForm
from cases.refusals import WrongMoment
from cases.seat import Seat, seat_at
from cases.signing import Purpose
from cases.signing_page import SigningPage
from cases.states import Part
from people.http import Request
from people.kept import submitted
from plans.states import Step
from plans.views.signing import once, told
from plans.wording import wording
from reviews import actions
from reviews.acts import REFUSE_MINUTES, SIGN_MINUTES
from reviews.forms import RefuseMinutesForm, SignForm
from reviews.meeting_pages import minutes_for
from reviews.minutes import Side
from reviews.models import Checkpoint
from reviews.queries import checkpoint_at, sides_for


@require_http_methods(["GET", "POST"])
def sign_minutes(request: Request, reference: str, number: int) -> HttpResponse:
    """What was recorded, what a signature means, then the signature of whichever side this is."""
    seat = seat_at(request, reference)
    done = _("You have signed the minutes. Thank you.")
    return once(request, seat, done, lambda: _sign(request, seat, number, done))


def _sign(request: Request, seat: Seat, number: int, done: str) -> HttpResponse:
    found = checkpoint_at(seat, number)
    seat.check(SIGN_MINUTES, found)
    side = _own_side(seat, found)
    if side.against_signing:
        raise WrongMoment(side.against_signing)
    record_reading(seat, by=Actor.of(request))
    digest = found.minutes.digest
    form = (SignForm if side.part == Part.SUBJECT else ShownForm)(submitted(request), initial={"digest": digest})
    purpose = Purpose(case=seat.case, step=Step.MINUTES, digest=digest)
    page = SigningPage(request, form, purpose, wording=wording(Step.MINUTES, side.part))
    answer = page.answer(
        lambda proof: actions.sign_minutes(found, by=Actor.of(request), proof=proof, **form.cleaned_data),
        lambda: told(request, seat, done),
    )
    context = {**_context(seat, found), "side": side, **page.context}
    return answer or render(request, "reviews/meeting/sign.html", context, status=page.status)


def _own_side(seat: Seat, found: Checkpoint) -> Side:
    part = seat.part_for(SIGN_MINUTES)
    return next(side for side in sides_for(seat, found) if side.part == part)


@require_http_methods(["GET", "POST"])
def refuse_minutes(request: Request, reference: str, number: int) -> HttpResponse:
    """What it means not to sign, and the employee's word that they do not."""
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(REFUSE_MINUTES, found)
    digest = found.minutes.digest
    form = RefuseMinutesForm(submitted(request), initial={"digest": digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_minutes(found, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(digest)
        else:
            messages.success(request, _("It is noted that you do not sign these minutes. You can still sign later."))
            return redirect("reviews:checkpoint", reference, number)
    context = {**_context(seat, found), "form": form}
    return render(request, "reviews/meeting/refuse.html", context, status=422 if form.errors else 200)


def _context(seat: Seat, found: Checkpoint) -> dict[str, Any]:
    return {"seat": seat, "case": seat.case, "checkpoint": found, **minutes_for(seat, found)}
