"""Changes of a running plan: numbered, with a reason, approved by HR, received anew (R18); and pauses (R22)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.states import OPEN, WRITTEN, AmendmentStatus, AskedBy, ChangeKind

from .plan import LONG, Plan, day_field
from .version import PlanVersion


class Amendment(models.Model):
    """A change of the version `base`, numbered from 1 within the plan. While it is written it is the plan's draft;
    `version` is what was submitted of it last. Who approved and who issued stand in the version's sign-offs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amendments", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ChangeKind)
    status = models.CharField(max_length=20, choices=AmendmentStatus, default=AmendmentStatus.DRAFT, editable=False)
    reason = models.TextField(_("reason"), max_length=LONG)
    asked_by = models.CharField(_("who asked for it"), max_length=20, choices=AskedBy)
    base = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.OneToOneField(
        PlanVersion, on_delete=models.PROTECT, related_name="amendment", null=True, blank=True, editable=False
    )
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    begun_at = models.DateTimeField(editable=False)
    in_force_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ("number",)
        constraints = (
            known("kind", ChangeKind, "amendment_kind_known"),
            known("status", AmendmentStatus, "amendment_status_known"),
            known("asked_by", AskedBy, "amendment_asked_by_known"),
            models.UniqueConstraint(fields=("plan", "number"), name="amendment_number_once"),
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(status__in=OPEN),
                name="one_open_amendment",
                violation_error_code="second",
                violation_error_message=_("A change of the plan is open already. Finish or withdraw it first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=(AmendmentStatus.DRAFT, AmendmentStatus.WITHDRAWN)) | Q(version__isnull=False),
                name="amendment_shown_has_version",
                violation_error_code="version",
                violation_error_message=_("What was submitted has a version of its own."),
            ),
            models.CheckConstraint(
                condition=Q(status=AmendmentStatus.IN_FORCE, in_force_at__isnull=False)
                | (~Q(status=AmendmentStatus.IN_FORCE) & Q(in_force_at=None)),
                name="amendment_in_force_has_time",
                violation_error_code="pair",
                violation_error_message=_("What is in force has the time at which it began."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="amendment_says_why",
                violation_error_code="reason",
                violation_error_message=_("Say why the plan changes."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number} {self.status}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.plan.case_id

    @property
    def is_written(self) -> bool:
        """Whether the plan's draft is this amendment, for its manager alone."""
        return self.status in WRITTEN


class Pause(models.Model):
    """Days on which nothing is asked of anybody: `from_on` is the first, `until_on` the day on which the plan goes on.

    `days` are the working days between, by which every date that lay ahead moved later (`amendment`). The reason says
    no medical detail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="pauses", editable=False)
    from_on = day_field(_("paused from"))
    reason = models.TextField(_("reason"), max_length=1000)
    paused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    paused_at = models.DateTimeField(editable=False)
    until_on = day_field(_("goes on from"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True, editable=False)
    amendment = models.OneToOneField(
        Amendment, on_delete=models.PROTECT, related_name="pause", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("from_on", "paused_at")
        constraints = (
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(until_on=None),
                name="one_open_pause",
                violation_error_code="second",
                violation_error_message=_("The plan is paused already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None, days=None, amendment=None)
                | (Q(until_on__isnull=False) & Q(days__isnull=False) & Q(amendment__isnull=False)),
                name="pause_ends_whole",
                violation_error_code="pair",
                violation_error_message=_("A pause that is over has its last day, its working days and its amendment."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                name="pause_ends_after_it_began",
                violation_error_code="order",
                violation_error_message=_("The plan goes on after the first day of its pause."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.from_on}"
