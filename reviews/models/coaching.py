"""Coaching between checkpoints: series that are planned, sessions that were held, the employee's answers. Written once.

The days of a series are worked out from it (`reviews.coaching`) and are no rows; a session may answer one of them.
"""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Item, Plan, SupportMeasure
from plans.models.plan import day_field
from reviews.states import SessionKind, SessionSaid

LONG = 2000  # characters
SHORT = 500
MOST_MINUTES = 600
SUNDAY = 6


def minutes_field() -> models.PositiveSmallIntegerField[Any, Any]:
    limits = (MinValueValidator(1), MaxValueValidator(MOST_MINUTES))
    return models.PositiveSmallIntegerField(pgettext_lazy("length", "minutes"), validators=limits)


def some_minutes(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
        name=name,
        violation_error_code="minutes",
        violation_error_message=_("A session lasts from one minute to ten hours."),
    )


def about_an_item(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(support=None) | Q(item__isnull=False),
        name=name,
        violation_error_code="pair",
        violation_error_message=_("A support measure belongs to an item."),
    )


class AboutHelp(models.Model):
    """What coaching is about: a support measure of an item, an item, or where both are empty the whole plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    support = models.ForeignKey(
        SupportMeasure, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    minutes = minutes_field()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        """In the plan's own words; nothing where it is about the whole plan."""
        area, help_ = self.item.area if self.item else "", self.support.content if self.support else ""
        return gettext("%(area)s: %(help)s") % {"area": area, "help": help_} if area and help_ else area or help_


class SessionSeries(AboutHelp):
    """Regular coaching on one day of the week, with a mentor, or with the line manager where `mentor` is empty."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="session_series", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    weekday = models.PositiveSmallIntegerField(_("day of the week"))  # 0 is Monday
    starts_at = models.TimeField(_("time"))
    first_on = day_field(_("first day"))
    last_on = day_field(_("last day"))

    class Meta:
        verbose_name = _("series of sessions")
        verbose_name_plural = _("series of sessions")
        ordering = ("first_on", "at")
        constraints = (
            known("kind", SessionKind, "session_kind_known"),
            known("part", Part, "session_series_part_known"),
            some_minutes("session_series_minutes"),
            models.CheckConstraint(
                condition=Q(weekday__lte=SUNDAY),
                name="session_weekday_known",
                violation_error_code="weekday",
                violation_error_message=_("This is no day of the week."),
            ),
            about_an_item("session_series_about"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="session_series_in_order",
                violation_error_code="order",
                violation_error_message=_("The last day must not lie before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.weekday}"


class SeriesEnd(models.Model):
    """A series that ended early: from this day on nothing of it is planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.OneToOneField(SessionSeries, on_delete=models.PROTECT, related_name="ending", editable=False)
    from_on = models.DateField(editable=False)
    reason = models.CharField(_("reason"), max_length=SHORT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("end of a series")
        verbose_name_plural = _("ends of series")
        constraints = (known("part", Part, "series_end_part_known"),)

    def __str__(self) -> str:
        return f"{self.series_id} {self.from_on}"


class CoachingSession(AboutHelp):
    """What was done in one session, in the words of whoever coached. `key` is the same for every try of one entry."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="coaching_sessions", editable=False)
    key = models.UUIDField(editable=False)
    series = models.ForeignKey(
        SessionSeries, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, editable=False
    )
    planned_on = models.DateField(null=True, blank=True, editable=False)
    held_on = day_field(_("day"))
    done = models.TextField(_("what you did"), max_length=LONG)
    next_steps = models.TextField(_("what comes next"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("coaching session")
        verbose_name_plural = _("coaching sessions")
        ordering = ("held_on", "at")
        constraints = (
            known("part", Part, "coaching_session_part_known"),
            some_minutes("coaching_session_minutes"),
            about_an_item("coaching_session_about"),
            models.CheckConstraint(
                condition=Q(series=None, planned_on=None) | Q(series__isnull=False, planned_on__isnull=False),
                name="coaching_session_answers_a_day",
                violation_error_code="pair",
                violation_error_message=_("A series and the day that was planned belong together."),
            ),
            models.UniqueConstraint(
                fields=("series", "planned_on"),
                name="planned_session_answered_once",
                violation_error_code="taken",
                violation_error_message=_("This planned session is logged already."),
            ),
            models.UniqueConstraint(fields=("plan", "by", "key"), name="coaching_session_logged_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.held_on}"

    @property
    def answered(self) -> "SessionAnswer | None":
        """The employee's answer, where there is one."""
        return getattr(self, "answer", None)


class SessionAnswer(models.Model):
    """The employee says that a session was as it was logged, or that it was otherwise, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(CoachingSession, on_delete=models.PROTECT, related_name="answer", editable=False)
    said = models.CharField(_("your answer"), max_length=10, choices=SessionSaid)
    words = models.CharField(_("your words"), max_length=SHORT, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("answer to a session")
        verbose_name_plural = _("answers to sessions")
        constraints = (
            known("said", SessionSaid, "session_said_known"),
            models.CheckConstraint(
                condition=~Q(said=SessionSaid.OTHERWISE) | ~Q(words=""),
                name="otherwise_says_how",
                violation_error_code="words",
                violation_error_message=_("Say how it was."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.said}"
