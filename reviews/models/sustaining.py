"""The sustain period after a good outcome: its planned check-ins, and the short words of both sides. Written once."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.models import Plan
from plans.models.plan import LONG
from plans.rulesets.schema import SUSTAIN
from reviews.states import SLIPPING, Keeping


class Sustain(models.Model):
    """From the day on which HR began it, for so many days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="sustain", editable=False)
    days = models.PositiveSmallIntegerField(_("how many days"))
    first_on = models.DateField(editable=False)
    last_on = models.DateField(editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("sustain period")
        verbose_name_plural = _("sustain periods")
        constraints = (
            models.CheckConstraint(
                condition=Q(days__gte=SUSTAIN.start, days__lt=SUSTAIN.stop, last_on__gt=F("first_on")),
                name="sustain_of_sensible_length",
                violation_error_code="days",
                violation_error_message=_("A sustain period lasts 30 to 180 days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.first_on}"


class CheckIn(models.Model):
    """One planned day of a sustain period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sustain = models.ForeignKey(Sustain, on_delete=models.PROTECT, related_name="check_ins", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    due_on = models.DateField(editable=False)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("sustain", "number"), name="check_in_number_once"),)
        indexes = (models.Index(fields=("due_on",), name="check_in_by_day"),)

    def __str__(self) -> str:
        return f"{self.sustain_id} {self.number}"

    @property
    def recorded(self) -> "CheckInRecord | None":
        """What the manager recorded; None as long as nobody did."""
        return getattr(self, "record", None)

    @property
    def has_slipped(self) -> bool:
        return self.recorded is not None and self.recorded.keeping in SLIPPING

    @property
    def answered(self) -> "CheckInAnswer | None":
        """The employee's own words; None as long as there are none."""
        return getattr(self, "answer", None)


class CheckInRecord(models.Model):
    """What the manager sees at a check-in, and what was agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="record", editable=False)
    keeping = models.CharField(_("how it goes"), max_length=20, choices=Keeping)
    held_on = models.DateField(_("on which day"))
    words = models.TextField(_("in a few words"), max_length=LONG)
    agreed = models.TextField(_("what was agreed"), max_length=LONG, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("record of a check-in")
        verbose_name_plural = _("records of check-ins")
        constraints = (
            known("keeping", Keeping, "check_in_keeping_known"),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="check_in_says_how_it_goes",
                violation_error_code="words",
                violation_error_message=_("Say in a few words how it goes."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.check_in_id} {self.keeping}"


class CheckInAnswer(models.Model):
    """The employee's own words to a check-in, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="answer", editable=False)
    words = models.TextField(_("in your own words"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("employee's words to a check-in")
        verbose_name_plural = _("employees' words to check-ins")
        constraints = (
            models.CheckConstraint(
                condition=~Q(words=""),
                name="check_in_answer_has_words",
                violation_error_code="words",
                violation_error_message=_("Write a few words."),
            ),
        )

    def __str__(self) -> str:
        return str(self.check_in_id)
