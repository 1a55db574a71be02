"""What the parties say to each other about a case."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.states import Part
from people.models import User

from .casefile import CaseFile


class Comment(models.Model):
    """Said once by a party: never edited, never removed, answered in place (a trigger refuses UPDATE and DELETE).

    `topic` and `topic_id` say what it is about in the words of the rooms above ("plan", "item", "checkpoint"); `field`
    names a field of it that those rooms know (`cases.topics`), or is empty where the whole is meant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="comments")
    topic = models.CharField(max_length=20)
    topic_id = models.UUIDField(null=True, blank=True)
    field = models.CharField(max_length=120, blank=True, default="", db_default="")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    audience = ArrayField(models.CharField(max_length=20, choices=Part))
    text = models.TextField(max_length=10_000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "id")
        indexes = (models.Index(fields=("case", "topic", "topic_id", "at"), name="comment_by_topic"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.topic}"
