"""The case file and who plays which part in it."""

import secrets
import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.states import ENDED, GIVEN_PARTS, NARROW_PARTS, Part, Stage
from people.models import User, validate_time_zone
from people.queries import reports_of
from people.states import Language

from .constraints import known

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: read out over the telephone


def new_reference() -> str:
    """A case number such as 2026-7K3MQF: it tells nothing of the person, nor how many cases there are."""
    return f"{timezone.now():%Y}-{''.join(secrets.choice(ALPHABET) for _ in range(6))}"


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user: User, *, narrow: bool = False) -> "CaseFileQuerySet":
        """The only way to a case. HR and auditors see every case but their own and those of their own reports,
        which they see, if at all, through the part they have in it. A narrow part opens nothing but the pages that
        ask for it.
        """
        parts = CasePart.objects.current().filter(case=OuterRef("pk"), user=user, sees=True)
        mine = Exists(parts if narrow else parts.exclude(part__in=NARROW_PARTS))
        if not user.is_active:
            return self.none()
        if not (user.is_hr or user.is_auditor):
            return self.filter(mine)
        theirs = Q(subject_id=user.pk) | Q(subject_id__in=reports_of(user))
        return self.filter(mine | ~theirs)

    def locked(self, pk: uuid.UUID) -> "CaseFile":
        """The row lock that `acting` takes. Needs a transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class CaseFile(models.Model):
    """One case: its people and where it stands. What stands in the plan is another room's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("case number"), max_length=12, unique=True, default=new_reference, editable=False)
    subject = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee"))
    language = models.CharField(_("language of the record"), max_length=10, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[validate_time_zone])
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    # List columns: refreshed by every act from what the rooms say (`cases.summary`), never written by hand.
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.OPENING)
    awaits = models.CharField(_("whose turn"), max_length=20, choices=Part, blank=True)
    expected = models.CharField(_("expected act"), max_length=60, blank=True)
    next_due_on = models.DateField(_("next due"), null=True, blank=True)
    starts_on = models.DateField(_("plan starts"), null=True, blank=True)
    ends_on = models.DateField(_("plan ends"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = (known("stage", Stage, "case_stage_known"),)
        indexes = (
            models.Index(fields=("-opened_at", "id"), name="case_by_opening"),
            models.Index(fields=("awaits", "next_due_on"), name="case_by_turn"),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.reference])

    @property
    def case(self) -> "CaseFile":
        return self

    @property
    def case_id(self) -> uuid.UUID:
        return self.id

    @property
    def status(self) -> str:
        return self.stage

    @status.setter
    def status(self, stage: str) -> None:
        self.stage = stage

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDED

    def days_left(self, today: date) -> int | None:
        """Whole days until the plan ends; below zero once it is over, None where no dates are set."""
        return (self.ends_on - today).days if self.ends_on else None


class CasePartQuerySet(models.QuerySet["CasePart"]):
    def current(self) -> "CasePartQuerySet":
        return self.filter(until=None)


class CasePart(models.Model):
    """Who plays which part in a case, from when, until when. Rows are ended, never deleted."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="parts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="case_parts")
    part = models.CharField(max_length=20, choices=[(part.value, part.label) for part in (*GIVEN_PARTS, *NARROW_PARTS)])
    sees = models.BooleanField(default=True)  # the employee sees the case once something is shown to them
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part in a case")
        verbose_name_plural = _("parts in cases")
        constraints = (
            known("part", Part, "case_part_known"),
            models.UniqueConstraint(
                fields=("case", "user"),
                condition=Q(until=None),
                name="one_part_per_person",  # R5: who drafts does not approve, and nobody judges their own case
                violation_error_code="two_parts",
                violation_error_message=_("Nobody can have two parts in one case."),
            ),
            models.UniqueConstraint(
                fields=("case", "part"),
                condition=Q(until=None) & ~Q(part__in=NARROW_PARTS),
                name="one_person_per_part",
                violation_error_code="taken",
                violation_error_message=_("This part is taken."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="case_part_ends_after_it_began",
                violation_error_code="order",
                violation_error_message=_("This ends before it begins."),
            ),
        )
        indexes = (models.Index(fields=("user", "case"), condition=Q(until=None), name="case_part_current"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"
