"""The employee signs receipt, of the plan and of the outcome."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.acts import Act
from cases.seat import Seat, seat_at
from cases.signing import Purpose
from cases.signing_page import SigningPage
from people.http import Request
from people.kept import submitted
from plans.comparing import changes_of
from plans.queries import plan_open_to
from plans.states import Step
from plans.views.review import record_view
from plans.views.signing import once, told
from plans.wording import change_in, wording
from reviews import actions
from reviews.acts import SIGN_RECEIPT
from reviews.acts.ending import REFUSE_OUTCOME, SIGN_OUTCOME
from reviews.forms import RefuseOutcomeForm, SignForm
from reviews.queries import receipts_for, running_of


@require_http_methods(["GET", "POST"])
def sign_receipt(request: Request, reference: str) -> HttpResponse:
    """Receipt of the plan: what a signature means, the frozen text, then the answer."""
    return _sign(request, reference, SIGN_RECEIPT, Step.RECEIPT, actions.sign_receipt)


@require_http_methods(["GET", "POST"])
def sign_outcome(request: Request, reference: str) -> HttpResponse:
    """Receipt of the outcome."""
    return _sign(request, reference, SIGN_OUTCOME, Step.OUTCOME, actions.sign_outcome)


@require_http_methods(["GET", "POST"])
def refuse_outcome(request: Request, reference: str) -> HttpResponse:
    """What it means not to sign, and the employee's word that they do not."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, REFUSE_OUTCOME)
    running = running_of(seat, plan)
    digest = running["outcome"].digest
    form = RefuseOutcomeForm(submitted(request), initial={"digest": digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_outcome(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(digest)
        else:
            messages.success(request, _("It is noted that you do not sign this outcome. You can still sign later."))
            return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form, **running}
    return render(request, "reviews/ending/refuse.html", context, status=422 if form.errors else 200)


def _sign(request: Request, reference: str, act: Act, step: Step, sign: Callable[..., object]) -> HttpResponse:
    seat = seat_at(request, reference)
    done = _("You have signed. Thank you.")
    return once(request, seat, done, lambda: _receipt(request, seat, act, step, sign, done))


def _receipt(
    request: Request, seat: Seat, act: Act, step: Step, sign: Callable[..., object], done: str
) -> HttpResponse:
    plan = plan_open_to(seat, act)
    receipt = receipts_for(seat, plan)[-1]
    version = receipt.version
    record_view(request, seat, plan, version)
    running = running_of(seat, plan)
    digest = version.digest if step == Step.RECEIPT else running["outcome"].digest
    form = SignForm(submitted(request), initial={"digest": digest})
    purpose = Purpose(case=seat.case, step=step, digest=digest)
    page = SigningPage(request, form, purpose, wording=wording(step, seat.part, change_in(version)))
    answer = page.answer(
        lambda proof: sign(plan, by=Actor.of(request), proof=proof, **form.cleaned_data),
        lambda: told(request, seat, done),
    )
    context = {
        "seat": seat,
        "case": seat.case,
        "plan": plan,
        "version": version,
        "step": step,
        "receipt": receipt,
        **running,
    }
    context |= {"amendment": getattr(version, "amendment", None), "changes": changes_of(version)}
    return answer or render(request, "reviews/sign.html", context | page.context, status=page.status)
