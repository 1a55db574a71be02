"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """What somebody is in one case. HR and AUDITOR come from a standing role, CLOCK is pipcases itself, which notes
    what happens by the passing of time; the others are given per case.
    """

    SUBJECT = "subject", _("Employee")
    MANAGER = "manager", _("Line manager")
    SECOND_LINE = "second_line", _("Second-line manager")
    HR_PARTNER = "hr_partner", _("HR partner")
    HR = "hr", _("HR")
    AUDITOR = "auditor", _("Auditor")
    MENTOR = "mentor", _("Mentor")
    WITNESS = "witness", _("Witness")
    HEARER = "hearer", _("Appeal hearer")
    CLOCK = "clock", "pipcases"


GIVEN_PARTS = (Part.SUBJECT, Part.MANAGER, Part.SECOND_LINE, Part.HR_PARTNER)
NARROW_PARTS = (Part.MENTOR, Part.WITNESS)  # they see what they were asked for, and nothing else of the case
HELD_PARTS = (*GIVEN_PARTS, *NARROW_PARTS, Part.HEARER)  # that a row of the case says whose they are
DELEGATED_PARTS = (Part.MANAGER, Part.HR_PARTNER)  # those in which somebody may deputise for some days
WHOLE_VIEW = tuple(part for part in Part if part not in {*NARROW_PARTS, Part.CLOCK})


class Stage(models.TextChoices):
    """How far a case is: a list column, refreshed from the rooms above by every act."""

    OPENING = "opening", _("Being opened")
    DRAFTING = "drafting", _("Drafting")
    HR_REVIEW = "hr_review", _("HR review")
    RECEIPT = "receipt", _("Waiting for receipt")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DECIDING = "deciding", pgettext_lazy("stage", "Outcome")
    SUSTAIN = "sustain", _("Sustain period")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (Stage.CLOSED, Stage.CANCELLED)
GOING_ON = tuple(stage for stage in Stage if stage not in {Stage.OPENING, *ENDED})


class ChangeReason(models.TextChoices):
    """Why somebody else has a part from now on. Everybody in the case reads which of these it was."""

    NEW_LINE = "new_line", _("New reporting line or task")
    LEFT = "left", _("Left the company")
    ABSENCE = "absence", _("Long absence")
    CONFLICT = "conflict", _("Conflict of interest")
    OTHER = "other", pgettext_lazy("reason for a change", "Other")


AMONG_HR = (ChangeReason.CONFLICT, ChangeReason.OTHER)  # whose words only HR and auditors read


class Because(models.TextChoices):
    """Why a case follows another one about the same person."""

    RELAPSE = "relapse", _("Relapse")
    MORE_TIME = "more_time", _("More time")


class NoticeState(models.TextChoices):
    """How far a mail is. SENT says that the mail server took it, which is all that a sender can know by itself."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be delivered")
    BOUNCED = "bounced", _("Came back")
    SETTLED = "settled", _("Dealt with")
    DROPPED = "dropped", _("No longer needed")


UNDELIVERED = (NoticeState.FAILED, NoticeState.BOUNCED)
