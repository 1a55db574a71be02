"""Pages that a secret in their address opens, without a sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .http import client_address
from .often import is_too_often

View = Callable[..., HttpResponseBase]


def opened_by_link(what: str, most: Callable[[], int]) -> Callable[[View], View]:
    """Show a page to whoever has the secret, at most so many times in an hour to one network address.

    A GET changes nothing, since what scans mails follows links. The address is told to no other page (`no-referrer`),
    which makes browsers say `Origin: null` with the form: the secret in the address, and no cookie, lets somebody in,
    so there is nothing for a forged request to borrow.
    """

    def decorated(view: View) -> View:
        @login_not_required
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase
            if is_too_often(what, client_address(request), most()):
                response = render(request, "429.html", status=429)
            else:
                response = view(request, *args, **kwargs)
            response["Referrer-Policy"] = "no-referrer"
            return response

        return shown

    return decorated
