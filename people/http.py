"""What a view behind the sign-in door is given."""

from typing import Any

from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """A request of somebody signed in: `SignInRequired` lets no other through. For annotations only."""

    user: User
    htmx: Any  # `django_htmx.middleware.HtmxDetails`, true for a request that htmx sent
