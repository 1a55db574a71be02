"""Every write about people."""

from django.db import transaction

from .models import Department, RoleGrant, User
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


def set_preferences(user: User, *, language: str, time_zone: str) -> None:
    """Language and time zone of one's own pages and mails."""
    user.language, user.time_zone = language, time_zone
    user.full_clean(validate_unique=False, validate_constraints=False)
    user.save(update_fields=["language", "time_zone"])
