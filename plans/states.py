"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanStatus(models.TextChoices):
    """The plan's lifecycle. From ISSUED on the steps are taken in `reviews`."""

    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("In consultation with the employee")
    HR_REVIEW = "hr_review", _("In HR review")
    SECOND_LINE = "second_line", _("With the second-line manager")
    RETURNED = "returned", _("Returned with comments")
    APPROVED = "approved", _("Approved by HR")
    ISSUED = "issued", _("Issued, waiting for receipt")
    ACTIVE = "active", _("Running")
    PAUSED = "paused", _("Paused")
    FINAL_REVIEW = "final_review", _("Outcome proposed")
    DECIDED = "decided", _("Outcome decided")
    SUSTAIN = "sustain", _("Sustain period")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    LEFT = "left", _("Left employment")


EDITABLE = (PlanStatus.DRAFT, PlanStatus.CONSULTATION, PlanStatus.RETURNED)
SHOWN_TO_SUBJECT = (  # where the employee can see something: at first only what was opened for consultation
    PlanStatus.CONSULTATION,
    PlanStatus.HR_REVIEW,
    PlanStatus.SECOND_LINE,
    PlanStatus.RETURNED,
    PlanStatus.APPROVED,
    PlanStatus.ISSUED,
    PlanStatus.ACTIVE,
    PlanStatus.PAUSED,
    PlanStatus.FINAL_REVIEW,
    PlanStatus.DECIDED,
    PlanStatus.SUSTAIN,
    PlanStatus.CLOSED,
)
FINAL = (PlanStatus.CLOSED, PlanStatus.CANCELLED, PlanStatus.LEFT)
LIVE = tuple(status for status in PlanStatus if status not in FINAL)


MENTOR_NAMED = "plans.mentor_named"  # what a mentor is told: a notice that is no act's


class ChangeKind(models.TextChoices):
    """What an amendment does. The end date moves by an extension or a pause, and by nothing else (R18, R19, R22)."""

    CHANGE = "change", pgettext_lazy("amendment", "Change")
    EXTENSION = "extension", _("Extension")
    PAUSE = "pause", _("Pause")


ASKED_FOR = (ChangeKind.CHANGE, ChangeKind.EXTENSION)  # a pause is an amendment once it is over


class AskedBy(models.TextChoices):
    """Who wanted an amendment."""

    EMPLOYEE = "employee", _("The employee")
    MANAGER = "manager", _("The manager")
    HR = "hr", _("HR")
    OTHER = "other", pgettext_lazy("who asked", "Somebody else")


class AmendmentStatus(models.TextChoices):
    """An amendment's way from its draft to the day on which the plan runs on it."""

    DRAFT = "draft", pgettext_lazy("amendment", "Being written")
    HR_REVIEW = "hr_review", _("In HR review")
    RETURNED = "returned", _("Returned with comments")
    APPROVED = "approved", _("Approved by HR")
    ISSUED = "issued", _("Issued, waiting for receipt")
    IN_FORCE = "in_force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WRITTEN = (AmendmentStatus.DRAFT, AmendmentStatus.RETURNED)  # its manager works on it
OPEN = tuple(status for status in AmendmentStatus if status not in {"in_force", "withdrawn"})
HANDED_OUT = (AmendmentStatus.ISSUED, AmendmentStatus.IN_FORCE)  # the employee reads it


class Answer(models.TextChoices):
    """What a signature says. The employee's means receipt, not agreement (R11)."""

    AGREED = "agreed", _("I have received it and agree with it")
    DISAGREED = "disagreed", _("I have received it and disagree with it")
    RECEIVED = "received", _("I have received it, and say no more for now")
    SIGNED = "signed", pgettext_lazy("answer", "Signed")  # who approves or issues says nothing else


RECEIPTS = (Answer.AGREED, Answer.DISAGREED, Answer.RECEIVED)


class Step(models.TextChoices):
    """What is signed."""

    ISSUE = "issue", _("Issue of the plan")
    RECEIPT = "receipt", _("Receipt of the plan")
    OUTCOME = "outcome", _("Receipt of the outcome")
    MINUTES = "minutes", _("Minutes of a checkpoint")
    DECISION = "decision", _("Decision of the outcome")
    APPEAL = "appeal", _("Decision of the appeal")


class Verdict(models.TextChoices):
    """What the employee says of an item in consultation."""

    ACHIEVABLE = "achievable", _("Can be reached")
    NOT_ACHIEVABLE = "not_achievable", _("Cannot be reached")
    OTHER_TARGET = "other_target", _("Another target is proposed")


class Decision(models.TextChoices):
    """What the manager answers to it."""

    AGREED = "agreed", _("Agreed")
    PARTLY = "partly", _("Agreed in part")
    NOT_AGREED = "not_agreed", _("Not agreed")
    NOTED = "noted", _("Noted")


class RoundState(models.TextChoices):
    """Where a round of consultation stands. Silence is never agreement (R14)."""

    WAITING = "waiting", _("Waiting for the employee's view")
    SILENT = "silent", _("No answer was given")
    TO_REPLY = "to_reply", _("Waiting for the manager's answer")
    NO_REPLY = "no_reply", _("The manager gave no answer")
    SETTLED = "settled", _("Both sides have spoken")


class Cause(models.TextChoices):
    """Root cause categories of the seed article."""

    KNOWLEDGE = "knowledge", _("Knowledge or skill")
    METHOD = "method", _("Working method")
    COMMUNICATION = "communication", _("Communication or collaboration")
    MOTIVATION = "motivation", _("Motivation or incentive")
    ENVIRONMENT = "environment", _("Environment or tools")
    OTHER = "other", pgettext_lazy("root cause", "Other")


class Direction(models.TextChoices):
    RAISE = "raise", _("Raise to at least the target")
    LOWER = "lower", _("Lower to at most the target")
    KEEP_WITHIN = "within", _("Keep within two limits")


class Measure(models.TextChoices):
    """How a target is put: as a figure, or as a level that one can observe."""

    NUMBER = "number", _("A figure with a unit")
    RUBRIC = "rubric", _("Levels that one can observe")


class LearningKind(models.TextChoices):
    """What the library holds."""

    LINK = "link", _("Web page")
    FILE = "file", _("File")
    COURSE = "course", _("Course")
    MANUAL = "manual", _("Standard or manual")


class SupportKind(models.TextChoices):
    TRAINING = "training", _("Training")
    MENTORING = "mentoring", _("Mentoring, one to one")
    ROTATION = "rotation", _("Job rotation")
    SELF_STUDY = "self_study", _("Self-study")
    PRACTICE = "practice", _("Practice in a project")
    PROCESS = "process", _("Change of process")
    TOOLS = "tools", _("Tools")


# What usually helps against a cause. A suggestion beside the form, never a rule.
SUGGESTED: dict[str, tuple[SupportKind, ...]] = {
    Cause.KNOWLEDGE: (SupportKind.TRAINING, SupportKind.MENTORING, SupportKind.SELF_STUDY),
    Cause.METHOD: (SupportKind.MENTORING, SupportKind.PRACTICE, SupportKind.PROCESS),
    Cause.COMMUNICATION: (SupportKind.PROCESS, SupportKind.TRAINING, SupportKind.PRACTICE),
    Cause.MOTIVATION: (SupportKind.MENTORING, SupportKind.ROTATION, SupportKind.PRACTICE),
    Cause.ENVIRONMENT: (SupportKind.TOOLS, SupportKind.PROCESS),
}


class ResourceKind(models.TextChoices):
    BUDGET = "budget", _("Budget")
    MENTOR_TIME = "mentor_time", _("Mentor's time")
    TOOLS = "tools", _("Tools or system access")
    WORKING_TIME = "working_time", _("Working time")


class Cadence(models.TextChoices):
    """How often checkpoints are, when dates are worked out and not typed."""

    AS_LISTED = "as_listed", _("On the dates listed below")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")


class ServiceChannel(models.TextChoices):
    """Ways in which a plan reaches the employee; what is served is logged with its proof (R15)."""

    IN_PERSON = "in_person", _("In person")
    REGISTERED_POST = "registered_post", _("Registered post")
    EMAIL = "email", _("E-mail to a confirmed address")
    MESSAGE = "message", _("Message to a confirmed account")


class FieldOfWork(models.TextChoices):
    """What a template of the library is for."""

    PRODUCTION = "production", _("Manufacturing and assembly")
    MAINTENANCE = "maintenance", _("Maintenance")
    PRODUCT = "product", _("Product management")
    SOFTWARE = "software", _("Software engineering")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Customer service")
    FINANCE = "finance", _("Finance account management")
    LEADERSHIP = "leadership", _("Team leadership")
    OTHER = "other", pgettext_lazy("field of work", "Other")


class DayKind(models.TextChoices):
    """How a day of a holiday calendar differs from its weekday."""

    FREE = "free", pgettext_lazy("day", "Free day")
    WORKING = "working", pgettext_lazy("day", "Working day that makes up for a free one")


class CalendarStep(models.TextChoices):
    """What HR does to a holiday calendar."""

    COPIED = "copied", pgettext_lazy("calendar", "Copied")
    ADDED = "added", pgettext_lazy("calendar", "Day put in")
    TAKEN_OUT = "taken_out", pgettext_lazy("calendar", "Day taken out")
    CHECKED = "checked", pgettext_lazy("calendar", "Year checked")
