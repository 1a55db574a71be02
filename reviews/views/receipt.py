"""A signature that is refused: by the employee from their own account, or as whoever presented the plan saw it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from plans.queries import plan_open_to
from plans.views.review import record_view
from reviews import actions
from reviews.acts import RECORD_REFUSAL, REFUSE_RECEIPT
from reviews.forms import RecordRefusalForm, RefuseForm
from reviews.queries import receipts_for


@require_http_methods(["GET", "POST"])
def refuse_receipt(request: Request, reference: str) -> HttpResponse:
    """What it means not to sign, and the employee's word that they do not. No password: nothing is signed."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, REFUSE_RECEIPT)
    version = receipts_for(seat, plan)[-1].version
    record_view(request, seat, plan, version)
    form = RefuseForm(submitted(request), initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_receipt(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(version.digest)
        else:
            messages.success(request, _("It is noted that you do not sign. You can still sign later."))
            return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, "version": version, "form": form}
    return render(request, "reviews/receipt/refuse.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def record_refusal(request: Request, reference: str) -> HttpResponse:
    """Whoever presented the plan in person records that it was refused, and names who was there as well."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_REFUSAL)
    version = receipts_for(seat, plan)[-1].version
    files = request.FILES if request.method == "POST" else None
    form = RecordRefusalForm(submitted(request), files, seat=seat, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_refusal(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            form.show_anew(version.digest)
        else:
            messages.success(request, _("The refusal is recorded. The witnesses are asked, and the plan runs."))
            return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, "version": version, "form": form}
    return render(request, "reviews/receipt/record_refusal.html", context, status=422 if form.errors else 200)
