"""Links to copies: sent to somebody who left, taken back, and the page that one opens."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.actor import Actor
from cases.refusals import NotVisible, WrongMoment
from cases.seat import Seat, seat_at
from people.address_views import say_whether_sent
from people.by_link import opened_by_link
from people.forms import PrivateAddressForm
from people.http import Request
from people.kept import submitted
from people.private import ask_to_confirm
from people.queries import private_address_of
from records import actions
from records.acts import ENTER_ADDRESS, REVOKE_COPY_LINK, SEND_COPY_LINK
from records.links import link_at, links_of, open_link, reasons_against
from records.models import CopyLink

from .copies import handed_out


@require_http_methods(["GET", "POST"])
def send_copy_link(request: Request, reference: str) -> HttpResponse:
    """What is sent and to where, the links there are, and the button; or why no link can be sent now."""
    seat = seat_at(request, reference)
    seat.check(SEND_COPY_LINK, seat.case)
    if request.method == "POST":
        actions.send_copy_link(seat.case, by=Actor.of(request))
        messages.success(request, _("The copy is being made. The mail with the link goes out as soon as it is there."))
        return redirect("records:send_copy_link", reference)
    return render(request, "records/send_copy_link.html", _about(seat))


def _about(seat: Seat) -> dict[str, Any]:
    case, part = seat.case, seat.part_for(SEND_COPY_LINK)
    row = private_address_of(case.subject)
    return {
        "seat": seat,
        "case": case,
        "is_own": case.subject_id == seat.user.pk,
        "address": row,
        "shows_address": row and row.entered_by_id == seat.user.pk,
        "may_enter": seat.may(ENTER_ADDRESS, case) and not case.subject.is_active,
        "reasons": reasons_against(case, part),
        "links": links_of(case),
    }


@require_http_methods(["GET", "POST"])
def enter_address(request: Request, reference: str) -> HttpResponse:
    """HR enters what somebody who left gave in writing; a mail asks them to confirm it."""
    seat = seat_at(request, reference)
    seat.check(ENTER_ADDRESS, seat.case)
    form = PrivateAddressForm(seat.case.subject, submitted(request))
    if form.is_valid():
        row, secret = actions.enter_address(seat.case, by=Actor.of(request), **form.cleaned_data)
        say_whether_sent(request, sent=ask_to_confirm(row, secret))
        return redirect("records:send_copy_link", reference)
    context = {"seat": seat, "case": seat.case, "form": form}
    return render(request, "records/enter_address.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_copy_link(request: Request, reference: str, link_id: uuid.UUID) -> HttpResponse:
    """It opens nothing any more."""
    seat = seat_at(request, reference)
    if seat.parts.isdisjoint(REVOKE_COPY_LINK.who):
        seat.check(REVOKE_COPY_LINK, seat.case)
    actions.revoke_copy_link(_link_of(seat, link_id), by=Actor.of(request))
    messages.success(request, _("The link is taken back: it opens nothing any more."))
    return redirect("records:send_copy_link", reference)


def _link_of(seat: Seat, link_id: uuid.UUID) -> CopyLink:
    link = link_at(link_id)
    if link is None or link.case_id != seat.case.pk:
        raise NotVisible
    return link


@opened_by_link("copy-links", lambda: settings.LINK_READS)
def fetch_copy(request: HttpRequest, link_id: uuid.UUID, secret: str) -> HttpResponseBase:
    """A button that gives the file; nothing here says whose it is or what it is about. A link that is wrong, over or
    taken back is like an address that never was.
    """
    link = open_link(link_id, secret)
    if link is None:
        raise Http404
    if request.method == "POST":
        return _fetched(request, link)
    with translation.override(link.case.subject.language):
        return render(request, "records/fetch_copy.html", {"link": link})


def _fetched(request: HttpRequest, link: CopyLink) -> HttpResponseBase:
    """The file, once the fetch is recorded. What happened to the link meanwhile is not told."""
    response = handed_out(link.copy)
    try:
        actions.fetch_copy(link, by=Actor.unsigned(request))
    except WrongMoment as over:
        response.close()
        raise Http404 from over
    return response
