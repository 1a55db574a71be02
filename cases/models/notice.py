"""The notice outbox."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.states import UNDELIVERED, NoticeState
from people.models import User

from .casefile import CaseFile
from .constraints import known


class Notice(models.Model):
    """Something somebody is to be told: outbox row and inbox entry in one. The table is the truth, Redis nudges.

    `try_at` alone says when it may be claimed. `attempts` and `message` are those of the present `round`; HR begins
    another by sending it again. `stalled` waits for the mail server, not for its own time.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)  # an act's name, or a reminder rule's
    about = models.UUIDField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True)
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    message = models.CharField(max_length=32, blank=True, default="", db_default="")  # in its Message-ID
    stalled = models.BooleanField(default=False, db_default=False)
    delayed_at = models.DateTimeField(null=True, blank=True)  # a server on the way said that it still tries
    recorded = models.BooleanField(default=False, db_default=False)  # an event tells what became of it
    read_at = models.DateTimeField(null=True, blank=True)  # in the inbox
    bundle = models.CharField(max_length=60, blank=True, default="", db_default="")  # key of the daily mail it is in

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            known("state", NoticeState, "notice_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(NoticeState.SENT, NoticeState.BOUNCED), sent_at__isnull=False)
                | Q(state__in=(NoticeState.WAITING, NoticeState.FAILED, NoticeState.DROPPED), sent_at__isnull=True)
                | Q(state=NoticeState.SETTLED),
                name="notice_sent_has_time",
                violation_error_code="pair",
                violation_error_message=_("A notice that was sent has a time, another has none."),
            ),
        )
        indexes = (
            models.Index(fields=("try_at",), condition=Q(state=NoticeState.WAITING), name="notice_waiting"),
            models.Index(fields=("recipient", "-due_at"), name="notice_by_recipient"),
            models.Index(fields=("case",), condition=Q(state__in=UNDELIVERED), name="notice_undelivered"),
            models.Index(fields=("message",), condition=~Q(message=""), name="notice_by_message"),
            models.Index(fields=("recipient",), condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=("bundle",), condition=~Q(bundle=""), name="notice_by_bundle"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}"

    @property
    def status(self) -> str:
        """As a subject of acts."""
        return self.state

    @status.setter
    def status(self, state: str) -> None:
        self.state = state


class SweepRun(models.Model):
    """When the sweep last ran: one row, read by /healthz."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_sweep_row"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"
