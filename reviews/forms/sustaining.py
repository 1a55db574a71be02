"""The sustain period, and its check-ins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.fields import long_text, native_day
from plans.rulesets.schema import SUSTAIN
from reviews.states import Keeping


class BeginSustainForm(forms.Form):
    """`shown` are the days that were looked at: looked at first, begun with the same days."""

    days = forms.IntegerField(
        label=_("How many days?"),
        min_value=SUSTAIN.start,
        max_value=SUSTAIN.stop - 1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("30 to 180. The rules of this case suggest the number that stands here."),
    )
    shown = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class CheckInForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100)
    keeping = forms.ChoiceField(label=_("How does it go?"), choices=Keeping.choices, widget=forms.RadioSelect)
    held_on = native_day(_("On which day did you talk?"))
    words = long_text(
        _("In a few words"), rows=2, help_text=_("What you see, what goes well too. The employee reads it.")
    )
    agreed = long_text(_("What did you agree?"), rows=2, required=False)


class CheckInAnswerForm(forms.Form):
    words = long_text(_("In your own words"), help_text=_("How you see it yourself. Nobody can change it."))
