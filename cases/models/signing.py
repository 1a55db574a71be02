"""Proof that somebody showed just before signing that it is they: good for one signature and for five minutes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.states import Factor

from .casefile import CaseFile
from .constraints import known


class SigningToken(models.Model):
    """Bound to one person, session, case, step and content (`digest`, SHA-256 in hexadecimal). The secret itself is
    known to the page alone; here is its SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64, blank=True)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    factor = models.CharField(max_length=20, choices=Factor, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing token")
        verbose_name_plural = _("signing tokens")
        constraints = (
            known("factor", Factor, "signing_token_factor_known", blank=True),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")) & (Q(used_at=None) | Q(used_at__gte=F("made_at"))),
                name="signing_token_times_in_order",
                violation_error_code="order",
                violation_error_message=_("This ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
