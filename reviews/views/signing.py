"""The employee signs receipt, of the plan and of the outcome."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
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
from plans.queries import newest_for, plan_open_to
from plans.views.review import record_view
from reviews import actions
from reviews.acts import SIGN_OUTCOME, SIGN_RECEIPT
from reviews.forms import SignForm
from reviews.queries import running_of
from reviews.states import Step
from reviews.wording import wording


@require_http_methods(["GET", "POST"])
def sign_receipt(request: Request, reference: str) -> HttpResponse:
    """Receipt of the plan: what a signature means, the frozen text, then the answer."""
    return _sign(request, reference, SIGN_RECEIPT, Step.RECEIPT, actions.sign_receipt)


@require_http_methods(["GET", "POST"])
def sign_outcome(request: Request, reference: str) -> HttpResponse:
    """Receipt of the outcome."""
    return _sign(request, reference, SIGN_OUTCOME, Step.OUTCOME, actions.sign_outcome)


def _sign(request: Request, reference: str, act: Act, step: Step, sign: Callable[..., object]) -> HttpResponse:
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, act)
    version = newest_for(seat)
    assert version is not None  # noqa: S101 - what can be signed was issued
    record_view(request, seat, plan, version)
    running = running_of(seat, plan)
    digest = version.digest if step == Step.RECEIPT else running["outcome"].digest
    form = SignForm(submitted(request), initial={"digest": digest})
    if request.method == "POST" and form.is_valid() and _is_really_them(request, form):
        try:
            sign(plan, by=Actor.of(request), **_signed(form))
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(digest)
        else:
            messages.success(request, _("You have signed. Thank you. A copy is yours at any time."))
            return redirect(seat.case)
    context = {
        "seat": seat, "case": seat.case, "plan": plan, "version": version, "form": form, "wording": wording(step),
        "step": step, "digest": digest, **running,
    }  # fmt: skip
    return render(request, "reviews/sign.html", context, status=422 if form.errors else 200)


def _signed(form: SignForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("answer", "comment", "digest")}


def _is_really_them(request: Request, form: SignForm) -> bool:
    """The password again, at most ten tries in a quarter of an hour."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        form.add_error("password", _("Too many tries. Wait a quarter of an hour, then try again."))
    elif not request.user.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("This is not your password."))
    return not form.errors
