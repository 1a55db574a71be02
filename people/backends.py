"""How a session's user is read."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in as allauth does; reads the user of a session together with their standing and what every page
    says of them, in one query a page.
    """

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.signed_in().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
