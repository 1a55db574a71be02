"""What the employee prepares for a checkpoint: theirs alone until the meeting, and frozen from then on."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from plans.models import Item
from plans.models.plan import LONG
from reviews.states import Judgement

from .checkpoint import Checkpoint


class Preparation(models.Model):
    """How the employee sees it, in general; item by item in `views`. Nobody else reads it while `shared_at` is empty,
    and nobody changes it afterwards: a trigger refuses that. `revision` counts the savings.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.OneToOneField(Checkpoint, on_delete=models.PROTECT, related_name="preparation", editable=False)
    general = models.TextField(_("in general"), max_length=LONG, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(editable=False)
    shared_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.revision}"

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None


class SelfAssessment(models.Model):
    """How the employee sees one item: how it stands, where they want to say so, and in their words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="views", editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", editable=False)
    standing = models.CharField(_("how you think it stands"), max_length=10, choices=Judgement, blank=True)
    words = models.TextField(_("in your own words"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ("item__position", "id")
        constraints = (
            known("standing", Judgement, "self_assessment_standing_known", blank=True),
            models.UniqueConstraint(fields=("preparation", "item"), name="self_assessment_once_per_item"),
        )

    def __str__(self) -> str:
        return f"{self.preparation_id} {self.item_id}"
