"""Shape of input for a plan; nothing is saved here."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.states import Language, Role

from .fields import with_native_inputs
from .models import Commitment, Item, Plan, PlannedCheckpoint, PriorFeedback, SupportMeasure
from .models.plan import EARLIEST, LATEST
from .schedule import dates_of
from .states import Cadence

MOST_ROWS = 60  # in a list: what the page shows, it takes again


class OpenCaseForm(forms.Form):
    """Whom the case is about, and who of HR owns its fairness."""

    subject = forms.ModelChoiceField(label=_("Employee"), queryset=User.objects.none())
    hr_partner = forms.ModelChoiceField(label=_("HR partner"), queryset=User.objects.none())
    language = forms.ChoiceField(label=_("Language of the plan and its record"), choices=Language.choices)

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("subject", _reports(manager)), ("hr_partner", _hr_staff().exclude(pk=manager.pk))):
            cast("forms.ModelChoiceField[User]", self.fields[name]).queryset = people

    @property
    def has_reports(self) -> bool:
        """Whether anybody reports to this manager, so that there is somebody to choose."""
        people = cast("forms.ModelChoiceField[User]", self.fields["subject"]).queryset
        return people is not None and people.exists()


def _reports(manager: User) -> QuerySet[User]:
    return User.objects.filter(manager=manager, is_active=True).order_by("name")


def _hr_staff() -> QuerySet[User]:
    return User.objects.filter(role_grants__role=Role.HR, is_active=True).order_by("name")


class RevisionForm(forms.Form):
    """`revision` is the save the page was loaded from; a newer one refuses this one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DraftForm(RevisionForm, forms.ModelForm[Any]):
    """A piece of a draft."""

    def changed_meanwhile(self, saved: Any) -> list[tuple[str, Any]]:
        """Fields whose saved value differs from what was typed: (label, saved value)."""
        mine = self.cleaned_data
        return [
            (str(self.fields[name].label), getattr(saved, name))
            for name in self._meta.fields or ()
            if mine.get(name) != getattr(saved, name)
        ]


class PlanForm(DraftForm):
    cadence = forms.ChoiceField(
        label=_("Checkpoints"),
        choices=Cadence.choices,
        initial=Cadence.AS_LISTED,
        help_text=_("Anything but the first choice works the dates out for you, between start and end."),
    )

    class Meta:
        model = Plan
        fields = (
            "rating", "findings", "standard", "standard_version", "starts_on", "ends_on", "if_met", "if_not_met",
        )  # fmt: skip
        formfield_callback = with_native_inputs
        help_texts = {
            "findings": _("Figures, dates, examples: what the rating rests on, and the gap that follows from it."),
            "if_met": _("Recognition, and what may follow: an incentive, a promotion path."),
            "if_not_met": _("Options that will be looked at. Nothing follows by itself."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields or ():
            cast("Any", self.fields[name]).wanted_later = True  # a draft may lack it, HR will ask for it

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cadence") not in (None, Cadence.AS_LISTED) and not (data.get("starts_on") and data.get("ends_on")):
            self.add_error("cadence", _("Say when the plan starts and ends, then the dates can be worked out."))
        elif len(self.dates()) > MOST_ROWS:
            self.add_error("cadence", _("That makes too many checkpoints. Choose longer steps, or an earlier end."))
        return data

    def dates(self) -> list[date]:
        """The checkpoints that the cadence makes; none where they are listed, or where the calendar makes no sense."""
        data = self.cleaned_data
        cadence, start, end = data.get("cadence"), data.get("starts_on"), data.get("ends_on")
        if cadence in (None, Cadence.AS_LISTED) or not (start and end and EARLIEST <= start <= end <= LATEST):
            return []
        return dates_of(cadence, start, end)


class ItemForm(DraftForm):
    class Meta:
        model = Item
        fields = (
            "area", "observed", "observed_on", "impact", "cause", "analysis", "baseline", "target", "unit",
            "direction", "measured_by", "data_source", "assessor", "due_on",
        )  # fmt: skip
        formfield_callback = with_native_inputs
        help_texts = {
            "area": _("One skill, habit or result: the most urgent one first."),
            "observed": _("What somebody saw or measured, not what you conclude from it."),
            "analysis": _("What keeps the work from succeeding. The right help follows from it."),
            "unit": _("For example: %, points, hours."),
            "measured_by": _("So that two people would measure the same."),
            "data_source": _("The system, report or record the figure comes from."),
        }


class RowForm(forms.ModelForm[Any]):
    """A row of a list; one left blank is left out."""

    use_required_attribute = False


class Rows(forms.BaseFormSet[RowForm]):
    """Rows of a list that is saved whole: they carry no ids, so a stale page cannot name rows that are gone."""

    row_fields: tuple[str, ...] = ()

    def filled(self) -> list[dict[str, Any]]:
        """The rows that were filled in and not struck out, in order."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]


def _rows(model: type[Model], fields: tuple[str, ...], extra: int = 1) -> type[Rows]:
    row = forms.modelform_factory(model, form=RowForm, fields=fields, formfield_callback=with_native_inputs)
    made: Any = forms.formset_factory(
        row, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=100
    )
    made.row_fields = fields
    return cast("type[Rows]", made)


FeedbackRows = _rows(PriorFeedback, ("given_on", "said"))
CheckpointRows = _rows(PlannedCheckpoint, ("due_on",), extra=2)
SupportRows = _rows(SupportMeasure, ("kind", "content", "provider", "schedule"))
CommitmentRows = _rows(Commitment, ("kind", "content", "owner", "needed_by"))


def rows_for(rows: type[Rows], data: Any, saved: Any, prefix: str) -> Rows:
    """What was sent, or else what is saved. Sent rows are compared with nothing, so that a blank one is no mistake."""
    if data is not None:
        return rows(data, prefix=prefix)
    names = rows.row_fields
    return rows(initial=list(saved.values(*names)) if saved.instance.pk else [], prefix=prefix)


class ShownForm(forms.Form):
    """A decision or a signature about something: `digest` is that of what was on the page."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def show_anew(self, digest: str) -> None:
        """The page shows the present content again: from here on the form is about that."""
        data = cast("QueryDict", self.data).copy()
        data["digest"] = digest
        self.data = data


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label=_("What must change?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the manager, HR and auditors read this. It stays in the case."),
    )


class ApproveForm(ShownForm):
    """The fairness questions (R8). Each asks for a decision, never for medical or private detail."""

    complaint = forms.BooleanField(
        label=_(
            "I looked at whether the employee recently complained or reported something; this plan is no answer to it."
        )
    )
    leave = forms.BooleanField(
        label=_("I looked at protected leave and health; the plan and its targets take account of it.")
    )
    comparable = forms.BooleanField(label=_("Others with comparable results are treated in a comparable way."))


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the plan cancelled?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody in the case reads this."),
    )
