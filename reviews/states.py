"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CheckpointStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")


class Judgement(models.TextChoices):
    """How an item stands at a checkpoint, as the manager sees it."""

    MET = "met", _("Target met")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")


class Learned(models.TextChoices):
    """How far somebody is with something to learn from: first the employee's word, then the manager's answer."""

    DONE = "done", _("Done, waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_YET = "not_yet", pgettext_lazy("learning", "Not yet")


class Result(models.TextChoices):
    """Outcome of an item, and of the plan."""

    MET = "met", _("Met")
    PARTIALLY_MET = "partially_met", _("Partially met")
    NOT_MET = "not_met", _("Not met")
