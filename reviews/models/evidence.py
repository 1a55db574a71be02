"""What the evidence map rests on beside the plan (R29): recorded by HR as having happened, apart from it; written once.

A correction is another row that `replaces` the first, which stays. Which days may follow which, triggers of the
migration say as well (`evidence_in_order`); a row that was replaced or withdrawn stands in nobody's way.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Plan
from plans.models.plan import LONG, day_field
from reviews.states import HELP_AFTER, EvidenceKind, NoticeWay, Result

ASSESSED = (Result.MET, Result.NOT_MET)
NOTICE_DAYS = 30  # LCL art. 40
LINE = 300  # characters in one line
MOST_HOURS = 2000
# The words of each kind, those first without which it says nothing. Their names are the texts of the event.
NEEDED: dict[str, tuple[str, ...]] = {
    EvidenceKind.TRAINING: ("content", "provider"),
    EvidenceKind.TRANSFER: ("former_post", "new_post", "reasons"),
    EvidenceKind.SECOND_ASSESSMENT: ("standard", "assessed_by"),
    EvidenceKind.UNION: ("told_whom", "told_how"),
    EvidenceKind.NOTICE: ("delivered_how",),
    EvidenceKind.ART_42: ("checked_by", "prompts"),
}
BESIDE: dict[str, tuple[str, ...]] = {
    EvidenceKind.TRAINING: ("attendance", "outcome"),
    EvidenceKind.TRANSFER: ("outcome",),
    EvidenceKind.SECOND_ASSESSMENT: ("shown_by",),
    EvidenceKind.UNION: ("answered",),
}


def names_of(kind: str) -> tuple[str, ...]:
    return NEEDED[kind] + BESIDE.get(kind, ())


def hours_field(label: Any) -> models.DecimalField[Any, Any]:
    limits = (MinValueValidator(0), MaxValueValidator(MOST_HOURS))
    return models.DecimalField(label, max_digits=6, decimal_places=1, null=True, blank=True, validators=limits)


def _only(kinds: tuple[str, ...], **present: Any) -> Q:
    """These columns are there for these kinds, and for no others."""
    there, absent = Q(kind__in=kinds, **present), ~Q(kind__in=kinds)
    for lookup in present:
        absent &= Q(**{f"{lookup.removesuffix('__isnull')}__isnull": True})
    return there | absent


def _says_what_it_needs() -> Q:
    said = Q()
    for kind, names in NEEDED.items():
        said |= Q(kind=kind, words__has_keys=list(names))
    return said


class EvidenceRecord(models.Model):
    """One thing that happened. `happened_on` is its day, the first one of a training; `until_on` the last day of a
    training or of the period an assessment covers, and of a notice the day on which it takes effect; `since_on` the
    first day of that period. `words` are people's, by the names of `names_of`; `files` ids of stored files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence_records", editable=False)
    key = models.UUIDField(editable=False)
    kind = models.CharField(max_length=20, choices=EvidenceKind, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced", null=True, blank=True, editable=False
    )
    happened_on = day_field(_("day"))
    since_on = day_field(_("first day of the period"), null=True, blank=True)
    until_on = day_field(_("last day"), null=True, blank=True)
    consulted_on = day_field(_("when you talked about it with the employee"), null=True, blank=True)
    hours_planned = hours_field(_("hours planned"))
    hours_attended = hours_field(_("hours attended"))
    result = models.CharField(_("result"), max_length=20, blank=True, choices=[(r.value, r.label) for r in ASSESSED])
    way = models.CharField(_("kind of notice"), max_length=20, blank=True, choices=NoticeWay)
    words = models.JSONField(default=dict, editable=False)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("pieces of evidence")
        ordering = ("happened_on", "at")
        constraints = (
            known("kind", EvidenceKind, "evidence_kind_known"),
            known("part", Part, "evidence_part_known"),
            models.UniqueConstraint(fields=("plan", "by", "key"), name="evidence_recorded_once"),
            models.CheckConstraint(
                condition=_says_what_it_needs(),
                name="evidence_says_what",
                violation_error_code="words",
                violation_error_message=_("Something is missing that this kind of evidence needs."),
            ),
            models.CheckConstraint(
                condition=_only((EvidenceKind.TRAINING,), hours_planned__isnull=False)
                & (Q(kind=EvidenceKind.TRAINING) | Q(hours_attended=None)),
                name="evidence_hours_of_training",
                violation_error_code="hours",
                violation_error_message=_("A training has hours; nothing else has."),
            ),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.TRANSFER) | Q(consulted_on=None),
                name="evidence_consulted_on_transfer",
                violation_error_code="consulted",
                violation_error_message=_("Only a transfer is talked about beforehand."),
            ),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.SECOND_ASSESSMENT, result__in=ASSESSED, since_on__isnull=False)
                | (~Q(kind=EvidenceKind.SECOND_ASSESSMENT) & Q(result="", since_on=None)),
                name="evidence_result_of_assessment",
                violation_error_code="result",
                violation_error_message=_("A second assessment has a period and a result: met, or not met."),
            ),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.NOTICE, way__in=NoticeWay.values)
                | (~Q(kind=EvidenceKind.NOTICE) & Q(way="")),
                name="evidence_way_of_notice",
                violation_error_code="way",
                violation_error_message=_("A notice is of one of two kinds."),
            ),
            models.CheckConstraint(
                condition=~Q(way=NoticeWay.THIRTY_DAYS)
                | Q(until_on__gte=F("happened_on") + timedelta(days=NOTICE_DAYS)),
                name="evidence_notice_of_thirty_days",
                violation_error_code="order",
                violation_error_message=_("With written notice, 30 days lie before the day on which it takes effect."),
            ),
            models.CheckConstraint(
                condition=_only(
                    (EvidenceKind.TRAINING, EvidenceKind.SECOND_ASSESSMENT, EvidenceKind.NOTICE),
                    until_on__isnull=False,
                ),
                name="evidence_has_its_days",
                violation_error_code="days",
                violation_error_message=_("A day is missing, or there is one too many."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(kind=EvidenceKind.SECOND_ASSESSMENT) | Q(until_on__gte=F("happened_on")),
                name="evidence_ends_after_it_began",
                violation_error_code="order",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.SECOND_ASSESSMENT)
                | Q(until_on__gte=F("since_on"), until_on__lte=F("happened_on")),
                name="evidence_assessed_after_its_period",
                violation_error_code="order",
                violation_error_message=_("The period that is assessed ends on the day of the assessment or before."),
            ),
            models.CheckConstraint(
                condition=Q(consulted_on=None) | Q(consulted_on__lte=F("happened_on")),
                name="evidence_consulted_before_transfer",
                violation_error_code="order",
                violation_error_message=_("One talks about a transfer before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.happened_on}"

    @property
    def is_help(self) -> bool:
        """Whether the employee reads it: they took part."""
        return self.kind in HELP_AFTER

    @property
    def ended_on(self) -> date:
        """The day after which the next assessment may follow: a training has a last day, a new post a first."""
        ended: date = self.until_on if self.kind == EvidenceKind.TRAINING and self.until_on else self.happened_on
        return ended

    @property
    def withdrawn(self) -> "EvidenceWithdrawal | None":
        return getattr(self, "withdrawal", None)

    @property
    def replacement(self) -> "EvidenceRecord | None":
        return getattr(self, "replaced", None)

    @property
    def stands(self) -> bool:
        return self.withdrawn is None and self.replacement is None


class EvidenceWithdrawal(models.Model):
    """HR says that something was recorded by mistake; the record stays, and counts no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.OneToOneField(EvidenceRecord, on_delete=models.PROTECT, related_name="withdrawal", editable=False)
    reason = models.TextField(_("reason"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("withdrawal of evidence")
        verbose_name_plural = _("withdrawals of evidence")
        constraints = (
            known("part", Part, "evidence_withdrawal_part_known"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="evidence_withdrawal_says_why",
                violation_error_code="reason",
                violation_error_message=_("Say why it does not hold."),
            ),
        )

    def __str__(self) -> str:
        return str(self.record_id)
