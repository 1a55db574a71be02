"""What a view behind the sign-in door is given, and where a request comes from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """A request of somebody signed in: `SignInRequired` lets no other through. For annotations only."""

    user: User
    htmx: Any  # `django_htmx.middleware.HtmxDetails`, true for a request that htmx sent


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind `TRUSTED_PROXIES` proxies, what the outermost of them saw. A forged header
    gains nothing, since addresses are counted from our side.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
