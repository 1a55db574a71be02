"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CheckpointStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")


class Wish(models.TextChoices):
    """On whose wish a checkpoint moves (R21)."""

    EMPLOYEE = "employee", _("The employee's")
    MANAGER = "manager", _("The manager's")
    COMPANY = "company", _("The company's")


class Judgement(models.TextChoices):
    """How an item stands at a checkpoint, as the manager sees it."""

    MET = "met", _("Target met")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")


class AnswerState(models.TextChoices):
    """How far one side is with minutes or an outcome, worked out from what was done. Silence is no agreement."""

    WAITING = "waiting", pgettext_lazy("minutes", "Not signed yet")
    SIGNED = "signed", pgettext_lazy("minutes", "Signed")
    REFUSED = "refused", pgettext_lazy("minutes", "Refused to sign")
    NO_ANSWER = "no_answer", pgettext_lazy("minutes", "No answer")


class Learned(models.TextChoices):
    """How far somebody is with something to learn from: first the employee's word, then the manager's answer."""

    DONE = "done", _("Done, waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_YET = "not_yet", pgettext_lazy("learning", "Not yet")


class EvidenceKind(models.TextChoices):
    """What is recorded for the evidence map beside the plan itself (R29)."""

    TRAINING = "training", pgettext_lazy("evidence", "Training")
    TRANSFER = "transfer", pgettext_lazy("evidence", "Transfer to another post")
    SECOND_ASSESSMENT = "second_assessment", _("Second assessment")
    UNION = "union", _("Word to the trade union")
    NOTICE = "notice", pgettext_lazy("evidence", "Notice")
    ART_42 = "art_42", _("Check of article 42")


HELP_AFTER = (EvidenceKind.TRAINING, EvidenceKind.TRANSFER)  # the employee took part in these, and reads them


class NoticeWay(models.TextChoices):
    """How notice was given, outside pipcases (LCL art. 40)."""

    THIRTY_DAYS = "thirty_days", _("30 days' written notice")
    MONTHS_WAGE = "months_wage", _("One month's wage in its place")


class DeliveryWord(models.TextChoices):
    """What the employee says of something that was recorded as delivered."""

    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("Disputed")


class PromiseState(models.TextChoices):
    """Where something that the company promised stands, worked out from what was recorded, stored nowhere."""

    OPEN = "open", pgettext_lazy("promise", "Not due yet")
    DUE_SOON = "due_soon", pgettext_lazy("promise", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("promise", "Overdue")
    DELIVERED = "delivered", pgettext_lazy("promise", "Delivered, not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("promise", "Delivered and confirmed")
    DISPUTED = "disputed", pgettext_lazy("promise", "Disputed")


class Result(models.TextChoices):
    """Outcome of an item, and of the plan. An item is met, partially met or not met."""

    MET = "met", _("Met")
    PARTIALLY_MET = "partially_met", _("Partially met")
    NOT_MET = "not_met", _("Not met")
    EXTENDED = "extended", pgettext_lazy("outcome", "Extended")
    CANCELLED = "cancelled", pgettext_lazy("outcome", "Cancelled")
    LEFT = "left", pgettext_lazy("outcome", "Left employment")


OF_AN_ITEM = (Result.MET, Result.PARTIALLY_MET, Result.NOT_MET)
PROPOSED = (*OF_AN_ITEM, Result.EXTENDED)  # by the manager; the others follow from what was done


class ReceiptState(models.TextChoices):
    """Where the receipt of an issued version stands, worked out from what was done. Silence is never receipt (R14)."""

    WAITING = "waiting", _("Waiting for the employee's answer")
    SIGNED = "signed", _("Receipt signed")
    REFUSED = "refused", _("Signature refused")
    NO_RESPONSE = "no_response", _("No response")
    SERVED = "served", _("No response; served by another channel")


class AttestationStatus(models.TextChoices):
    """A witness is asked, and says once what they saw."""

    ASKED = "asked", pgettext_lazy("witness", "Asked")
    GIVEN = "given", pgettext_lazy("witness", "Given")


class Seen(models.TextChoices):
    """What a witness says of a presentation that was refused."""

    SAW = "saw", _("I was there and saw it")
    DID_NOT = "did_not", _("I did not see it")


class ServiceResult(models.TextChoices):
    """What came back of something that was served."""

    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Came back undelivered")
    REFUSED = "refused", _("Refused at the door")
    UNKNOWN = "unknown", _("Not known")


class SessionKind(models.TextChoices):
    """Regular coaching that is planned."""

    ONE_TO_ONE = "one_to_one", _("One-to-one")
    TEAM_REVIEW = "team_review", _("Team review")


class SessionSaid(models.TextChoices):
    """What the employee says of a session that was logged."""

    CONFIRMED = "confirmed", _("It was so")
    OTHERWISE = "otherwise", _("It was otherwise")


class SessionState(models.TextChoices):
    """Where a planned session stands, worked out anew each time. Nobody is blamed for one that was not logged."""

    GIVEN = "given", pgettext_lazy("session", "Logged")
    MISSED = "missed", _("Not logged")
    TODAY = "today", _("Today")
    AHEAD = "ahead", _("Planned")


class SoftBlock(models.TextChoices):
    """What an outcome can be decided in spite of, for a reason that HR signs (R27)."""

    COMMITMENTS = "commitments", _("What was promised and did not come")
    CHECKPOINTS = "checkpoints", _("Checkpoints that were missed")
    PROPOSALS = "proposals", _("What the employee proposed and nobody answered")


class AppealStatus(models.TextChoices):
    """How far an appeal is (R30): filed, then heard by somebody and decided by them; until then it can be withdrawn."""

    FILED = "filed", pgettext_lazy("appeal", "Filed")
    NAMED = "named", pgettext_lazy("appeal", "Hearer named")
    ARRANGED = "arranged", pgettext_lazy("appeal", "Hearing arranged")
    HEARD = "heard", pgettext_lazy("appeal", "Heard")
    DECIDED = "decided", pgettext_lazy("appeal", "Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")


OPEN_APPEAL = (AppealStatus.FILED, AppealStatus.NAMED, AppealStatus.ARRANGED, AppealStatus.HEARD)
WITH_HEARER = OPEN_APPEAL[1:]


class Ground(models.TextChoices):
    """What an appeal rests on: one of these, or several."""

    FACTS = "facts", _("The facts are wrong")
    PROCEDURE = "procedure", _("The procedure was not followed")
    HELP = "help", _("Help that was promised did not come")
    UNFAIR = "unfair", _("I was treated unfairly")
    EVIDENCE = "evidence", _("There is new evidence")


class Ruling(models.TextChoices):
    """What comes of an appeal. It never makes an outcome worse."""

    UPHELD = "upheld", _("Upheld: the outcome stands")
    VARIED = "varied", _("Varied: another outcome takes its place")
    OVERTURNED = "overturned", _("Overturned: the outcome falls")


# From the worst to the best; an overturned outcome ends as met, or the plan as cancelled.
FROM_WORST = (Result.NOT_MET, Result.PARTIALLY_MET, Result.MET)
ENDS_OF: dict[str, tuple[Result, ...]] = {
    Ruling.UPHELD: (),
    Ruling.VARIED: FROM_WORST,
    Ruling.OVERTURNED: (Result.MET, Result.CANCELLED),
}


# Kinds of notices that are no act's: reminders, and what a witness is asked. Each has its mail of this name.
RECEIPT_AWAITED = "reviews.receipt_awaited"
WITNESS_ASKED = "reviews.witness_asked"
WITNESS_AWAITED = "reviews.witness_awaited"
MEETING_CALLED_OFF = "reviews.meeting_called_off"
MEETING_MOVED_ON = "reviews.meeting_moved_on"


class Basis(models.TextChoices):
    """What a follow-on follows from: a goal that was reached, or one that was not (R28)."""

    SUCCESS = "success", _("What was reached")
    NOT_MET = "not_met", _("What was not reached")


class FollowOnEnding(models.TextChoices):
    DONE = "done", pgettext_lazy("follow-on", "Done")
    DROPPED = "dropped", pgettext_lazy("follow-on", "Dropped")


class Keeping(models.TextChoices):
    """How it goes in the sustain period, as the manager sees it."""

    KEEPS_UP = "keeps_up", _("Keeps it up")
    NEEDS_HELP = "needs_help", _("Needs help")
    SLIPS = "slips", _("Slips")


SLIPPING = (Keeping.NEEDS_HELP, Keeping.SLIPS)  # after one of these a relapse may be recorded


FOLLOWS_FROM = {  # what can follow which outcome
    Result.MET: (Basis.SUCCESS,),
    Result.PARTIALLY_MET: (Basis.SUCCESS, Basis.NOT_MET),
    Result.NOT_MET: (Basis.NOT_MET,),
}
