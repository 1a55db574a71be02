"""The outcome: proposed by the manager item by item, decided by HR."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.models import Item, Plan, PlanVersion
from plans.models.plan import LONG
from reviews.states import OF_AN_ITEM, PROPOSED, Result
from reviews.targets import check_value

from .final_review import FinalReview

SCHEMA = 2  # of `reviews.snapshot`


class Outcome(models.Model):
    """One proposal. A returned one stays beside the next; the decided one is the plan's outcome.

    One that extends the plan (R19) is followed by another. Where an appeal puts another in its place, that `varies` the
    first, which stays (R30). `version` is the one that the plan ran on. `schema` says which of its columns its digest
    is of; one from before there were final reviews names neither review nor version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="outcomes", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    review = models.ForeignKey(
        FinalReview, on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True, editable=False
    )
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    schema = models.PositiveSmallIntegerField(default=SCHEMA, db_default=1, editable=False)
    varies = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="varied", null=True, blank=True, editable=False
    )
    result = models.CharField(_("outcome of the plan"), max_length=20, choices=Result)
    summary = models.TextField(_("assessment"), max_length=LONG)
    recognition = models.TextField(_("what deserves recognition"), max_length=LONG, blank=True, db_default="")
    lessons = models.TextField(_("what the company learns from it"), max_length=LONG, blank=True, db_default="")
    early_reason = models.TextField(_("why before the end date"), max_length=LONG, blank=True)
    digest = models.CharField(max_length=64, editable=False, blank=True)  # of `reviews.snapshot`, when proposed
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("number",)
        constraints = (
            known("result", Result, "outcome_result_known"),
            models.UniqueConstraint(fields=("plan", "number"), name="outcome_number_once"),
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(decided_at__isnull=False, varies=None) & ~Q(result=Result.EXTENDED),
                name="one_decided_outcome",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__gte=F("proposed_at"), decided_by__isnull=False),
                name="outcome_decided_after_proposed",  # R26: nothing that follows carries an earlier date
                violation_error_code="pair",
                violation_error_message=_("A decision has a person and a time, and follows the proposal."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")) | Q(varies__isnull=False),
                name="outcome_decided_by_somebody_else",
                violation_error_code="same",
                violation_error_message=_("Whoever proposed the outcome cannot decide it."),
            ),
            models.CheckConstraint(
                condition=Q(result__in=PROPOSED) | Q(varies__isnull=False),
                name="outcome_can_be_proposed",
                violation_error_code="result",
                violation_error_message=_("This outcome cannot be proposed."),
            ),
        )

        indexes = (models.Index(fields=("decided_at",), name="outcome_by_decision"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class ItemResult(models.Model):
    """How one item came out, with the evidence (R27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="items", editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="results", editable=False)
    result = models.CharField(_("result"), max_length=20, choices=[(row.value, row.label) for row in OF_AN_ITEM])
    value = models.DecimalField(_("final value"), max_digits=12, decimal_places=2)
    evidence = models.TextField(_("evidence"), max_length=LONG)
    improved = models.TextField(_("what improved"), max_length=LONG, blank=True, db_default="")
    why_not = models.TextField(_("why the rest did not"), max_length=LONG, blank=True, db_default="")

    class Meta:
        verbose_name = _("result of an item")
        verbose_name_plural = _("results of items")
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=OF_AN_ITEM),
                name="item_result_known",
                violation_error_code="unknown",
                violation_error_message=_("This value is not known."),
            ),
            models.UniqueConstraint(fields=("outcome", "item"), name="item_result_once"),
        )

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.item_id}"

    def clean(self) -> None:
        check_value(self.item, self.value)
        if self.outcome_id and self.outcome.varies_id:
            return  # the reasons of an appeal's decision stand beside it as a whole
        missing = {}
        if self.result != Result.NOT_MET and not self.improved:
            missing["improved"] = _("Say what improved: it deserves to be seen.")
        if self.result != Result.MET and not self.why_not:
            missing["why_not"] = _("Say why the rest did not: what stood in the way, on either side.")
        if missing:
            raise ValidationError(missing)
        missing = {}
        if self.result != Result.NOT_MET and not self.improved:
            missing["improved"] = _("Say what improved: it deserves to be seen.")
        if self.result != Result.MET and not self.why_not:
            missing["why_not"] = _("Say why the rest did not: what stood in the way, on either side.")
        if missing:
            raise ValidationError(missing)
