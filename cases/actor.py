"""Who acts, as the request proves it: never from a parameter that a client sends."""

import hashlib
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest

from people.http import Request, client_address
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
    def unsigned(cls, request: HttpRequest) -> Self:
        """Whoever followed a link that needs no sign-in: nobody knows who that is, only from where it was done."""
        return cls(user=CLOCK, address=client_address(request), user_agent=_user_agent(request))

    @classmethod
    def of(cls, request: Request) -> Self:
        return cls(
            user=request.user,
            address=client_address(request),
            user_agent=_user_agent(request),
            session=hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16],
        )


def _user_agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:LONGEST_USER_AGENT]
