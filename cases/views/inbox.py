"""One's own inbox: what one was told, and going on from there."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from cases.actions import read_notices
from cases.inbox import inbox_of, page_of_inbox, way_of
from cases.models import Notice
from cases.seat import seat_at
from people.http import Request

LONGEST_ID = 18  # digits that a bigint surely takes


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What one was told, newest first."""
    page = page_of_inbox(request.user, request.GET.get("after"))
    return render(request, "cases/inbox.html", {"page": page})


@require_GET
def open_notice(request: Request, number: int) -> HttpResponse:
    """Go on to what it is about; it is read then."""
    notice = get_object_or_404(_these(request, str(number)).select_related("case"))
    read_notices(inbox_of(request.user).filter(pk=notice.pk))
    return redirect(way_of(seat_at(request, notice.case.reference, narrow=True), notice))


@require_POST
def mark_read(request: Request) -> HttpResponse:
    """One of them, or all up to the newest that the page showed: what came meanwhile stays unread."""
    if "notice" in request.POST:
        read_notices(_these(request, request.POST["notice"]))
    else:
        newest = _number(request.POST.get("until", ""))
        read_notices(inbox_of(request.user).filter(pk__lte=newest))
    return redirect("cases:inbox")


def _these(request: Request, number: str) -> QuerySet[Notice]:
    return inbox_of(request.user).filter(pk=_number(number))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0
