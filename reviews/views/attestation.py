"""What can be said about the signatures of a case, to whoever may read what was signed."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.actions import record_reading
from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from reviews.attestation import attestation_at, attestations


@require_GET
def sign_offs(request: Request, reference: str) -> HttpResponse:
    """Every signature of the case, oldest first."""
    seat = seat_at(request, reference)
    found = attestations(seat)
    record_reading(seat, by=Actor.of(request))
    return render(request, "reviews/sign_offs.html", {"seat": seat, "case": seat.case, "attested": found})


@require_GET
def sign_off(request: Request, reference: str, sign_off_id: uuid.UUID) -> HttpResponse:
    """One signature: who, what, when, from where, and whether what was signed still stands."""
    seat = seat_at(request, reference)
    found = attestation_at(seat, sign_off_id)
    record_reading(seat, by=Actor.of(request))
    context = {"seat": seat, "case": seat.case, "found": found, "signed": found.sign_off}
    return render(request, "reviews/sign_off.html", context | {"zone": timezone.get_current_timezone_name()})
