"""Checkpoints and the progress measured at them. Progress is written once; a trigger refuses changes (R20)."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from plans.models import Item, Plan
from plans.models.plan import LONG
from reviews.states import CheckpointStatus, Judgement
from reviews.targets import check_value

if TYPE_CHECKING:
    from .rescheduling import Rescheduling

PLACE = 300  # characters


class Checkpoint(models.Model):
    """A meeting about the plan: planned for a day, held at a moment, with both sides' notes.

    `planned_on` is the day that the version in force has for it, `due_on` the day it stands for now: another one where
    it was moved. None, in a row from before checkpoints could move, is the day it is due on. `meets_at` is a time of
    day where the case is; it and the place may not be arranged yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="checkpoints", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    planned_on = models.DateField(null=True, blank=True, editable=False)
    due_on = models.DateField(_("due on"), editable=False)
    meets_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place or link"), max_length=PLACE, blank=True, db_default="")
    status = models.CharField(max_length=10, choices=CheckpointStatus, default=CheckpointStatus.PLANNED, editable=False)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    manager_note = models.TextField(_("manager's note"), max_length=LONG, blank=True)
    next_steps = models.TextField(_("agreed next steps"), max_length=LONG, blank=True)
    employee_note = models.TextField(_("employee's note"), max_length=LONG, blank=True)
    employee_noted_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaced_in = models.PositiveIntegerField(null=True, blank=True, editable=False)  # version that no longer has it

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ("due_on", "number")
        constraints = (
            known("status", CheckpointStatus, "checkpoint_status_known"),
            models.UniqueConstraint(fields=("plan", "number"), name="checkpoint_number_once"),
            models.CheckConstraint(
                condition=Q(status=CheckpointStatus.PLANNED, held_on=None, submitted_at=None)
                | Q(status=CheckpointStatus.HELD, held_on__isnull=False, submitted_at__isnull=False),
                name="checkpoint_held_has_day",
                violation_error_code="pair",
                violation_error_message=_("A checkpoint that was held has a day, a planned one has none."),
            ),
            models.CheckConstraint(
                condition=Q(meets_at=None, place="") | (Q(meets_at__isnull=False) & ~Q(place="")),
                name="checkpoint_arranged_whole",
                violation_error_code="pair",
                violation_error_message=_("Say when on that day you meet, and where."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_in=None) | Q(status=CheckpointStatus.PLANNED),
                name="checkpoint_held_stays",
                violation_error_code="held",
                violation_error_message=_("A checkpoint that was held is never replaced."),
            ),
            models.CheckConstraint(
                condition=Q(employee_noted_at=None, employee_note="")
                | (Q(employee_noted_at__isnull=False) & ~Q(employee_note="")),
                name="checkpoint_note_has_time",
                violation_error_code="pair",
                violation_error_message=_("The employee's note and its time belong together."),
            ),
        )
        indexes = (
            models.Index(fields=("due_on",), condition=Q(status=CheckpointStatus.PLANNED), name="checkpoint_planned"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    told_moves: "list[Rescheduling]"  # those that a copy of the record tells (`records.asof`)

    @property
    def case_id(self) -> uuid.UUID:
        return self.plan.case_id

    @property
    def is_held(self) -> bool:
        return self.status == CheckpointStatus.HELD

    @property
    def is_replaced(self) -> bool:
        """Whether the plan was changed, and this day is planned no more."""
        return self.replaced_in is not None

    @property
    def day_in_plan(self) -> date:
        """The day that the version in force has for it."""
        return self.planned_on or self.due_on

    @property
    def is_moved(self) -> bool:
        """Whether it stands for another day than the version in force has for it."""
        return self.due_on != self.day_in_plan

    @property
    def was_late(self) -> bool:
        """Held after the day it was due."""
        return self.held_on is not None and self.held_on > self.due_on

    def is_overdue(self, today: date) -> bool:
        """Not held, and its day is over. A question, never a stored flag."""
        return not self.is_held and not self.is_replaced and self.due_on < today


class Progress(models.Model):
    """What was measured for one item at one checkpoint, in the item's unit, or the number of the level observed.

    `suggested` is what the figures alone said (`reviews.judging`), empty where it was not worked out yet; `judgement`
    is the manager's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="progress", editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="progress", editable=False)
    value = models.DecimalField(_("measured value"), max_digits=12, decimal_places=2)
    judgement = models.CharField(_("how it stands"), max_length=10, choices=Judgement)
    suggested = models.CharField(
        _("as the figures suggest"), max_length=10, choices=Judgement, blank=True, default="", db_default="",
        editable=False,
    )  # fmt: skip
    evidence = models.TextField(_("evidence"), max_length=LONG)
    helped = models.TextField(_("what helped"), max_length=LONG, blank=True, default="", db_default="")
    agreed = models.TextField(_("what is agreed next"), max_length=LONG, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = (
            known("judgement", Judgement, "judgement_known"),
            known("suggested", Judgement, "suggested_known", blank=True),
            models.UniqueConstraint(fields=("checkpoint", "item"), name="progress_once_per_item"),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.item_id}"

    def clean(self) -> None:
        check_value(self.item, self.value)
