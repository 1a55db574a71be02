"""Corrections of plain mistakes in minutes: beside them, never in them. Written once; a trigger refuses changes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User

from .checkpoint import Checkpoint

LONG = 2000  # characters


class Addendum(models.Model):
    """What was plainly wrong in the minutes of a checkpoint, and what it should say; numbered from 1 there (R20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="addenda", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    wrong = models.TextField(_("what is wrong"), max_length=LONG)
    right = models.TextField(_("what it should say"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        ordering = ("number",)
        constraints = (
            known("part", Part, "addendum_part_known"),
            models.UniqueConstraint(fields=("checkpoint", "number"), name="addendum_number_once"),
            models.CheckConstraint(
                condition=~Q(wrong="") & ~Q(right=""),
                name="addendum_says_both",
                violation_error_code="words",
                violation_error_message=_("Say what is wrong, and what it should say."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.number}"
