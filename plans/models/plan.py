"""The plan as its manager drafts it. What others read is a frozen `PlanVersion`."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import CaseFile
from cases.models.constraints import known
from people.models import User
from plans.states import EDITABLE, LIVE, Cause, Direction, PlanStatus, ResourceKind, SupportKind

LONG = 10_000  # characters in a free text
MOST_ITEMS = 5

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
SENSIBLE_DAY = (
    MinValueValidator(EARLIEST, _("This date is too far in the past.")),
    MaxValueValidator(LATEST, _("This date is too far in the future.")),
)


def day_field(label: Any, **options: Any) -> models.DateField[Any, Any]:
    """A calendar day of the case's time zone, between the years 2000 and 2100."""
    return models.DateField(label, validators=SENSIBLE_DAY, **options)


class Plan(models.Model):
    """One performance improvement plan of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="plans", editable=False)
    employee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    status = models.CharField(max_length=20, choices=PlanStatus, default=PlanStatus.DRAFT, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # counts saves of the draft
    frozen = models.PositiveIntegerField(default=0, editable=False)  # number of the newest version
    issued = models.PositiveIntegerField(default=0, editable=False)  # number of the version the employee reads
    ruleset = models.CharField(_("rules"), max_length=20, default="general", db_default="general", editable=False)

    rating = models.CharField(_("appraisal rating"), max_length=120, blank=True)
    findings = models.TextField(_("facts and data"), max_length=LONG, blank=True)
    standard = models.CharField(_("standard or policy relied on"), max_length=200, blank=True)
    standard_version = models.CharField(_("version or date of the standard"), max_length=60, blank=True)
    starts_on = day_field(_("starts on"), null=True, blank=True)
    ends_on = day_field(_("ends on"), null=True, blank=True)
    if_met = models.TextField(_("if the targets are met"), max_length=LONG, blank=True)
    if_not_met = models.TextField(_("if the targets are not met"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = (
            known("status", PlanStatus, "plan_status_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                name="plan_ends_after_it_starts",
                violation_error_code="order",
                violation_error_message=_("The plan must end after it starts."),
            ),
            models.UniqueConstraint(
                fields=("employee",),
                condition=Q(status__in=LIVE),
                name="one_live_plan",  # R7
                violation_error_code="second",
                violation_error_message=_("There is a plan going on for this person already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE


class PlanRow(models.Model):
    """A row of a list in the draft, kept in its order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ("position",)


class PriorFeedback(PlanRow):
    """Feedback the employee had before the plan (R1)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="prior_feedback", editable=False)
    given_on = day_field(_("given on"))
    said = models.CharField(_("what was said"), max_length=1000)

    class Meta(PlanRow.Meta):
        verbose_name = _("prior feedback")
        verbose_name_plural = _("prior feedback")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.given_on}"


class Item(PlanRow):
    """One thing to improve: what is observed, why it is so, and where it is to go."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", editable=False)
    area = models.CharField(_("what is to improve"), max_length=200)
    observed = models.TextField(_("what was observed"), max_length=LONG)
    observed_on = day_field(_("when, for example"))
    impact = models.TextField(_("its impact"), max_length=LONG)
    cause = models.CharField(_("root cause"), max_length=20, choices=Cause)
    analysis = models.TextField(_("why it is so"), max_length=LONG)
    baseline = models.DecimalField(_("current level"), max_digits=12, decimal_places=2)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=40)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    measured_by = models.TextField(_("how it is measured"), max_length=2000)
    data_source = models.CharField(_("data source"), max_length=300)
    assessor = models.CharField(_("who assesses it"), max_length=120)
    due_on = day_field(_("due on"))

    class Meta(PlanRow.Meta):
        verbose_name = _("improvement item")
        verbose_name_plural = _("improvement items")
        constraints = (
            known("cause", Cause, "item_cause_known"),
            known("direction", Direction, "item_direction_known"),
            models.CheckConstraint(
                condition=(Q(direction=Direction.RAISE) & Q(target__gt=F("baseline")))
                | (Q(direction=Direction.LOWER) & Q(target__lt=F("baseline"))),
                name="item_target_leads_somewhere",
                violation_error_code="gap",
                violation_error_message=_(
                    "The target must lie beyond the current level, in the direction you chose: "
                    "higher to raise it, lower to lower it."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.position}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.plan.case_id

    def is_met_by(self, value: Decimal) -> bool:
        """Whether a measured value reaches the target, in the item's direction."""
        return value >= self.target if self.direction == Direction.RAISE else value <= self.target


class SupportMeasure(PlanRow):
    """Help the employee gets for an item (R3)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="support", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SupportKind)
    content = models.CharField(_("what"), max_length=500)
    provider = models.CharField(_("by whom"), max_length=120)
    schedule = models.CharField(_("when and how much"), max_length=200)

    class Meta(PlanRow.Meta):
        verbose_name = _("support measure")
        verbose_name_plural = _("support measures")
        constraints = (known("kind", SupportKind, "support_kind_known"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"


class Commitment(PlanRow):
    """A resource the company commits to for an item (R3)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="commitments", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind)
    content = models.CharField(_("what"), max_length=500)
    owner = models.CharField(_("who sees to it"), max_length=120)
    needed_by = day_field(_("needed by"))

    class Meta(PlanRow.Meta):
        verbose_name = _("resource commitment")
        verbose_name_plural = _("resource commitments")
        constraints = (known("kind", ResourceKind, "commitment_kind_known"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"


class PlannedCheckpoint(PlanRow):
    """A day on which both meet; it becomes a checkpoint of `reviews` once the plan runs."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="planned_checkpoints", editable=False)
    due_on = day_field(_("checkpoint on"))

    class Meta(PlanRow.Meta):
        verbose_name = _("planned checkpoint")
        verbose_name_plural = _("planned checkpoints")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on}"
