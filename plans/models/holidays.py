"""Holiday calendars: which days are free where a case is, and which weekend days are worked to make up for them.

A calendar came with pipcases or is the company's own copy of one. HR may change each of them; the days of a year count
as known where they came from the package or where somebody of HR said that they checked them.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.states import CalendarStep, DayKind

from .plan import EARLIEST, LATEST

CODE = r"^[A-Z]{2}(-[A-Z0-9]{1,12})?$|^OWN-[0-9]{1,6}$"


class HolidayCalendar(models.Model):
    """`code` is an ISO 3166 country or part of one, or OWN and a number for the company's own. `language` is that of
    the local names of its days (BCP 47).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True, validators=[RegexValidator(CODE)], editable=False)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=10, default="en", editable=False)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies", editable=False
    )
    made_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("holiday calendar")
        verbose_name_plural = _("holiday calendars")
        ordering = ("name", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(made_at=None, made_by=None, based_on=None)
                | Q(made_at__isnull=False, made_by__isnull=False, based_on__isnull=False),
                name="calendar_own_or_shipped",
                violation_error_code="pair",
                violation_error_message=_("A calendar of the company's own says what it copies, who made it and when."),
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_own(self) -> bool:
        """Whether the company made it."""
        return self.based_on_id is not None


class CalendarYear(models.Model):
    """A year of a calendar. `source` names the package that its days came from; empty, they were written by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(HolidayCalendar, on_delete=models.PROTECT, related_name="years", editable=False)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(EARLIEST.year), MaxValueValidator(LATEST.year)]
    )
    source = models.CharField(max_length=60, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("year of a calendar")
        verbose_name_plural = _("years of calendars")
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=("calendar", "year"), name="calendar_year_once"),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="calendar_year_checked_by_somebody",
                violation_error_code="pair",
                violation_error_message=_("A year that was checked says when, and by whom."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.year}"

    @property
    def is_known(self) -> bool:
        """Whether its days can be relied on."""
        return bool(self.source) or self.checked_at is not None


class CalendarDay(models.Model):
    """A day that is not as its weekday says. `name` is in the calendar's language, `name_en` English where known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days", editable=False)
    day = models.DateField(_("day"))
    kind = models.CharField(_("what it is"), max_length=10, choices=DayKind, default=DayKind.FREE)
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("day of a calendar")
        verbose_name_plural = _("days of calendars")
        ordering = ("day",)
        constraints = (
            known("kind", DayKind, "calendar_day_kind_known"),
            models.UniqueConstraint(
                fields=("of", "day"),
                name="calendar_day_once",
                violation_error_code="again",
                violation_error_message=_("This day stands in the calendar already. Take it out first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class CalendarEdit(models.Model):
    """Who changed which calendar, when and how. Written once; a trigger refuses changes. What came with the package
    leaves no trace here, so a year without one is as it was delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(HolidayCalendar, on_delete=models.PROTECT, related_name="edits")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=CalendarStep)
    day = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=DayKind, blank=True)
    name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a calendar")
        verbose_name_plural = _("changes of calendars")
        ordering = ("-at", "-pk")
        constraints = (
            known("step", CalendarStep, "calendar_step_known"),
            known("kind", DayKind, "calendar_edit_kind_known", blank=True),
        )

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.step}"
