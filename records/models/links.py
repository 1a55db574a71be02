"""Links to copies, for somebody without an account."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import CaseFile
from cases.models.constraints import known
from people.models import User
from records.states import LinkStatus

from .copies import HEX, RecordCopy


class CopyLink(models.Model):
    """A link to one copy for somebody without an account: good until a day, or until it is taken back. Of its secret
    only a SHA-256 is kept; where it is sent stands nowhere in the case. Each fetch is an event, `fetches` their number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="copy_links")
    copy = models.OneToOneField(RecordCopy, on_delete=models.PROTECT, related_name="link")
    digest = models.CharField(max_length=64)
    until_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.OPEN)
    revoked_at = models.DateTimeField(null=True, blank=True)
    fetches = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("link to a copy")
        verbose_name_plural = _("links to copies")
        ordering = ("-made_at",)
        constraints = (
            known("status", LinkStatus, "link_status_known"),
            models.CheckConstraint(
                condition=Q(digest__regex=HEX),
                name="link_has_secret",
                violation_error_code="unknown",
                violation_error_message=_("This value is not known."),
            ),
            models.CheckConstraint(
                condition=Q(status=LinkStatus.REVOKED, revoked_at__isnull=False)
                | Q(status=LinkStatus.OPEN, revoked_at=None),
                name="link_revoked_has_time",
                violation_error_code="pair",
                violation_error_message=_("A link that was taken back has a time, another has none."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
