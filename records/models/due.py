"""Ended cases whose record is to be made anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import CaseFile


class RecordDue(models.Model):
    """One row a case: something was done in it once it had ended, at event `seq`, and no record tells of that yet."""

    case = models.OneToOneField(CaseFile, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("record that is due")
        verbose_name_plural = _("records that are due")
        indexes = (models.Index(fields=("at",), name="record_due_by_time"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq}"
