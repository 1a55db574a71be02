"""What a view behind the sign-in door is given."""

from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """A request of somebody signed in: `SignInRequired` lets no other through. For annotations only."""

    user: User
