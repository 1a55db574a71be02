"""Users, departments, the reporting line and standing roles."""

import uuid
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .states import Language, Role

time_zone_names = cache(available_timezones)  # it reads the whole database of zones, which takes 15 ms


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in time_zone_names():
        raise ValidationError(_("This time zone is not known. Use a name like Europe/London."), code="time_zone")


class Department(models.Model):
    """A node of the company's tree."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="department_not_its_own_parent",
                violation_error_code="cycle",
                violation_error_message=_("A department cannot be part of itself."),
            ),
        )

    def __str__(self) -> str:
        return self.name


Written = Callable[[], Any]
_of_readers: dict[str, Written] = {}


def reads_of_readers(name: str) -> Callable[[Written], Written]:
    """Register what the rooms above want known of whoever signed in, on every page: an expression of a user's row, read
    in the same query.
    """

    def register(written: Written) -> Written:
        _of_readers[name] = written
        return written

    return register


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user; the e-mail address is kept in lower case, a missing password is unusable."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save an administrator of the site, who has no part in any case by that."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def with_standing(self) -> models.QuerySet["User"]:
        """Users with their standing roles and whether anybody reports to them, read in the same query."""
        roles = ArraySubquery(RoleGrant.objects.filter(user=OuterRef("pk")).values("role"))
        reports = Exists(User.objects.filter(manager=OuterRef("pk")))
        return self.annotate(read_roles=roles, read_reports=reports)

    def signed_in(self) -> models.QuerySet["User"]:
        """The same, and whatever else every page says of its reader."""
        return self.with_standing().annotate(**{name: written() for name, written in _of_readers.items()})


class ReportsOf(models.Func):
    """Ids of everyone who reports to a user, at any depth (`people_reports_of` in the database)."""

    function = "people_reports_of"
    output_field = models.BigIntegerField()
    set_returning = True


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, by e-mail address."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    employee_number = models.CharField(_("employee number"), max_length=40, unique=True, null=True, blank=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    manager = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("line manager")
    )
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[validate_time_zone])
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_weekends = models.BooleanField(_("quiet at weekends"), default=False, db_default=False)
    daily_at = models.PositiveSmallIntegerField(
        _("hour of the daily mail"), null=True, blank=True
    )  # None: single mails
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may read the administration pages"), default=False)
    joined_at = models.DateTimeField(_("added"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_code="case",
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("id")),
                name="user_not_their_own_manager",
                violation_error_code="cycle",
                violation_error_message=_("Nobody reports to themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_until")),
                name="user_quiet_hours_are_a_pair",
                violation_error_code="pair",
                violation_error_message=_("Quiet hours have a beginning and an end, which are not the same."),
            ),
            models.CheckConstraint(
                condition=models.Q(daily_at=None) | models.Q(daily_at__lte=23),
                name="user_daily_mail_at_an_hour",
                violation_error_code="hour",
                violation_error_message=_("The hour of the daily mail is one from 0 to 23."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def _standing(self) -> tuple[frozenset[str], bool]:
        """Standing roles, and whether anybody reports to this user; whoever signed in comes with them
        (`people.backends`), for others it is one query.
        """
        read = self if "read_roles" in self.__dict__ else User.objects.with_standing().filter(pk=self.pk).first()
        return (frozenset(vars(read)["read_roles"]), vars(read)["read_reports"]) if read else (frozenset(), False)

    def forget_standing(self) -> None:
        """Read roles and reports anew when they are asked for next."""
        for name in ("_standing", "read_roles", "read_reports"):
            self.__dict__.pop(name, None)

    @property
    def roles(self) -> frozenset[str]:
        return self._standing[0]

    @property
    def has_reports(self) -> bool:
        return self._standing[1]

    @property
    def is_hr(self) -> bool:
        """Of HR, or leading it."""
        return not self.roles.isdisjoint((Role.HR, Role.HR_LEAD))

    @property
    def is_auditor(self) -> bool:
        return Role.AUDITOR in self.roles


def acted(user: User, principal: User | None) -> str:
    """The name of who did something; with the name of whoever they deputised for, "X for Y"."""
    if principal is None:
        return user.name
    return gettext("%(deputy)s for %(principal)s") % {"deputy": user.name, "principal": principal.name}


class RoleGrant(models.Model):
    """A standing role given to a user."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    granted_at = models.DateTimeField(_("given"), default=timezone.now)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role"),
                name="role_given_once",
                violation_error_code="twice",
                violation_error_message=_("This person has the role already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="role_known",
                violation_error_code="role",
                violation_error_message=_("This role is not known."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class CalendarFeed(models.Model):
    """The private address of somebody's calendar. Only a SHA-256 of its secret is kept; without the row it is none."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.user_id}"


class PrivateAddress(models.Model):
    """Where somebody may be sent their copies after they left. Nothing goes there before the link that was mailed to it
    was followed; of that link's secret only a SHA-256 is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="private_address")
    address = models.EmailField(_("private e-mail address"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("private address")
        verbose_name_plural = _("private addresses")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(confirmed_at__gte=models.F("entered_at")),
                name="private_address_confirmed_after_it_was_entered",
                violation_error_code="order",
                violation_error_message=_("An address is confirmed after it was entered."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"
