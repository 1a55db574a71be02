"""Sessions that end, a person's own language and time zone, and the one door that asks to sign in."""

import time
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from .kept import keep

Handler = Callable[[HttpRequest], HttpResponse]
STAMP_EVERY = 60  # seconds: a session is written once a minute at most


def session_limits(get_response: Handler) -> Handler:
    """End a session after `SESSION_IDLE` without a request, or `SESSION_COOKIE_AGE` after sign-in (ASVS 7.3)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            _end_or_stamp(request, now=time.time())
        return get_response(request)

    return middleware


def _end_or_stamp(request: HttpRequest, now: float) -> None:
    session = request.session
    began, seen = session.get("began", now), session.get("seen", now)
    if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif "began" not in session or now - seen > STAMP_EVERY:
        session["began"], session["seen"] = began, now


def preferences(get_response: Handler) -> Handler:
    """Pages speak the language and the local time of the person who reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
            return get_response(request)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a sign-in unless it says otherwise; a form sent too late keeps its words."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseRedirect:
        if request.method == "POST":
            keep(request)
        return super().handle_no_permission(request, view_func)
