"""The appeal: what the employee asks, who hears it, what was said at the hearing, and what was decided (R30)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from people.models import User
from plans.models import Plan
from plans.models.plan import LONG
from reviews.states import OPEN_APPEAL, WITH_HEARER, AppealStatus, Ground, Ruling

from .checkpoint import PLACE
from .outcome import Outcome

NAMED = Q(hearer__isnull=False, named_by__isnull=False, named_at__gte=F("filed_at"))
UNNAMED = Q(hearer=None, named_by=None, named_at=None)
ARRANGED = Q(
    meets_on__isnull=False, meets_at__isnull=False, arranged_by__isnull=False, arranged_at__gte=F("named_at")
) & ~Q(place="")
UNARRANGED = Q(meets_on=None, meets_at=None, arranged_by=None, arranged_at=None, place="")
DECIDED = Q(decided_at__gte=F("arranged_at")) & ~Q(decision="") & ~Q(reasons="") & ~Q(digest="")
UNDECIDED = Q(decided_at=None, decision="", reasons="", digest="")
ENDED_BEFORE = Q(status=AppealStatus.WITHDRAWN, withdrawn_at__gte=F("filed_at")) & UNDECIDED
ON_ITS_WAY = ~Q(status=AppealStatus.WITHDRAWN) & Q(withdrawn_at=None, withdrawal="")


class Appeal(models.Model):
    """One appeal against one outcome: written in steps, each of them once (migration 0018). Where another hearer is
    named, or the hearing moves, the row has the last of them, and the history all.

    `files` are the ids of stored files. What the hearing was, stands in `Hearing`; another outcome that came of it
    `varies` this one's. `digest` is that of `reviews.ruling`, which the hearer signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="appeals", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="appeal", editable=False)
    status = models.CharField(max_length=10, choices=AppealStatus, default=AppealStatus.FILED, editable=False)
    grounds = ArrayField(models.CharField(max_length=10, choices=Ground), verbose_name=_("grounds"))
    words = models.TextField(_("why you appeal"), max_length=LONG)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    filed_at = models.DateTimeField(editable=False)
    hearer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    named_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    named_at = models.DateTimeField(null=True, blank=True, editable=False)
    meets_on = models.DateField(_("day of the hearing"), null=True, blank=True)
    meets_at = models.TimeField(_("time of the hearing"), null=True, blank=True)
    place = models.CharField(_("place of the hearing"), max_length=PLACE, blank=True)
    arranged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    arranged_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.CharField(_("decision"), max_length=10, choices=Ruling, blank=True)
    reasons = models.TextField(_("reasons"), max_length=LONG, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal = models.TextField(_("why it was withdrawn"), max_length=LONG, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ("number",)
        constraints = (
            known("status", AppealStatus, "appeal_status_known"),
            known("decision", Ruling, "appeal_decision_known", blank=True),
            models.UniqueConstraint(fields=("plan", "number"), name="appeal_number_once"),
            models.UniqueConstraint(fields=("plan",), condition=Q(status__in=OPEN_APPEAL), name="one_open_appeal"),
            models.CheckConstraint(
                condition=Q(grounds__len__gt=0, grounds__contained_by=list(Ground.values)) & ~Q(words=""),
                name="appeal_says_why",
                violation_error_code="grounds",
                violation_error_message=_("Say what your appeal rests on, and why."),
            ),
            models.CheckConstraint(
                condition=(Q(status=AppealStatus.FILED) & UNNAMED)
                | (Q(status__in=(*WITH_HEARER, AppealStatus.DECIDED)) & NAMED)
                | (Q(status=AppealStatus.WITHDRAWN) & (NAMED | UNNAMED)),
                name="appeal_hearer_in_its_turn",
                violation_error_code="pair",
                violation_error_message=_("A hearer is named by somebody, at a time after the appeal."),
            ),
            models.CheckConstraint(
                condition=(Q(status__in=(AppealStatus.FILED, AppealStatus.NAMED)) & UNARRANGED)
                | (Q(status__in=(AppealStatus.ARRANGED, AppealStatus.HEARD, AppealStatus.DECIDED)) & ARRANGED)
                | (Q(status=AppealStatus.WITHDRAWN) & (ARRANGED | UNARRANGED)),
                name="appeal_hearing_in_its_turn",
                violation_error_code="pair",
                violation_error_message=_("A hearing is arranged by the hearer: its day, time and place."),
            ),
            models.CheckConstraint(
                condition=(Q(status=AppealStatus.DECIDED) & DECIDED) | (~Q(status=AppealStatus.DECIDED) & UNDECIDED),
                name="appeal_decided_whole",
                violation_error_code="pair",
                violation_error_message=_("A decision on an appeal follows the hearing, and has reasons."),
            ),
            models.CheckConstraint(
                condition=ENDED_BEFORE | ON_ITS_WAY,
                name="appeal_withdrawn_whole",
                violation_error_code="pair",
                violation_error_message=_("An appeal is withdrawn after it was filed, before a decision."),
            ),
        )
        indexes = (  # few of all appeals wait: reminders look every minute
            models.Index(fields=("filed_at",), condition=Q(status=AppealStatus.FILED), name="appeal_filed"),
            models.Index(fields=("named_at",), condition=Q(status=AppealStatus.NAMED), name="appeal_named"),
            models.Index(fields=("meets_on",), condition=Q(status=AppealStatus.ARRANGED), name="appeal_arranged"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.plan.case_id

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_APPEAL

    @property
    def lacks_statement(self) -> bool:
        """Whether the employee may still add theirs to the hearing that was recorded last."""
        return any(not hasattr(row, "statement") for row in list(self.hearings.all())[-1:])

    @property
    def grounds_in_words(self) -> list[str]:
        """Their labels, in the order of the list that they were chosen from."""
        return [str(ground.label) for ground in Ground if ground in self.grounds]


class Hearing(models.Model):
    """One hearing as its hearer recorded it: who was there, and what both sides said. Written once; an appeal may be
    heard again. `came` says whether the employee was there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="hearings", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    held_on = models.DateField(_("day of the hearing"))
    came = models.BooleanField(_("the employee was there"))
    attended = models.TextField(_("who was there"), max_length=LONG)
    companion = models.CharField(_("who accompanied the employee"), max_length=PLACE, blank=True)
    employee_said = models.TextField(_("what the employee said"), max_length=LONG, blank=True)
    company_said = models.TextField(_("what the company's side said"), max_length=LONG, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("hearing of an appeal")
        verbose_name_plural = _("hearings of appeals")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("appeal", "number"), name="hearing_number_once"),
            models.CheckConstraint(
                condition=~Q(attended="") & (Q(came=False, companion="") | (Q(came=True) & ~Q(employee_said=""))),
                name="hearing_says_what",
                violation_error_code="came",
                violation_error_message=_("Write what the employee said; or that they were not there."),
            ),
        )
        indexes = (models.Index(fields=("at",), name="hearing_by_moment"),)

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.number}"


class HearingStatement(models.Model):
    """The employee's own words beside what the hearer recorded, once a hearing: nobody edits the other's (R25)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="statement", editable=False)
    words = models.TextField(_("your statement"), max_length=LONG)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("employee's statement on a hearing")
        verbose_name_plural = _("employees' statements on hearings")

    def __str__(self) -> str:
        return str(self.hearing_id)
