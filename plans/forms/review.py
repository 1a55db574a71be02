"""Decisions about a plan that was shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.fields import native_day


class LeavingForm(forms.Form):
    left_on = native_day(_("Last day of employment"))
    words = forms.CharField(
        label=_("Anything to remember?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Not why somebody left, unless they want it on record. The manager, HR and auditors read this."),
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the plan cancelled?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody in the case reads this."),
    )
