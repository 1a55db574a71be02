"""The signing step of approval and issue."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.forms import ShownForm
from cases.seat import Seat
from cases.signing import Purpose
from cases.signing_page import SigningPage, key_in
from people.http import Request
from plans.models import SignOff
from plans.states import Step
from plans.wording import wording


def is_repeated(request: Request, seat: Seat) -> bool:
    """Whether this person made this very signature already: a form that was sent again, as after a lost answer."""
    key = key_in(request)
    return key is not None and SignOff.objects.filter(key=key, user=request.user, plan__case=seat.case).exists()


def issue_signing(request: Request, seat: Seat, form: ShownForm, digest: str) -> SigningPage:
    """The signing step of approval and issue, for whoever signs in the part they have."""
    purpose = Purpose(case=seat.case, step=Step.ISSUE, digest=digest)
    return SigningPage(request, form, purpose, wording=wording(Step.ISSUE, seat.part))


def told(request: Request, seat: Seat, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(seat.case)
