"""The library: templates with their versions, and what there is to learn from. It belongs to no case (ADR 12)."""

import uuid
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.files.checks import Checked
from cases.models.constraints import known
from people.models import User
from people.states import Language
from plans.states import FieldOfWork, LearningKind

WEB = ("http://", "https://")


def who_and_when_retired(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
        name=name,
        violation_error_code="pair",
        violation_error_message=_("What is retired has a day and somebody who did it."),
    )


class Kept(models.Model):
    """Something in the library. It is retired, never deleted: a plan may have begun with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class Template(Kept):
    """A plan to begin with, in one language. Without an owner it is the company's, kept by HR; `key` names a shipped
    one, whose translations share it. What it says stands in its versions.
    """

    key = models.CharField(max_length=40, blank=True, editable=False)
    field = models.CharField(_("field of work"), max_length=20, choices=FieldOfWork, default=FieldOfWork.OTHER)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = (
            known("field", FieldOfWork, "template_field_known"),
            known("language", Language, "template_language_known"),
            models.UniqueConstraint(
                fields=("key", "language"),
                condition=~Q(key=""),
                name="template_shipped_once",
                violation_error_code="shipped",
                violation_error_message=_("This template is in the library already."),
            ),
            who_and_when_retired("template_retired_by_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.key or self.pk} {self.language}"


class TemplateVersion(models.Model):
    """What a template says, numbered from 1 within it; written once. Without an author it came with pipcases.

    `content` is `plans.library.content.TemplateContent` as it keeps itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what it is for"), max_length=600)
    content = models.JSONField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("template version")
        verbose_name_plural = _("template versions")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("template", "number"), name="template_version_number_once"),)

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"


class LearningEntry(Kept):
    """Something to learn from, and what counts as done. `hours` are the learner's. A plan that chooses it copies it
    (`plans.draft.Learning`), so an entry may change without changing what was agreed.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LearningKind)
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(_("web address, or where to find it"), max_length=500)
    done_when = models.CharField(_("it counts as done when"), max_length=500)
    hours = models.DecimalField(
        _("hours it takes"), max_digits=6, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    cost = models.DecimalField(
        _("cost for each person"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    currency = models.CharField(
        _("currency"), max_length=3, blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, like EUR or CNY."))],
    )  # fmt: skip
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("learning resource")
        verbose_name_plural = _("learning resources")
        ordering = ("title", "pk")
        constraints = (
            known("kind", LearningKind, "learning_kind_known"),
            known("language", Language, "learning_language_known"),
            models.CheckConstraint(
                condition=Q(cost=None, currency="") | (Q(cost__isnull=False) & ~Q(currency="")),
                name="learning_cost_has_currency",
                violation_error_code="currency",
                violation_error_message=_("A cost needs its currency, and a currency its cost."),
            ),
            who_and_when_retired("learning_retired_by_somebody"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_on_the_web(self) -> bool:
        """Only then it is drawn as a link: other schemes could run something."""
        return self.address.startswith(WEB)

    def clean(self) -> None:
        """A web page has a web address; files, courses and manuals may say in words where they are."""
        if self.kind == LearningKind.LINK or self.is_on_the_web:
            try:
                URLValidator(["http", "https"])(self.address)
            except ValidationError as error:
                raise ValidationError({"address": error}) from error

    def clean_fields(self, exclude: Any = None) -> None:
        self.currency = self.currency.upper()
        super().clean_fields(exclude)


class LearningFile(models.Model):
    """The file of a learning resource, checked like evidence. The library is small and belongs to no case, so its bytes
    stand in the database; a plan that chooses the resource gets a file of its own case from it.
    """

    entry = models.OneToOneField(LearningEntry, on_delete=models.PROTECT, related_name="upload")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a learning resource")
        verbose_name_plural = _("files of learning resources")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.sha256[:8]}"

    @property
    def checked(self) -> Checked:
        """As it was when it was handed in: what `cases.actions.keep_file` takes."""
        return Checked(self.name, self.kind, bytes(self.content), self.sha256)
