"""Consultation: a version opened to the employee, what they say of it, and the manager's reply. Written once."""

import hashlib
import uuid
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from plans.consultation import Answer, Point, Reply, points
from plans.states import PlanStatus, RoundState

from .plan import Plan
from .version import PlanVersion


class Consultation(models.Model):
    """One round: the employee can answer through the whole of `answer_by`, a day of the case's time zone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="consultations")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="consultation")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer_by = models.DateField()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("opened_at",)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.opened_at:%Y-%m-%d}"

    @property
    def answered(self) -> "ConsultationAnswer | None":
        return getattr(self, "answer", None)

    @property
    def replied(self) -> "ConsultationReply | None":
        return getattr(self.answered, "reply", None)

    @property
    def points(self) -> list[Point]:
        """The version's items with what both sides said of each."""
        answered, replied = self.answered, self.replied
        return points(
            self.version.data["items"], answered.said if answered else None, replied.said if replied else None
        )

    @property
    def has_time(self) -> bool:
        """Whether the last day to answer is not over, where the case is."""
        today: date = timezone.localdate(timezone=ZoneInfo(self.plan.case.time_zone))
        return today <= self.answer_by

    @property
    def lacks_reply(self) -> bool:
        return self.answered is not None and self.answered.said.needs_reply and self.replied is None

    @property
    def state(self) -> RoundState:
        """Where the round stands. One that the plan has left behind waits for nobody any more."""
        is_going_on = self.plan.status == PlanStatus.CONSULTATION and self.version.number == self.plan.consulted
        if self.answered is None:
            return RoundState.WAITING if is_going_on and self.has_time else RoundState.SILENT
        if self.lacks_reply:
            return RoundState.TO_REPLY if is_going_on else RoundState.NO_REPLY
        return RoundState.SETTLED


class Spoken(models.Model):
    """Words of one side, as canonical JSON (`plans.consultation`) with its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("at",)
        constraints = (models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="%(class)s_hex"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.at:%Y-%m-%d}"

    def speak(self, content: bytes) -> None:
        self.content, self.digest = content, hashlib.sha256(content).hexdigest()


class ConsultationAnswer(Spoken):
    """What the employee said of the version, once."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="answer")

    class Meta(Spoken.Meta):
        verbose_name = _("answer in a consultation")
        verbose_name_plural = _("answers in consultations")

    @cached_property
    def said(self) -> Answer:
        return Answer.from_bytes(bytes(self.content))


class ConsultationReply(Spoken):
    """What the manager answered, once."""

    answer = models.OneToOneField(ConsultationAnswer, on_delete=models.PROTECT, related_name="reply")

    class Meta(Spoken.Meta):
        verbose_name = _("reply in a consultation")
        verbose_name_plural = _("replies in consultations")

    @cached_property
    def said(self) -> Reply:
        return Reply.from_bytes(bytes(self.content))
