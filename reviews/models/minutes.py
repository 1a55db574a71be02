"""What was said at a checkpoint besides what was measured, and that its receipt was refused. Written once; a trigger
refuses changes (R20).
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from plans.models import PlanVersion
from plans.models.plan import LONG

from .checkpoint import Checkpoint

SHORT = 500  # characters


class Minutes(models.Model):
    """The minutes of a checkpoint that was held, beside its own columns and its progress; `digest` is that of all of it
    (`reviews.minutes`), and is what both sides sign.

    `version` is the one the plan ran on when they met, `answer_by` the last day of the window for the employee's
    answer. A checkpoint from before minutes were signed has none.
    """

    checkpoint = models.OneToOneField(
        Checkpoint, on_delete=models.PROTECT, primary_key=True, related_name="minutes", editable=False
    )
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", editable=False)
    attendees = models.TextField(_("who was there"), max_length=SHORT, blank=True)
    companion = models.CharField(_("who came along with the employee"), max_length=200, blank=True)
    encouragement = models.TextField(_("what went well"), max_length=LONG, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    answer_by = models.DateField(editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = (models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="minutes_digest_hex"),)

    def __str__(self) -> str:
        return str(self.checkpoint_id)


class MinutesRefusal(models.Model):
    """The employee says, from their own account, that they do not sign these minutes; once. `words` may be empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="refusal", editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)
    words = models.TextField(_("reason"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("refusal of minutes")
        verbose_name_plural = _("refusals of minutes")

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.at:%Y-%m-%d}"
