"""Files handed in as evidence."""

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User

from .casefile import CaseFile


def new_key() -> str:
    """Where a file is kept: random, so that it tells nothing, in 256 folders."""
    name = uuid.uuid4().hex
    return str(PurePosixPath(name[:2], name[2:]))


class StoredFile(models.Model):
    """One file as it was taken in. It is never changed: a trigger refuses that, and the app's role has no right to.

    A row goes again only as a whole, by the sweep, where nothing named it for days (`cases.actions.drop_unused_files`).
    That a file which a frozen text names is still there, and is what it was, is for `verify_history` to say: the text
    holds its SHA-256, and the event holds the text's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="files")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$", key__regex=r"^[0-9a-f]{2}/[0-9a-f]{30}$"),
                name="file_is_kept_somewhere",
                violation_error_code="unknown",
                violation_error_message=_("This value is not known."),
            ),
        )
        indexes = (
            models.Index(fields=("case", "at"), name="file_by_case"),
            models.Index(fields=("uploaded_by", "at"), name="file_by_uploader"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
