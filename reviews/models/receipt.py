"""What becomes of a receipt that is not signed: a refusal with its witnesses, or no response. Nothing of it goes away
when the employee signs later.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Plan, PlanVersion
from plans.models.plan import LONG
from reviews.states import AttestationStatus, Seen

SHORT = 200  # characters


class Refusal(models.Model):
    """A signature that was refused (R13), once per version. Either the employee says so themselves, from their own
    account, or who presented the plan in person records it: when and where, and with whom as witnesses.

    `words` are the reason; empty, none was given. `files` are the ids of stored files. A trigger refuses changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="refusals", editable=False)
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="refusal", editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)
    words = models.TextField(_("reason"), max_length=LONG, blank=True)
    presented_at = models.DateTimeField(_("when it was presented"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(part=Part.SUBJECT, presented_at=None, place="", files__len=0)
                | (Q(part__in=(Part.MANAGER, Part.HR_PARTNER), presented_at__lte=F("at")) & ~Q(place="")),
                name="refusal_own_or_presented",
                violation_error_code="presented",
                violation_error_message=_("A refusal that is recorded for somebody says when and where it was."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.part}"

    @property
    def is_own(self) -> bool:
        """Whether the employee said it themselves."""
        return self.part == Part.SUBJECT


class Attestation(models.Model):
    """What a witness of a refusal is asked, and says once in their own words from their own account (R13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    refusal = models.ForeignKey(Refusal, on_delete=models.PROTECT, related_name="attestations", editable=False)
    witness = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    status = models.CharField(max_length=10, choices=AttestationStatus, default=AttestationStatus.ASKED, editable=False)
    answer = models.CharField(_("what you saw"), max_length=10, choices=Seen, blank=True)
    words = models.TextField(_("in your own words"), max_length=LONG, blank=True)
    given_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ("refusal", "witness")
        constraints = (
            known("status", AttestationStatus, "attestation_status_known"),
            known("answer", Seen, "attestation_answer_known", blank=True),
            models.UniqueConstraint(fields=("refusal", "witness"), name="witness_asked_once"),
            models.CheckConstraint(
                condition=Q(status=AttestationStatus.ASKED, answer="", words="", given_at=None)
                | (Q(status=AttestationStatus.GIVEN, given_at__isnull=False) & ~Q(answer="") & ~Q(words="")),
                name="attestation_given_whole",
                violation_error_code="whole",
                violation_error_message=_("Say what you saw, in your own words."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.refusal_id} {self.witness_id}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.refusal.plan.case_id

    @property
    def is_given(self) -> bool:
        return self.status == AttestationStatus.GIVEN


class Lapse(models.Model):
    """The receipt window of a version is over, and the employee neither signed nor refused: "no response", which is no
    acknowledgement (R14). `reminded` are the days on which a reminder was sent, as the notices tell. Written once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lapses")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="lapse")
    at = models.DateTimeField()
    reminded = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        verbose_name = _("no response")
        verbose_name_plural = _("no responses")
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"
