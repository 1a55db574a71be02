"""What follows an outcome (R28): agreed with an owner and a day, ended once, as done or as dropped. Written once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Plan
from plans.models.plan import LONG
from reviews.states import Basis, FollowOnEnding


class FollowOn(models.Model):
    """One thing that follows. `kind` is an id of the case's rules (`ending.success`, `ending.options`).

    Whoever has the part `owner_part` sees to it; `owner` is who had it when it was agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="follow_ons", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    basis = models.CharField(max_length=10, choices=Basis, editable=False)
    kind = models.CharField(_("what follows"), max_length=40)
    words = models.TextField(_("what exactly"), max_length=LONG)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    owner_part = models.CharField(_("who sees to it"), max_length=20, choices=Part)
    due_on = models.DateField(_("by which day"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("follow-on")
        verbose_name_plural = _("follow-ons")
        ordering = ("number",)
        constraints = (
            known("basis", Basis, "follow_on_basis_known"),
            known("part", Part, "follow_on_part_known"),
            models.CheckConstraint(
                condition=Q(owner_part__in=(Part.MANAGER, Part.SECOND_LINE, Part.HR_PARTNER)),
                name="follow_on_is_the_companys",
                violation_error_code="owner",
                violation_error_message=_("Somebody on the company's side sees to it."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="follow_on_says_what",
                violation_error_code="words",
                violation_error_message=_("Say what exactly follows."),
            ),
            models.UniqueConstraint(fields=("plan", "number"), name="follow_on_number_once"),
        )
        indexes = (models.Index(fields=("due_on",), name="follow_on_by_day"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    @property
    def ended(self) -> "FollowOnEnd | None":
        """How it ended; None as long as it is open."""
        return getattr(self, "ending", None)


class FollowOnEnd(models.Model):
    """How one of them ended, once: done on a day, with what shows it, or dropped, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_on = models.OneToOneField(FollowOn, on_delete=models.PROTECT, related_name="ending", editable=False)
    ending = models.CharField(max_length=10, choices=FollowOnEnding, editable=False)
    done_on = models.DateField(_("on which day"), null=True, blank=True)
    words = models.TextField(_("words"), max_length=LONG)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("end of a follow-on")
        verbose_name_plural = _("ends of follow-ons")
        constraints = (
            known("ending", FollowOnEnding, "follow_on_end_known"),
            known("part", Part, "follow_on_end_part_known"),
            models.CheckConstraint(
                condition=Q(ending=FollowOnEnding.DONE, done_on__isnull=False)
                | Q(ending=FollowOnEnding.DROPPED, done_on=None),
                name="follow_on_done_has_a_day",
                violation_error_code="pair",
                violation_error_message=_("What was done has a day; what was dropped has none."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="follow_on_end_says_why",
                violation_error_code="words",
                violation_error_message=_("Say what was done, or why it was dropped."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.follow_on_id} {self.ending}"

    @property
    def is_done(self) -> bool:
        return self.ending == FollowOnEnding.DONE
