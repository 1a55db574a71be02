"""Pages of no room: whether the service is well, and what is said when a request cannot be served."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache as once

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from cases.models import SweepRun
from people.kept import keep
from records.heads import newest

SWEEP_MAY_BE_OLD = 180  # seconds; it runs every 60
CHECKPOINT_MAY_BE_OLD = timedelta(hours=25)
CHECKPOINT_TAKES = 900  # seconds after a start in which one may be made
STARTED = time.monotonic()


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503. For load balancers and for anybody: so words, never versions or errors."""
    database = _holds(_database)  # a dead one is waited for once, not three times
    found = {
        "database": database,
        "migrations": database and _holds(_migrations),
        "redis": _holds(_redis),
        "sweep": database and _holds(_sweep),
        "checkpoint": database and _holds(_checkpoint),
    }
    words = {name: "ok" if well else "failing" for name, well in found.items()}
    return JsonResponse(words, status=200 if all(found.values()) else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, RedisError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    return _written_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@once
def _written_migrations() -> set[tuple[str, str]]:
    """Those in the code, which stays the same while the process runs."""
    return set(MigrationLoader(None).disk_migrations or ())


def _redis() -> bool:
    cache.get("healthz")
    return True


def _sweep() -> bool:
    """Worker and beat live, seen by what they do. A service just started is given the time to do it."""
    if time.monotonic() - STARTED < SWEEP_MAY_BE_OLD:
        return True
    since = timezone.now() - timedelta(seconds=SWEEP_MAY_BE_OLD)
    return SweepRun.objects.filter(at__gte=since).exists()


def _checkpoint() -> bool:
    """Also after a fault was found: then none is made until somebody has looked."""
    if time.monotonic() - STARTED < CHECKPOINT_TAKES:
        return True
    checkpoint = newest()
    return checkpoint is not None and checkpoint.at > timezone.now() - CHECKPOINT_MAY_BE_OLD


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page too old to be trusted, as after signing in again in another window: its words are kept and the form is
    shown again, if it was ours; otherwise say so kindly. The reason is for the log, not for the reader.
    """
    if request.method == "POST" and keep(request):
        return redirect(request.path)
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request we cannot read: drawn without reading more of it, so that this page cannot fail over it again."""
    too_large = isinstance(exception, RequestDataTooBig)
    page = render_to_string("400.html", {"too_large": too_large})
    return HttpResponse(page, status=413 if too_large else 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not visible, or never there: the same bytes, so the page is given nothing of the request's address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Where even the page fails, a sentence remains."""
    try:
        page = render_to_string("500.html")
    except Exception:  # noqa: BLE001 - whatever broke the request may break the page too
        return HttpResponse(_("Something broke on our side. Please try again."), "text/plain; charset=utf-8", 500)
    return HttpResponse(page, status=500)
