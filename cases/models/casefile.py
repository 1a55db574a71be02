"""The case file and who plays which part in it."""

import secrets
import uuid
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.states import DELEGATED_PARTS, ENDED, HELD_PARTS, NARROW_PARTS, Because, Part, Stage
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
        return self.filter(mine | ~close_to(user))

    def looked_after_by(self, user: User) -> "CaseFileQuerySet":
        """Those that this person sees as HR, whether or not they have a part in them; nobody else has any."""
        return self.exclude(close_to(user)) if user.is_active and user.is_hr else self.none()

    def locked(self, pk: uuid.UUID) -> "CaseFile":
        """The row lock that `acting` takes. Needs a transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)


def close_to(user: User) -> Q:
    """Cases of this person and of whoever reports to them."""
    return Q(subject_id=user.pk) | Q(subject_id__in=reports_of(user))


class CaseFile(models.Model):
    """One case: its people and where it stands. What stands in the plan is another room's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("case number"), max_length=12, unique=True, default=new_reference, editable=False)
    subject = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee"))
    language = models.CharField(_("language of the record"), max_length=10, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[validate_time_zone])
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    # The case that it goes on from, said when it is opened and never changed (migration 0015).
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        editable=False,
        db_index=False,
    )
    follows_because = models.CharField(
        _("why it follows"), max_length=20, choices=Because, blank=True, default="", db_default="", editable=False
    )

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
        constraints = (
            known("stage", Stage, "case_stage_known"),
            models.CheckConstraint(
                condition=Q(follows=None, follows_because="")
                | (Q(follows__isnull=False, follows_because__in=Because.values) & ~Q(follows=F("id"))),
                name="case_follows_for_a_reason",
                violation_error_code="follows",
                violation_error_message=_("A case follows another one for a reason that is known."),
            ),
            models.UniqueConstraint(
                fields=("follows",),
                name="case_is_followed_once",
                violation_error_code="followed",
                violation_error_message=_("It went on in another case already."),
            ),
        )
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


def held_now(prefix: str = "") -> Q:
    """Whether a part is somebody's at this moment. `prefix` leads to the part from another table.

    A part that was given is theirs until an act ends it, and no clock is asked: the next request on any server finds
    it so. A deputy has theirs between two moments, by the clock alone.
    """
    now = timezone.now()
    deputising = {"deputy_for__isnull": False, "since__lte": now, "until__gt": now}
    return Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}{name}": value for name, value in deputising.items()})


class CasePartQuerySet(models.QuerySet["CasePart"]):
    def current(self) -> "CasePartQuerySet":
        """Parts that are somebody's at this moment."""
        return self.filter(held_now())

    def not_over(self) -> "CasePartQuerySet":
        """Current ones, and delegations that are still to begin."""
        to_come = Q(deputy_for__isnull=False, until__gt=timezone.now()) & Q(until__gt=F("since"))
        return self.filter(Q(until=None) | to_come)

    def delegations(self) -> "CasePartQuerySet":
        """Of deputies alone, running and to come, in their order."""
        return self.not_over().filter(deputy_for__isnull=False).order_by("since")


class CasePart(models.Model):
    """Who plays which part in a case, from when, until when. Rows are ended, never deleted.

    Where `deputy_for` is set, the person deputises for that holder of the part: their end is known from the start.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="parts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="case_parts")
    part = models.CharField(max_length=20, choices=[(part.value, part.label) for part in HELD_PARTS])
    sees = models.BooleanField(default=True)  # the employee sees the case once something is shown to them
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    deputy_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CasePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part in a case")
        verbose_name_plural = _("parts in cases")
        constraints = (
            known("part", Part, "case_part_known"),
            models.UniqueConstraint(
                fields=("case", "user"),
                condition=Q(until=None) & ~Q(part__in=NARROW_PARTS),
                name="one_part_per_person",  # R5: who drafts does not approve, and nobody judges their own case
                violation_error_code="two_parts",
                violation_error_message=_("Nobody can have two parts in one case."),
            ),
            models.UniqueConstraint(
                fields=("case", "user", "part"),
                condition=Q(until=None),
                name="each_part_once",  # a mentor can be a witness too
                violation_error_code="two_parts",
                violation_error_message=_("This person has the part already."),
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
            models.CheckConstraint(
                condition=Q(deputy_for=None)
                | (Q(until__isnull=False, part__in=DELEGATED_PARTS) & ~Q(deputy_for=F("user"))),
                name="deputy_has_an_end",
                violation_error_code="deputy",
                violation_error_message=_("A deputy is somebody else, and deputises until a day that is known."),
            ),
        )
        indexes = (models.Index(fields=("user", "case"), name="case_part_by_user"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"

    def clean(self) -> None:
        """Beside a delegation nobody has another part; the database asks the same (migration 0010)."""
        others = CasePart.objects.filter(case=self.case).exclude(pk=self.pk)
        beside = others.filter(user=self.user) if self.deputy_for_id else others.filter(user=self.user).delegations()
        if any(self.overlaps(row) for row in beside):
            raise ValidationError(_("Nobody can have two parts in one case."), code="two_parts")
        rivals = others.delegations().filter(part=self.part) if self.deputy_for_id else ()
        if any(self.overlaps(row) for row in rivals):
            raise ValidationError(_("Somebody deputises on one of these days already."), code="taken")

    def overlaps(self, other: "CasePart") -> bool:
        """Whether both are held at some moment; one that never began is not."""
        for row in (self, other):
            if row.until is not None and row.until <= row.since:
                return False
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)

    def is_held_at(self, moment: datetime) -> bool:
        """The same question as `held_now`, of a row that was read."""
        if self.deputy_for_id is None or self.until is None:
            return self.until is None
        return self.since <= moment < self.until

    @property
    def began(self) -> bool:
        """False for a delegation that was ended before its first day."""
        return self.until is None or self.until > self.since
