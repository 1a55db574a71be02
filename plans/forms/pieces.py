"""Forms for the pieces of a draft, and rows of its lists. Nothing is required: what is missing is asked for later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import EvidenceField
from plans.calendars import BusinessCalendar
from plans.draft import FileRef, Learning
from plans.fields import long_text, native_day, with_native_inputs
from plans.models import Commitment, SupportMeasure
from plans.schedule import WEEKDAYS, dates_of
from plans.states import Cadence


class Library(Protocol):
    """What there is to learn from, by its title."""

    def by_title(self, title: str) -> Learning | None: ...


@dataclass(frozen=True)
class Given:
    """What a request brings to the editor: the fields that were sent, or None; files; what there is to learn from;
    the list that is to have one more blank row; the working days of the calendar that was chosen, and the calendars
    there are.
    """

    data: QueryDict | None
    files: Any
    library: Library
    more: str = ""
    days: BusinessCalendar = WEEKDAYS
    calendars: Sequence[tuple[str, str]] = ()


MOST_ROWS = 60  # in a list: what the page shows, it takes again
MOST_SENT = 100  # those that were struck out among them


class PieceForm(forms.Form):
    """A piece of a draft, which may lack anything."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            cast("Any", field).wanted_later = True  # the readiness check asks for it

    kept: Sequence[FileRef] = ()  # files that the row has already
    learning: Sequence[Learning] = ()

    def typed(self, saved: dict[str, Any]) -> dict[str, Any]:
        """What was typed. A field that cannot be read keeps what was saved of it, or its empty value."""
        self.full_clean()
        return {name: _with_plain_breaks(self.cleaned_data.get(name, saved[name])) for name in saved}


def _with_plain_breaks(value: Any) -> Any:
    """A browser sends a line break as two characters; a text is the same text wherever it was typed."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class TableForm(PieceForm, forms.ModelForm[Any]):
    """A piece with the labels, lengths and choices of the table it is laid out in later; no row is made of it here."""

    def _post_clean(self) -> None:
        """Nothing: the constraints of the table hold for a plan that is ready, not for a draft."""


class BasisForm(PieceForm):
    rating = forms.CharField(label=_("Appraisal rating"), max_length=120)
    findings = long_text(
        _("Facts and data"),
        help_text=_("Figures, dates, examples: what the rating rests on, and the gap that follows from it."),
    )
    standard = forms.CharField(label=_("Standard or policy relied on"), max_length=200)
    standard_version = forms.CharField(label=_("Version or date of the standard"), max_length=60)
    standard_known_on = native_day(_("The employee has had it since"))
    standard_known_how = forms.CharField(
        label=_("How they got it"),
        max_length=300,
        help_text=_("For example: signed for at induction, handed out with the contract, part of the handbook."),
    )


class CalendarForm(PieceForm):
    starts_on = native_day(_("Starts on"))
    ends_on = native_day(_("Ends on"))
    cadence = forms.ChoiceField(
        label=_("Checkpoints"),
        choices=Cadence.choices,
        help_text=_("Anything but the first choice works the dates out for you, between start and end."),
    )
    holidays = forms.ChoiceField(label=_("Holiday calendar"))
    length_reason = long_text(
        _("Why this length"),
        most=1000,
        rows=2,
        help_text=_("Only where the plan is shorter or longer than its rules have it."),
    )

    def __init__(
        self,
        *args: Any,
        days: BusinessCalendar = WEEKDAYS,
        calendars: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        cast("forms.ChoiceField", self.fields["holidays"]).choices = _with_weekends_only(
            calendars, self.initial.get("holidays") or ""
        )

    def typed(self, saved: dict[str, Any]) -> dict[str, Any]:
        """A page that knows no calendars leaves the plan with its own."""
        return super().typed(saved) | ({} if "holidays" in self.data else {"holidays": saved["holidays"]})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("The plan must end after it starts."))
        elif data.get("cadence") not in (None, "", Cadence.AS_LISTED):
            self._check_dates(data["cadence"], start, end)
        return data

    def _check_dates(self, cadence: str, start: date | None, end: date | None) -> None:
        if not (start and end):
            self.add_error("cadence", _("Say when the plan starts and ends, then the dates can be worked out."))
        elif len(dates_of(cadence, start, end, self.days)) > MOST_ROWS:
            self.add_error("cadence", _("That makes too many checkpoints. Choose longer steps, or an earlier end."))


def _with_weekends_only(calendars: Sequence[tuple[str, str]], followed: str) -> list[tuple[str, Any]]:
    """One that the plan follows can be chosen also where it is no longer there."""
    gone = [(followed, followed)] if followed and followed not in dict(calendars) else []
    return [("", _("Weekends only, no public holidays")), *gone, *calendars]


class ConsequencesForm(PieceForm):
    if_met = long_text(
        _("If the targets are met"), help_text=_("Recognition, and what may follow: an incentive, a promotion path.")
    )
    if_not_met = long_text(
        _("If the targets are not met"), help_text=_("Options that will be looked at. Nothing follows by itself.")
    )


class FeedbackForm(PieceForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    given_on = native_day(pgettext_lazy("feedback", "Given on"))
    said = long_text(_("What was said"), most=1000, rows=2)


class CheckpointForm(PieceForm):
    due_on = native_day(_("Checkpoint on"))


class SupportForm(TableForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    learn = forms.CharField(
        label=_("To learn from, out of the library"),
        max_length=250,
        widget=forms.TextInput(attrs={"list": "library"}),
    )

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.library = library

    def clean_learn(self) -> Learning | None:
        """What was chosen, as the library has it now."""
        title = self.cleaned_data.get("learn")
        if not title:
            return None
        found = self.library.by_title(title)
        if found is None:
            raise forms.ValidationError(_("The library has nothing of this title. Choose from its list."))
        return found

    class Meta:
        model = SupportMeasure
        fields = ("kind", "content", "provider", "schedule", "hours")
        formfield_callback = with_native_inputs


class FilesForm(PieceForm):
    """Files handed in for one place of the draft."""

    evidence = EvidenceField(label=_("Add files"))

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].label = label or self.fields["evidence"].label


class CommitmentForm(TableForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    evidence = EvidenceField(label=_("Files"))

    class Meta:
        model = Commitment
        fields = ("kind", "content", "owner", "needed_by", "amount", "hours")
        formfield_callback = with_native_inputs


class Rows(forms.BaseFormSet[PieceForm]):
    """Rows of one list. What was sent is compared with nothing: a row counts where anything was typed into it."""

    @property
    def was_sent(self) -> bool:
        """Whether the list came with a sensible number of rows: without one it stays as it was."""
        sent = self.management_form
        return sent.is_valid() and sent.cleaned_data["TOTAL_FORMS"] in range(MOST_SENT + 1)

    def filled(self, *, besides: Sequence[str] = ("id", "DELETE")) -> list[PieceForm]:
        """The rows with anything in them that were not struck out, in order."""
        self.full_clean()
        return [form for form in self.forms if not form.cleaned_data.get("DELETE") and _has_words(form, besides)]


def _has_words(form: PieceForm, besides: Sequence[str]) -> bool:
    return any(form[name].data not in (None, "") for name in form.fields if name not in besides)


def rows_of(form: type[PieceForm], *, extra: int = 1) -> type[Rows]:
    made = forms.formset_factory(
        form, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_SENT
    )
    return cast("type[Rows]", made)


FeedbackRows = rows_of(FeedbackForm)
CheckpointRows = rows_of(CheckpointForm)
SupportRows = rows_of(SupportForm)
CommitmentRows = rows_of(CommitmentForm)
