"""Who mentors whom, item by item, from when until when."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .plan import Plan


class Mentoring(models.Model):
    """One person mentors one improvement item. Rows are ended, never deleted, and begin anew as another row.

    `item` is the item's id in the plan's versions: a mentor can be named before the plan is issued and laid out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="mentorings", editable=False)
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    item = models.UUIDField(editable=False)
    since = models.DateTimeField(editable=False)
    until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("mentoring")
        verbose_name_plural = _("mentorings")
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "mentor", "item"),
                condition=Q(until=None),
                name="mentors_an_item_once",
                violation_error_code="taken",
                violation_error_message=_("This person mentors this item already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="mentoring_ends_after_it_began",
                violation_error_code="order",
                violation_error_message=_("This ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.item}"
