"""The signing step of approval and issue."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.forms import ShownForm
from cases.refusals import WrongMoment
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


def once(request: Request, seat: Seat, done: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of a signature, or the way on where it was made already: before this request, or while it waited for
    the case's lock behind another one with the same key. Any other refusal stays one.
    """
    if is_repeated(request, seat):
        return told(request, seat, done)
    try:
        answer = page()
    except WrongMoment:
        if is_repeated(request, seat):
            return told(request, seat, done)
        raise
    refused = answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    return told(request, seat, done) if refused and is_repeated(request, seat) else answer


def issue_signing(request: Request, seat: Seat, form: ShownForm, digest: str) -> SigningPage:
    """The signing step of approval and issue, for whoever signs in the part they have."""
    purpose = Purpose(case=seat.case, step=Step.ISSUE, digest=digest)
    return SigningPage(request, form, purpose, wording=wording(Step.ISSUE, seat.part))


def told(request: Request, seat: Seat, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(seat.case)
