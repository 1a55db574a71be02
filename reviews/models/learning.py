"""Steps in learning: the employee says it is done, the manager confirms it or says not yet. Written once."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.models import Plan, SupportMeasure
from reviews.states import Learned

SHORT = 500  # characters


class LearningStep(models.Model):
    """One step about one learning resource of the issued plan; `learning` is its id there (`plans.draft.Learning`).

    `number` counts the employee's ticks from 1: an answer has the number of the tick it is about, and where it was
    "not yet" the employee may tick again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="learning_steps", editable=False)
    support = models.ForeignKey(SupportMeasure, on_delete=models.PROTECT, related_name="steps", editable=False)
    learning = models.UUIDField(editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    said = models.CharField(max_length=10, choices=Learned)
    words = models.CharField(_("words"), max_length=SHORT, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("step in learning")
        verbose_name_plural = _("steps in learning")
        ordering = ("at", "number")
        constraints = (
            known("said", Learned, "learned_known"),
            models.UniqueConstraint(
                fields=("plan", "learning", "number"), condition=Q(said=Learned.DONE), name="learning_ticked_once"
            ),
            models.UniqueConstraint(
                fields=("plan", "learning", "number"), condition=~Q(said=Learned.DONE), name="learning_answered_once"
            ),
            models.UniqueConstraint(
                fields=("plan", "learning"), condition=Q(said=Learned.CONFIRMED), name="learning_confirmed_once"
            ),
            models.CheckConstraint(
                condition=~Q(said=Learned.NOT_YET) | ~Q(words=""),
                name="not_yet_says_why",
                violation_error_code="words",
                violation_error_message=_("Say what is still missing."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.learning} {self.number} {self.said}"
