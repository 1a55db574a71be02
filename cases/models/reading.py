"""Who read what: evidence of a lighter kind than an event."""

import uuid
from datetime import datetime

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User

from .casefile import CaseFile


class Reading(models.Model):
    """Who read which case in which hour. Append-only: the app's role has no UPDATE and no DELETE here."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = (models.UniqueConstraint(fields=("case", "user", "hour"), name="reading_once_an_hour"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id} {self.hour:%Y-%m-%dT%H}"


INSERT = "INSERT INTO cases_reading (case_id, user_id, hour) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def read_this_hour(user: User) -> Exists:
    """Whether a case was read by this person in the hour that it is: asked along with the case."""
    return Exists(Reading.objects.filter(case=OuterRef("pk"), user=user, hour=this_hour()))


def first_this_hour(case_id: uuid.UUID, user_id: int) -> bool:
    """Note a reading by one statement, so that a page stays cheap to read; whether it was the hour's first."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [case_id, user_id, this_hour()])
        return bool(cursor.rowcount)
