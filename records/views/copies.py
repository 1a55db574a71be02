"""Asking for the written record, and fetching it."""

import uuid
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actor import Actor
from cases.refusals import WrongMoment
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from records import actions
from records.acts import REQUEST_COPY, SEND_COPY_LINK
from records.models import RecordCopy
from records.queries import SHOWN, copies_of, open_copy, ready_copy
from records.states import CopyKind, CopyLanguage

DAMAGED = _("The file of this copy is gone or was changed since it was made. Ask for a new one, and tell HR.")

TYPES = {CopyKind.RECORD: "application/pdf", CopyKind.EVERYTHING: "application/zip"}


@require_http_methods(["GET", "POST"])
def request_copy(request: Request, reference: str) -> HttpResponse:
    """What the record is, the buttons that make a copy, and one's own copies; htmx asks for the list alone."""
    seat = seat_at(request, reference)
    seat.check(REQUEST_COPY, seat.case)
    if request.method == "POST":
        wanted = request.POST.get("kind")
        kind = CopyKind.EVERYTHING if wanted == CopyKind.EVERYTHING else CopyKind.RECORD
        in_both = request.POST.get("language") == CopyLanguage.BOTH
        actions.request_copy(seat.case, by=Actor.of(request), kind=kind, in_both_languages=in_both)
        return redirect("records:request_copy", seat.case.reference)
    copies = list(copies_of(seat)[:SHOWN])
    under_way = any(copy.is_under_way for copy in copies)
    context = {"seat": seat, "case": seat.case, "copies": copies, "under_way": under_way} | _sending(seat)
    template = "records/request_copy.html#copies" if "list" in request.GET else "records/request_copy.html"
    return render(request, template, context)


def _sending(seat: Seat) -> dict[str, Any]:
    """Whether the way to the links is shown."""
    return {"may_send": seat.may(SEND_COPY_LINK, seat.case), "is_own": seat.is_any_of(Part.SUBJECT)}


@require_GET
def download(request: Request, reference: str, copy_id: uuid.UUID) -> HttpResponseBase:
    """The file, for whoever asked for it and still has that part; its name says nothing of a person."""
    return handed_out(ready_copy(seat_at(request, reference), copy_id))


def handed_out(copy: RecordCopy) -> FileResponse:
    """The file of a copy, once it is found to be what was made. Raises `WrongMoment`."""
    kept = open_copy(copy)
    if kept is None:
        raise WrongMoment(DAMAGED)
    response = FileResponse(kept, as_attachment=True, filename=copy.file_name, content_type=TYPES[CopyKind(copy.kind)])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
