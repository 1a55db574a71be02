"""What of the promised help came: recorded by the company's side, answered by the employee. Written once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Commitment, Plan, SupportMeasure
from plans.models.plan import LONG
from reviews.states import DeliveryWord


class Delivery(models.Model):
    """One delivery of one resource commitment, or of one support measure, as whoever saw to it recorded it.

    `number` counts the deliveries of the same thing from 1: where the employee disputes one, it can be delivered again.
    `files` are the ids of stored files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="deliveries", editable=False)
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="deliveries", null=True, blank=True, editable=False
    )
    support = models.ForeignKey(
        SupportMeasure, on_delete=models.PROTECT, related_name="deliveries", null=True, blank=True, editable=False
    )
    number = models.PositiveSmallIntegerField(editable=False)
    delivered_on = models.DateField(_("day"))
    words = models.TextField(_("what was delivered"), max_length=LONG)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("at",)
        constraints = (
            known("part", Part, "delivery_part_known"),
            models.UniqueConstraint(fields=("commitment", "number"), name="commitment_delivered_once"),
            models.UniqueConstraint(fields=("support", "number"), name="support_delivered_once"),
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, support=None) | Q(commitment=None, support__isnull=False),
                name="delivery_of_one_thing",
                violation_error_code="one",
                violation_error_message=_("A delivery is of one commitment or of one support measure."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="delivery_says_what",
                violation_error_code="words",
                violation_error_message=_("Say what was delivered."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.commitment_id or self.support_id} {self.number}"

    @property
    def promised_id(self) -> uuid.UUID:
        """The id of what was promised, as the plan's content has it."""
        found = self.commitment_id or self.support_id
        assert found  # noqa: S101 - the table has no row without
        return found


class DeliveryAnswer(models.Model):
    """What the employee says of a delivery, once: it came, or it did not, or not as promised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="answer", editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=DeliveryWord)
    words = models.TextField(_("words"), max_length=LONG, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("answer to a delivery")
        verbose_name_plural = _("answers to deliveries")
        ordering = ("at",)
        constraints = (
            known("answer", DeliveryWord, "delivery_answer_known"),
            models.CheckConstraint(
                condition=~Q(answer=DeliveryWord.DISPUTED) | ~Q(words=""),
                name="dispute_says_why",
                violation_error_code="words",
                violation_error_message=_("Say what did not come, or not as it was promised."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.answer}"

    @property
    def is_dispute(self) -> bool:
        return self.answer == DeliveryWord.DISPUTED
