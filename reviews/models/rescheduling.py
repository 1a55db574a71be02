"""A checkpoint that was moved: from when to when, why, on whose wish (R21). Written once; a trigger refuses changes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from reviews.states import Wish

from .checkpoint import Checkpoint

LONG = 2000  # characters


class Rescheduling(models.Model):
    """One move of a checkpoint, numbered from 1 there. `is_postponed` says that the employee used their own right
    (R23); `agreed` that they agreed to less notice than the rules of the case ask for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="reschedulings", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    was_on = models.DateField(editable=False)
    to_on = models.DateField(_("new day"))
    wish = models.CharField(_("on whose wish"), max_length=10, choices=Wish)
    is_postponed = models.BooleanField(default=False, editable=False)
    agreed = models.BooleanField(default=False, editable=False)
    reason = models.TextField(_("reason"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("rescheduling")
        verbose_name_plural = _("reschedulings")
        ordering = ("number",)
        constraints = (
            known("wish", Wish, "rescheduling_wish_known"),
            known("part", Part, "rescheduling_part_known"),
            models.UniqueConstraint(fields=("checkpoint", "number"), name="rescheduling_number_once"),
            models.CheckConstraint(
                condition=~Q(to_on=F("was_on")),
                name="rescheduling_moves",
                violation_error_code="same",
                violation_error_message=_("The checkpoint stands for this day already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rescheduling_has_reason",
                violation_error_code="reason",
                violation_error_message=_("Say why it moves."),
            ),
            models.CheckConstraint(
                condition=Q(is_postponed=False) | Q(wish=Wish.EMPLOYEE, part=Part.SUBJECT, agreed=False),
                name="rescheduling_right_is_the_employees",
                violation_error_code="right",
                violation_error_message=_("Postponing is the employee's own right."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.number}"
