"""The plan, and the rows that a running plan stands on.

A draft is a document (`plans.draft`); what others read is a frozen `PlanVersion`; items, support measures and resource
commitments are laid out as rows from the issued version (`plans.actions.layout`), so that progress can point at them.
"""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from cases.models import CaseFile
from cases.models.constraints import known
from people.models import User
from plans import rulesets
from plans.draft import Draft
from plans.states import EDITABLE, FINAL, Cause, Direction, Measure, PlanStatus, ResourceKind, SupportKind

LONG = 10_000  # characters in a free text
REMINDED = (PlanStatus.CONSULTATION, PlanStatus.HR_REVIEW, PlanStatus.SECOND_LINE, PlanStatus.FINAL_REVIEW)
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
    consulted = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # version opened for consultation
    ruleset = models.CharField(_("rules"), max_length=20, default="general", db_default="general", editable=False)

    draft = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), blank=True, editable=False)
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    starts_on = day_field(_("starts on"), null=True, blank=True)
    ends_on = day_field(_("ends on"), null=True, blank=True)

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
                condition=~Q(status__in=FINAL),
                name="one_live_plan",  # R7
                violation_error_code="second",
                violation_error_message=_("A plan cannot be begun for this person now. HR can tell you more."),
            ),
        )
        indexes = (  # few of all plans are in one of these, or near their end: reminders look every minute
            models.Index(fields=("status",), condition=Q(status__in=REMINDED), name="plan_reminded"),
            models.Index(fields=("ends_on",), condition=Q(status=PlanStatus.ACTIVE), name="plan_ending"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def asked_items(self) -> "models.QuerySet[Item]":
        """The items that are measured and assessed now: those of the version in force."""
        return self.items.filter(dropped_in=None)

    @property
    def document(self) -> Draft:
        """The draft as it was saved last, read anew each time: whoever changes it saves it (`save_draft`)."""
        return Draft.model_validate(self.draft).follow(rulesets.get(self.ruleset).holiday_calendar)


class PlanRow(models.Model):
    """A row of a list in the issued plan, in its order; the id is that of the draft's row.

    `dropped_in` is the number of the version that an amendment brought into force without it: the row stays, with
    what was measured and said of it, and is asked for no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    dropped_in = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("position",)


class Item(PlanRow):
    """One thing to improve: what is observed, why it is so, and where it is to go."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", editable=False)
    area = models.CharField(_("what is to improve"), max_length=200)
    observed = models.TextField(_("what was observed"), max_length=LONG)
    observed_on = day_field(_("when, for example"))
    impact = models.TextField(_("its impact"), max_length=LONG)
    cause = models.CharField(_("root cause"), max_length=20, choices=Cause)
    analysis = models.TextField(_("why it is so"), max_length=LONG)
    measure = models.CharField(
        _("how the target is put"), max_length=10, choices=Measure, default=Measure.NUMBER, db_default=Measure.NUMBER
    )
    levels = models.JSONField(_("levels"), default=list, db_default=Value([], models.JSONField()), blank=True)
    baseline = models.DecimalField(_("current level"), max_digits=12, decimal_places=2)
    lower_limit = models.DecimalField(_("lower limit"), max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    interim = models.JSONField(_("interim targets"), default=list, db_default=Value([], models.JSONField()), blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    measured_by = models.TextField(_("how it is measured"), max_length=2000)
    data_source = models.CharField(_("data source"), max_length=300)
    assessor = models.CharField(_("who assesses it"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("weight in percent"), null=True, blank=True)
    due_on = day_field(_("due on"))

    class Meta(PlanRow.Meta):
        verbose_name = _("improvement item")
        verbose_name_plural = _("improvement items")
        constraints = (
            known("cause", Cause, "item_cause_known"),
            known("direction", Direction, "item_direction_known"),
            known("measure", Measure, "item_measure_known"),
            models.CheckConstraint(
                condition=Q(direction=Direction.RAISE, target__gt=F("baseline"))
                | Q(direction=Direction.LOWER, target__lt=F("baseline"))
                | (
                    Q(direction=Direction.KEEP_WITHIN, lower_limit__isnull=False, lower_limit__lt=F("target"))
                    & (Q(baseline__lt=F("lower_limit")) | Q(baseline__gt=F("target")))
                ),
                name="item_gap_leads_somewhere",
                violation_error_code="gap",
                violation_error_message=_(
                    "The target must lie beyond the current level, in the direction you chose: "
                    "higher to raise it, lower to lower it, two limits around neither to keep within."
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
        if self.direction == Direction.KEEP_WITHIN and self.lower_limit is not None:
            return self.lower_limit <= value <= self.target
        return value >= self.target if self.direction == Direction.RAISE else value <= self.target


class SupportMeasure(PlanRow):
    """Help the employee gets for an item (R3)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="support", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SupportKind)
    content = models.CharField(_("what"), max_length=500)
    provider = models.CharField(_("by whom"), max_length=120)
    schedule = models.CharField(_("when and how much"), max_length=200)
    hours = models.DecimalField(_("hours, in all"), max_digits=7, decimal_places=1, null=True, blank=True)
    learning = models.JSONField(_("to learn from"), default=list, db_default=Value([], models.JSONField()), blank=True)

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
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("hours, in all"), max_digits=7, decimal_places=1, null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = _("resource commitment")
        verbose_name_plural = _("resource commitments")
        constraints = (known("kind", ResourceKind, "commitment_kind_known"),)
        indexes = (models.Index(fields=("needed_by",), condition=Q(dropped_in=None), name="commitment_needed"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
