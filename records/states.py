"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CopyKind(models.TextChoices):
    """What a copy is: the record alone, or it and everything else that its reader may see, in one file."""

    RECORD = "record", _("Written record")
    EVERYTHING = "everything", _("Everything you may see")


class CopyLanguage(models.TextChoices):
    """In which words a copy tells of a case: those of the case's language, or both side by side."""

    ENGLISH = "en", "English"
    SIMPLIFIED_CHINESE = "zh-hans", "简体中文"
    BOTH = "both", "English | 简体中文"


class CopyState(models.TextChoices):
    """How far a copy of the record is."""

    WAITING = "waiting", _("Waiting for its turn")
    RENDERING = "rendering", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


UNDER_WAY = (CopyState.WAITING, CopyState.RENDERING)


class Fault(models.TextChoices):
    """Why a copy could not be made, in words for whoever asked for it."""

    TOO_LONG = "too_long", _("The record took too long to print. Ask HR to look at very long texts in the plan.")
    TOO_LARGE = "too_large", _("The record is too large to print. Ask HR to look at very long texts in the plan.")
    REFUSED = (
        "refused",
        _("The record asked for something from outside, which is never fetched. Tell your administrator."),
    )
    BROKEN = "broken", _("Printing stopped with an error. Tell your administrator the number of this copy.")
    TOO_MUCH = "too_much", _("The files of this case are too large for one download. Get them one by one, or ask HR.")
    KEY = "key", _("The key of the seal cannot be used now. Your administrator is needed; it is tried again.")
    AUTHORITY = "authority", _("Whoever says the time of the seal does not answer now. It is tried again by itself.")
    UNSOUND = (
        "unsound",
        _("The seal did not hold when it was read again. Tell your administrator the number of this copy."),
    )
    LOST = "lost", _("Printing was interrupted again and again. Tell your administrator the number of this copy.")


FOR_NOW = (Fault.KEY, Fault.AUTHORITY)  # a copy waits for these to pass, however long it takes


class LinkStatus(models.TextChoices):
    """Of a link to a copy. That its last day is over is seen from the day, and never stored."""

    OPEN = "open", _("Open")
    REVOKED = "revoked", _("Taken back")


class LetterState(models.TextChoices):
    """How far a letter with a daily checkpoint is. SENT says that the mail server took it."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be delivered")
    DROPPED = "dropped", _("No longer needed")


class Answer(models.TextChoices):
    """What can be said of a file, about one question."""

    YES = "yes", pgettext_lazy("verdict", "Yes")
    NO = "no", pgettext_lazy("verdict", "No")
    OPEN = "open", pgettext_lazy("verdict", "Open")
