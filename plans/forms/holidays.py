"""Shape of input for the holiday calendars; nothing is saved here."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.fields import native_day
from plans.states import DayKind


class DayForm(forms.Form):
    """A day of one year of a calendar."""

    day = native_day(_("Day"))
    kind = forms.ChoiceField(
        label=pgettext_lazy("holiday", "What it is"), choices=DayKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("For example “Founder's day”. Dates that move because of it say so."),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.fields["kind"].initial = year, DayKind.FREE
        self.fields["day"].widget.attrs |= {"min": f"{year}-01-01", "max": f"{year}-12-31"}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year != self.year:
            wrong = _("This page is about %(year)s. Choose a day of it.")
            raise forms.ValidationError(wrong, params={"year": self.year})
        return day


class WhichDayForm(forms.Form):
    """The day that a button is about."""

    day = forms.DateField()


class CopyCalendarForm(forms.Form):
    name = forms.CharField(
        label=_("Name of your calendar"),
        max_length=120,
        help_text=_("For example “Works in Suzhou”. Managers choose it by this name."),
    )
