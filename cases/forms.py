"""Shape of input; nothing is saved here."""

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.choosing import PersonField, SearchingForm
from people.models import User
from people.queries import active_people
from people.states import Role

from .files.checks import Checked, checked
from .files.kinds import ALSO, KINDS
from .files.names import clean_name
from .models import CaseFile, CasePart
from .states import ChangeReason, Part

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


def people_for(part: str, case: CaseFile) -> QuerySet[User]:
    """Among whom one searches for this part; the act itself says who of them cannot have it."""
    people = active_people().exclude(pk=case.subject_id)
    return people.filter(role_grants__role=Role.HR) if part == Part.HR_PARTNER else people


class ChangeForm(SearchingForm):
    """Who has a part from now on, and why."""

    to = PersonField(label=_("Who it is from now on"))
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=ChangeReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Everybody in the case reads which of these it is."),
    )
    words = forms.CharField(
        label=_("In a few words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With a conflict of interest or another reason, only HR and auditors read your words."),
    )

    def __init__(self, *args: Any, part: Part, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast("PersonField", self.fields["to"])
        to.people = people_for(part, case)
        above = case.subject.manager
        if part == Part.MANAGER and above is not None and above.is_active and not is_in(case, above):
            to.suggested = [above]


def is_in(case: CaseFile, user: User) -> bool:
    return case.parts.not_over().filter(user=user).exists()


DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DelegateForm(SearchingForm):
    """Who deputises, in which part, from which day to which."""

    part = forms.ChoiceField(label=_("Whose part"), widget=forms.RadioSelect)
    to = PersonField(label=_("Who deputises"))
    first_day = forms.DateField(label=_("First day"), widget=DAY)
    last_day = forms.DateField(label=_("Last day, included"), widget=DAY)
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Managers, HR and auditors read it. No medical detail: that somebody is away is enough."),
    )

    def __init__(self, *args: Any, parties: list[CasePart], case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.part), _part_of(row)) for row in parties]
        part = cast("forms.ChoiceField", self.fields["part"])
        part.choices, part.initial = choices, choices[0][0] if choices else None
        asked = self.data.get("part") if self.is_bound else part.initial
        cast("PersonField", self.fields["to"]).people = people_for(str(asked), case)


class EndForm(forms.Form):
    """Which delegation ends now."""

    delegation = forms.ChoiceField(label=_("Which delegation"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, delegations: list[CasePart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = {str(row.pk): row for row in delegations}
        field = cast("forms.ChoiceField", self.fields["delegation"])
        field.choices = [(key, _told(row)) for key, row in self.delegations.items()]
        field.initial = next(iter(self.delegations), None)

    def clean_delegation(self) -> CasePart:
        return self.delegations[self.cleaned_data["delegation"]]


def _part_of(row: CasePart) -> str:
    return gettext("%(part)s: %(who)s") % {"part": Part(row.part).label, "who": row.user.name}


def _told(row: CasePart) -> str:
    names = {"deputy": row.user.name, "principal": row.deputy_for.name if row.deputy_for else ""}
    days = {"first": _day(row, row.since), "last": _day(row, (row.until or row.since) - timedelta(seconds=1))}
    return gettext("%(deputy)s for %(principal)s, from %(first)s to %(last)s") % {**names, **days}


def _day(row: CasePart, moment: datetime) -> str:
    return formats.date_format(timezone.localdate(moment, ZoneInfo(row.case.time_zone)), "DATE_FORMAT")


class SettleForm(forms.Form):
    """How somebody was reached whom a mail did not reach."""

    words = forms.CharField(
        label=_("How did the person learn of it?"),
        help_text=_("For example: handed over on paper on 3 March. HR and auditors read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
