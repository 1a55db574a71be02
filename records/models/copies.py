"""Copies of the written record."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import CaseFile
from cases.models.constraints import known
from cases.states import Part
from people.models import User
from records.states import FOR_NOW, UNDER_WAY, CopyKind, CopyLanguage, CopyState, Fault

HEX = r"^[0-9a-f]{64}$"
ENDINGS = {CopyKind.RECORD: ".pdf", CopyKind.EVERYTHING: ".zip"}


class RecordCopyQuerySet(models.QuerySet["RecordCopy"]):
    def failed(self) -> "RecordCopyQuerySet":
        """Those that could not be made, and that no later one of the same view stands in for."""
        same = {name: OuterRef(name) for name in ("case", "part", "kind", "language")}
        later = RecordCopy.objects.filter(**same, requested_at__gt=OuterRef("requested_at"))
        return self.filter(~Exists(later), state=CopyState.FAILED)


class RecordCopy(models.Model):
    """One copy, as of one event of the case, in the view of one part: somebody asked for it, or the case ended.

    `seq` and `head` are the chain's number and hash before the request, which is the event after it. `claim` counts
    the workers that took it on; one whose `lease_until` is over has lost it to the next. `files` are those that the
    reader could open when it was asked for: what is in it does not depend on when a worker comes to it.
    `unprintable` names the characters that stand in it as codes, for whoever is about to fetch it.
    `put_off` counts the claims that are not held against it, because it could not be sealed for now, or because HR had
    it tried again: until `retry_at` it waits, and `fault` says for what.
    Once it is sealed, `seal_certificate` is the SHA-256 of the certificate that did it, `pdf_sha256` that of the sealed
    PDF, and `pages` how many it has. A copy of everything is sealed first, and then bundled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="record_copies")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    language = models.CharField(max_length=10, choices=CopyLanguage)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)
    requested_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=CopyKind, default=CopyKind.RECORD, db_default=CopyKind.RECORD)
    files = ArrayField(models.UUIDField(), default=list, blank=True, db_default=[])

    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.WAITING)
    claim = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=20, choices=Fault, blank=True)
    put_off = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    file = models.FileField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    unprintable = ArrayField(models.CharField(max_length=120), default=list, blank=True, db_default=[])
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    seal_certificate = models.CharField(max_length=64, blank=True, default="", db_default="")
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = RecordCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of the record")
        verbose_name_plural = _("copies of the record")
        ordering = ("-requested_at",)
        constraints = (
            known("state", CopyState, "copy_state_known"),
            known("part", Part, "copy_part_known"),
            known("kind", CopyKind, "copy_kind_known"),
            known("language", CopyLanguage, "copy_language_known"),
            models.UniqueConstraint(
                fields=("case", "seq", "part", "kind", "language"),
                name="one_copy_per_head_and_view",
                violation_error_code="twice",
                violation_error_message=_("This copy was asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(seq__gt=0, head__regex=HEX),
                name="copy_has_chain_head",
                violation_error_code="head",
                violation_error_message=_("This value is not known."),
            ),
            models.CheckConstraint(
                condition=Q(state=CopyState.RENDERING, lease_until__isnull=False)
                | (~Q(state=CopyState.RENDERING) & Q(lease_until=None)),
                name="copy_rendering_has_lease",
                violation_error_code="pair",
                violation_error_message=_("A copy that is being written has a worker, another has none."),
            ),
            models.CheckConstraint(
                condition=(Q(state=CopyState.READY, sha256__regex=HEX, pages__gt=0) & ~Q(file=""))
                | (~Q(state=CopyState.READY) & Q(file="", sha256="") & (Q(pages=None) | ~Q(pdf_sha256=""))),
                name="copy_ready_has_file",
                violation_error_code="pair",
                violation_error_message=_("A copy that is ready has a file, another has none."),
            ),
            models.CheckConstraint(
                condition=Q(state=CopyState.FAILED, fault__in=Fault.values)
                | Q(state__in=UNDER_WAY, fault__in=["", *FOR_NOW])
                | Q(state=CopyState.READY, fault=""),
                name="copy_failed_has_reason",
                violation_error_code="pair",
                violation_error_message=_("A copy that failed has a reason, another has none."),
            ),
            models.CheckConstraint(
                condition=Q(pdf_sha256__regex=HEX, seal_certificate__regex=HEX, sealed_at__isnull=False)
                | Q(pdf_sha256="", seal_certificate="", sealed_at=None),
                name="copy_sealed_has_seal",
                violation_error_code="pair",
                violation_error_message=_("A copy that is sealed has a seal, another has none."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, finished_at=None)
                | (~Q(state__in=UNDER_WAY) & Q(finished_at__isnull=False)),
                name="copy_finished_has_time",
                violation_error_code="pair",
                violation_error_message=_("A copy that is finished has a time, another has none."),
            ),
        )
        indexes = (
            models.Index(fields=("requested_at",), condition=Q(state__in=UNDER_WAY), name="copy_under_way"),
            models.Index(fields=("requested_at",), condition=Q(state=CopyState.FAILED), name="copy_failed"),
            models.Index(fields=("requested_by", "case", "-requested_at"), name="copy_by_requester"),
            models.Index(fields=("pdf_sha256",), condition=~Q(pdf_sha256=""), name="copy_by_digest"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.part}"

    @cached_property
    def reader(self) -> User:
        """In whose view it is made: a copy in the employee's is the employee's, whoever asked for it; one that nobody
        asked for is of whoever has the part.
        """
        if self.part == Part.SUBJECT:
            return self.case.subject
        return self.requested_by or self.case.parts.current().filter(part=self.part, deputy_for=None).get().user

    @property
    def is_of_itself(self) -> bool:
        """Nobody asked for it: it was made because the case had ended."""
        return self.requested_by_id is None

    @property
    def words_in(self) -> str:
        """The language of what stands once: the case's own, where both stand side by side."""
        return self.case.language if self.language == CopyLanguage.BOTH else self.language

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == CopyState.READY

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def ending(self) -> str:
        return ENDINGS[CopyKind(self.kind)]

    @property
    def file_name(self) -> str:
        """What the file is called where it is kept: nothing in it says whom it is about."""
        return f"pipcases-{self.case.reference}-v{self.seq}{self.ending}"
