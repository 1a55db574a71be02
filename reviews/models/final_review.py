"""The final review: the employee sums up first, then the manager assesses, in a draft that nobody else reads."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from plans.models import Item, Plan, PlanVersion
from plans.models.plan import LONG


class FinalReview(models.Model):
    """One final review of a plan, from its opening to the decision; after an extension there is another. Written once.

    `version` is the one the plan ran on when it was opened, `summary_by` the last day on which the employee is waited
    for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="final_reviews", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(editable=False)
    summary_by = models.DateField(editable=False)

    class Meta:
        verbose_name = _("final review")
        verbose_name_plural = _("final reviews")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="final_review_number_once"),)
        indexes = (models.Index(fields=("summary_by",), name="final_review_by_day"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class EmployeeSummary(models.Model):
    """How the employee sums the plan up, before they read what the manager wrote; once. Item by item in `views`. Where
    nothing stands in either, they said that they have nothing to add.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(FinalReview, on_delete=models.PROTECT, related_name="summary", editable=False)
    words = models.TextField(_("in general"), max_length=LONG, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("employee's own summary")
        verbose_name_plural = _("employees' own summaries")

    def __str__(self) -> str:
        return str(self.review_id)


class ItemSummary(models.Model):
    """How the employee sums up one item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    summary = models.ForeignKey(EmployeeSummary, on_delete=models.PROTECT, related_name="views", editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", editable=False)
    words = models.TextField(_("in your own words"), max_length=LONG)

    class Meta:
        verbose_name = _("employee's own summary of an item")
        verbose_name_plural = _("employees' own summaries of items")
        ordering = ("item__position", "id")
        constraints = (models.UniqueConstraint(fields=("summary", "item"), name="item_summary_once"),)

    def __str__(self) -> str:
        return f"{self.summary_id} {self.item_id}"


class AssessmentDraft(models.Model):
    """What the manager has written of the assessment so far: theirs alone, and no evidence. `content` is what the
    page's fields held, by name; `revision` counts the savings.
    """

    review = models.OneToOneField(
        FinalReview, on_delete=models.PROTECT, primary_key=True, related_name="draft", editable=False
    )
    content = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("draft of an assessment")
        verbose_name_plural = _("drafts of assessments")

    def __str__(self) -> str:
        return f"{self.review_id} {self.revision}"
