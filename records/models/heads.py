"""Daily checkpoints over the heads of all chains, their time stamps and their letters."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from records.states import LetterState


class DailyCheckpoint(models.Model):
    """One root over the heads of all chains, signed. Append-only; `body` is canonical JSON kept as bytes.

    `key` are the 32 public bytes that `signature` is of, so that it verifies after a change of keys. `leaves` are the
    heads themselves, 56 bytes a case (`records.heads.leaves`).
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    body = models.BinaryField()
    signature = models.BinaryField()
    key = models.BinaryField()
    leaves = models.BinaryField()

    class Meta:
        verbose_name = _("daily checkpoint")
        verbose_name_plural = _("daily checkpoints")
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__gt=0), name="daily_checkpoint_counted_from_one",
                violation_error_code="number", violation_error_message=_("Daily checkpoints are counted from one."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.number)


class CheckpointStamp(models.Model):
    """What a time-stamp authority gave for a daily checkpoint: an RFC 3161 token. Append-only."""

    checkpoint = models.OneToOneField(DailyCheckpoint, on_delete=models.PROTECT, primary_key=True, related_name="stamp")
    token = models.BinaryField()

    class Meta:
        verbose_name = _("time stamp of a daily checkpoint")
        verbose_name_plural = _("time stamps of daily checkpoints")

    def __str__(self) -> str:
        return str(self.checkpoint_id)


class CheckpointLetter(models.Model):
    """A daily checkpoint that an auditor is to keep outside. Put down with it, so that none is lost.

    `claim` counts the workers that took it on; `try_at` alone says when the next may.
    """

    checkpoint = models.ForeignKey(DailyCheckpoint, on_delete=models.PROTECT, related_name="letters")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    claim = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("letter of a daily checkpoint")
        verbose_name_plural = _("letters of daily checkpoints")
        ordering = ("checkpoint", "pk")
        constraints = (
            known("state", LetterState, "letter_state_known"),
            models.UniqueConstraint(fields=("checkpoint", "recipient"), name="one_letter_each"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT) & Q(sent_at=None)),
                name="letter_sent_has_time",
                violation_error_code="pair",
                violation_error_message=_("A letter that was sent has a time, another has none."),
            ),
        )
        indexes = (models.Index(fields=("try_at",), condition=Q(state=LetterState.WAITING), name="letter_waiting"),)

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.recipient_id}"
