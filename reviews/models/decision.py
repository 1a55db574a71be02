"""What stands beside a decided outcome: why HR decided in spite of something, and that the employee refused to sign."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.models.plan import LONG
from reviews.states import SoftBlock

from .outcome import Outcome


class Override(models.Model):
    """HR's reason for deciding although something was not kept (R27). `facts` are what was not: numbers of checkpoints,
    ids of commitments or items. Written once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="overrides", editable=False)
    block = models.CharField(max_length=20, choices=SoftBlock, editable=False)
    facts = models.JSONField(default=list, editable=False)
    reason = models.TextField(_("reason"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("reason for deciding all the same")
        verbose_name_plural = _("reasons for deciding all the same")
        ordering = ("at", "block")
        constraints = (
            known("block", SoftBlock, "override_block_known"),
            models.UniqueConstraint(fields=("outcome", "block"), name="override_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="override_says_why",
                violation_error_code="reason",
                violation_error_message=_("Say why you decide all the same."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.block}"


class OutcomeRefusal(models.Model):
    """The employee says, from their own account, that they do not sign this outcome; once. `words` may be empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="refusal", editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)
    words = models.TextField(_("reason"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("refusal of an outcome")
        verbose_name_plural = _("refusals of outcomes")

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.at:%Y-%m-%d}"
