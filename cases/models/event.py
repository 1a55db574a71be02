"""The event chain as the application reads it. Only `append_event()` in the database writes it (migration 0003)."""

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .casefile import CaseFile


class CaseChain(models.Model):
    """Head of a case's chain: the number and hash of its last event."""

    case = models.OneToOneField(CaseFile, on_delete=models.PROTECT, primary_key=True, related_name="chain")
    seq = models.BigIntegerField()
    head = models.BinaryField()

    class Meta:
        managed = False
        db_table = "case_chain"
        verbose_name = _("chain head")
        verbose_name_plural = _("chain heads")

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq}"


class CaseEvent(models.Model):
    """One thing that happened: `body` is canonical JSON kept as bytes, `hash` binds it to all that came before."""

    pk = models.CompositePrimaryKey("case_id", "seq")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    prev = models.BinaryField()
    hash = models.BinaryField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "case_event"
        ordering = ("case_id", "seq")
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The body as a dictionary: act, at, by, from, to, subject, facts, texts."""
        data: dict[str, Any] = json.loads(bytes(self.body))
        return data

    @property
    def act(self) -> str:
        return str(self.data["act"])

    @property
    def digest(self) -> str:
        """The event's hash in hexadecimal."""
        return bytes(self.hash).hex()


class EventText(models.Model):
    """A person's own words, or what identifies them, beside the event that holds only `sha256(salt || value)`.

    Erasure may empty this table; the chain still verifies. The app's role may add rows and read them, no more.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=32)
    value = models.TextField()

    class Meta:
        verbose_name = _("text of an event")
        verbose_name_plural = _("texts of events")
        constraints = (models.UniqueConstraint(fields=("case", "seq", "field"), name="event_text_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.field}"
