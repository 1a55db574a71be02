"""Who acts, as the request proves it: never from a parameter that a client sends."""

import hashlib
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import HttpRequest

from people.http import Request
from people.models import User

LONGEST_USER_AGENT = 400  # characters
CLOCK = User(name="pipcases")  # nobody: stands for the product itself, which notes what time brings. Known by identity.


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A signed-in person at one request. `address`, `user_agent` and `session` are empty outside a request."""

    user: User
    address: str = ""
    user_agent: str = ""
    session: str = ""

    @classmethod
    def clock(cls) -> Self:
        """The product itself: for acts that happen because time has passed."""
        return cls(user=CLOCK)

    @classmethod
    def of(cls, request: Request) -> Self:
        return cls(
            user=request.user,
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", "")[:LONGEST_USER_AGENT],
            session=hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16],
        )


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind `TRUSTED_PROXIES` proxies, what the outermost of them saw. A forged header
    gains nothing, since addresses are counted from our side.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
