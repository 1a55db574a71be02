"""Deliveries of what was promised."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import EvidenceField
from plans.fields import long_text, native_day
from reviews.states import DeliveryWord


class DeliverForm(forms.Form):
    delivered_on = native_day(_("On which day?"))
    words = long_text(
        _("What was delivered?"),
        help_text=_("For example what was given, to whom and how much. The employee reads it and answers."),
    )
    evidence = EvidenceField(label=_("Files as proof"), required=False)


class ConfirmDeliveryForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (DeliveryWord.CONFIRMED.value, _("Confirmed: I got it as promised")),
            (DeliveryWord.DISPUTED.value, _("Disputed: it did not come, or not as promised")),
        ],
        widget=forms.RadioSelect,
    )
    words = long_text(
        _("Your words"),
        required=False,
        help_text=_("Needed where you dispute it: what did not come, or what was different. Nobody can change them."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == DeliveryWord.DISPUTED and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what did not come, or not as it was promised."))
        return data
