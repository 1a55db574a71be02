"""Frozen versions of a plan: what was shown, as bytes, with its SHA-256. A trigger refuses every change."""

import hashlib
import json
import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import User

from .plan import Plan


class PlanVersion(models.Model):
    """The plan's content as canonical JSON (`plans.snapshot`), numbered from 1 within the plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("plan version")
        verbose_name_plural = _("plan versions")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once"),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="plan_version_digest_hex"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The content as a dictionary; its shape is written down in `plans.snapshot`."""
        data: dict[str, Any] = json.loads(bytes(self.content))
        return data

    def content_digest(self) -> str:
        """SHA-256 of the stored bytes as they are now: what `digest` must be."""
        return hashlib.sha256(bytes(self.content)).hexdigest()


class FirstView(models.Model):
    """When the employee first opened a version; their view is an event, once (R12)."""

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="first_view")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("first view")
        verbose_name_plural = _("first views")

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"
