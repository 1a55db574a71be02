"""One's meetings in one's own calendar: a private address, made, shown once and taken back, and what it gives."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.actions import make_calendar_feed, revoke_calendar_feed
from people.http import Request, client_address
from people.models import CalendarFeed
from people.often import is_too_often
from people.queries import reader_of_feed, secret_digest
from reviews.invitations import feed_of


@never_cache
@require_http_methods(["GET", "POST"])
def address(request: Request) -> HttpResponse:
    """Whether there is an address; a new one is shown with the answer to the press that made it, and never again."""
    made = ""
    if request.method == "POST":
        made = settings.SITE_URL + reverse("reviews:feed", args=[make_calendar_feed(request.user)])
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "reviews/calendar.html", {"feed": feed, "made": made})


@require_POST
def revoke(request: Request) -> HttpResponse:
    """The address is good no more."""
    revoke_calendar_feed(request.user)
    messages.success(request, _("Your calendar address is taken back: it opens nothing any more."))
    return redirect("reviews:calendar")


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings of whose address this is. An address that opens nothing is answered like one that never was."""
    reader = reader_of_feed(secret)
    most = settings.CALENDAR_READS if reader else settings.CALENDAR_GUESSES
    if is_too_often("calendar", secret_digest(secret) if reader else client_address(request), most):
        return render(request, "429.html", status=429)
    if reader is None:
        raise Http404
    with translation.override(reader.language):
        answer = HttpResponse(feed_of(reader), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="pipcases.ics"'
    return answer
