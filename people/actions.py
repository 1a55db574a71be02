"""Every write about people."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import CalendarFeed, Department, PrivateAddress, RoleGrant, User
from .queries import secret_digest
from .states import Role


@transaction.atomic
def add_user(
    email: str, *, name: str, roles: tuple[Role, ...] = (), password: str | None = None, **fields: object
) -> User:
    """Add a person with their standing roles. `fields` are the other columns of `User`."""
    user = User.objects.create_user(email, password, name=name, **fields)
    for role in roles:
        grant_role(user, role)
    return user


def add_department(name: str, *, parent: Department | None = None) -> Department:
    department = Department(name=name, parent=parent)
    department.full_clean()
    department.save()
    return department


def grant_role(user: User, role: Role) -> None:
    """Give a standing role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)
    user.forget_standing()


def withdraw_role(user: User, role: Role) -> None:
    """Take a standing role away; it counts from the user's next request on."""
    RoleGrant.objects.filter(user=user, role=role).delete()
    user.forget_standing()


def deactivate(user: User) -> None:
    """A leaver: may not sign in, and any session ends with its next request."""
    user.is_active = False
    user.save(update_fields=["is_active"])


def set_preferences(user: User, *, language: str, time_zone: str, **mails: Any) -> None:
    """Language and time zone of one's own pages and mails; `mails` are the fields that say when they go out."""
    changed = {"language": language, "time_zone": time_zone, **mails}
    for name, value in changed.items():
        setattr(user, name, value)
    user.full_clean(validate_unique=False)
    user.save(update_fields=list(changed))


def make_calendar_feed(user: User) -> str:
    """A new secret for the address of one's calendar, told this once; the one before it is good no more."""
    secret = secrets.token_urlsafe(32)
    made = {"digest": secret_digest(secret), "made_at": timezone.now()}
    CalendarFeed.objects.update_or_create(user=user, defaults=made)
    return secret


def revoke_calendar_feed(user: User) -> None:
    """Nobody reads the calendar any more, whoever has its address; doing it twice changes nothing."""
    CalendarFeed.objects.filter(user=user).delete()


def enter_private_address(user: User, *, address: str, by: User) -> tuple[PrivateAddress, str]:
    """In the place of any other, and not confirmed: the row, and the secret of the link that confirms it, told this
    once.
    """
    secret = secrets.token_urlsafe(32)
    row = PrivateAddress.objects.filter(user=user).first() or PrivateAddress(user=user)
    row.address, row.entered_by, row.entered_at = address, by, timezone.now()
    row.digest, row.confirmed_at = secret_digest(secret), None
    row.full_clean()
    row.save()
    return row, secret


def confirm_private_address(row: PrivateAddress) -> None:
    """Whoever reads what is sent there said so. Nothing changes where another address was entered meanwhile."""
    found = PrivateAddress.objects.filter(pk=row.pk, digest=row.digest, confirmed_at=None)
    found.update(confirmed_at=timezone.now())


def remove_private_address(user: User) -> None:
    """Nothing is sent there any more; doing it twice changes nothing."""
    PrivateAddress.objects.filter(user=user).delete()
