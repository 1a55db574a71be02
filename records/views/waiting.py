"""Records that wait or failed: all of them, and having them tried again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from records import actions
from records.acts import RETRY_COPIES
from records.waiting import page_of_waiting


@require_GET
def all_waiting(request: Request) -> HttpResponse:
    """Over all cases that HR looks after; nobody else has any."""
    page = page_of_waiting(request.user, request.GET.get("after"))
    return render(request, "records/waiting.html", {"page": page})


@require_POST
def retry_copies(request: Request, reference: str) -> HttpResponse:
    """Have what failed in one case tried again."""
    seat = seat_at(request, reference)
    seat.check(RETRY_COPIES, seat.case)
    actions.retry_copies(seat.case, by=Actor.of(request))
    messages.success(request, _("It is tried again now. That you asked for it stands in the case's history."))
    return redirect("records:waiting")
