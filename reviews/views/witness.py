"""A witness says what they saw. They see what they are asked about, and nothing else of the case."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from reviews import actions
from reviews.acts import ATTEST_REFUSAL
from reviews.forms import AttestForm
from reviews.queries import attestation_at


@require_http_methods(["GET", "POST"])
def attest_refusal(request: Request, reference: str, attestation_id: uuid.UUID) -> HttpResponse:
    """What the witness is asked, and their own words once they are given."""
    seat = seat_at(request, reference, narrow=True)
    found = attestation_at(seat, attestation_id)
    record_reading(seat, by=Actor.of(request))
    if request.method == "POST" or not found.is_given:
        seat.check(ATTEST_REFUSAL, found)
    form = AttestForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.attest_refusal(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("Thank you. Your words are kept as you wrote them."))
        return redirect("reviews:attest_refusal", reference, attestation_id)
    context = {"seat": seat, "case": seat.case, "asked": found, "form": form}
    return render(request, "reviews/receipt/attest.html", context, status=422 if form.errors else 200)
