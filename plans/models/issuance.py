"""Versions that were issued: handed to the employee, who is asked to sign that they received them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User

from .plan import Plan
from .version import PlanVersion


class Issuance(models.Model):
    """One version handed to the employee. `answer_by` is the last day of the receipt window, where the case is; a day
    later silence becomes "no response", never an acknowledgement (R14). Written once; a trigger refuses changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issuances")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="issuance")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_by = models.DateField()

    class Meta:
        verbose_name = _("issue of a version")
        verbose_name_plural = _("issues of versions")
        ordering = ("at",)
        indexes = (models.Index(fields=("at",), name="issuance_by_time"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"
