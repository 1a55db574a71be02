"""Shape of input; nothing is saved here."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .files.checks import Checked, checked
from .files.kinds import ALSO, KINDS
from .files.names import clean_name

MOST_AT_ONCE = 10
ENDINGS = ",".join(f".{ending}" for ending in (*KINDS, *ALSO))


class EvidenceInput(forms.FileInput):
    """Several files at once, of the kinds that can be kept."""

    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Files handed in as evidence: a list of `Checked`, for `cases.actions.keep_file`. Every refusal names its file."""

    widget = EvidenceInput(attrs={"multiple": True, "accept": ENDINGS})
    default_error_messages = {"many": _("Hand in at most %(most)s files at once.")}

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        uploads = [upload for upload in data or () if isinstance(upload, UploadedFile)]
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST_AT_ONCE})
        return _all_checked(uploads)


def _all_checked(uploads: list[UploadedFile[bytes]]) -> list[Checked]:
    found, refusals = [], []
    for upload in uploads:
        try:
            found.append(checked(upload))
        except ValidationError as refusal:
            refusals += [f"{clean_name(upload.name or '')}: {sentence}" for sentence in refusal.messages]
    if refusals:
        raise ValidationError(refusals, code="files")
    return found


class CommentForm(forms.Form):
    """A comment. What it is about comes with the form and is checked by the room that knows it."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Once said, it stays: it cannot be changed or removed, only answered."),
    )
    among_hr = forms.BooleanField(
        label=_("Only for the managers, HR and auditors"),
        required=False,
        help_text=_("The employee does not see it. An answer reaches the same people."),
    )


class ShownForm(forms.Form):
    """A decision or a signature about something: `digest` is that of what was on the page."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @property
    def shown(self) -> str:
        """The digest that came with the form, once it is valid."""
        return str(self.cleaned_data["digest"])

    def show_anew(self, digest: str) -> None:
        """The page shows the present content again: from here on the form is about that."""
        data = cast("QueryDict", self.data).copy()
        data["digest"] = digest
        self.data = data
