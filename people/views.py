"""One's own settings, the language switch, and the demo's one-click sign-in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from . import actions
from .demo import DEMO_EMAILS
from .forms import PreferencesForm
from .http import Request
from .kept import submitted
from .models import User
from .states import Language


@require_http_methods(["GET", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Language and time zone, and when mails may come."""
    user = request.user
    said = {name: getattr(user, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(submitted(request), initial=said)
    if form.is_valid():
        actions.set_preferences(user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your settings are saved."))
        return redirect("people:settings")
    return render(request, "people/settings.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Switch at once: for this person from now on, or for this browser where nobody is signed in."""
    language = request.POST.get("language", "")
    response = redirect(_safe_next(request))
    if language not in Language.values:
        return response
    if request.user.is_authenticated:
        actions.set_preferences(request.user, language=language, time_zone=request.user.time_zone)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people. Outside the demo this address does not exist."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "")
    user = get_object_or_404(User, email=email if email in DEMO_EMAILS else "", is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(_safe_next(request))


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """No such page: addresses come from the company, and allauth would let everybody put another in their place."""
    raise Http404
