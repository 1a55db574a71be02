"""Arranging and moving a checkpoint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.fields import long_text, native_day
from reviews.models.checkpoint import PLACE
from reviews.models.rescheduling import LONG
from reviews.states import Wish


class ArrangeForm(forms.Form):
    meets_at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Where the employee works."),
    )
    place = forms.CharField(
        label=_("Place or link"), max_length=PLACE, help_text=_("A room, an address, or the link of a call.")
    )


class PostponeForm(forms.Form):
    to_on = native_day(_("New day"), help_text=_("A working day, at most five working days later."))
    reason = long_text(
        _("Reason"), most=LONG, help_text=_("A few words. Nothing medical; everybody in the case reads it.")
    )


class RescheduleForm(forms.Form):
    to_on = native_day(_("New day"), help_text=_("A working day before the end of the plan."))
    wish = forms.ChoiceField(label=_("On whose wish"), choices=Wish.choices, widget=forms.RadioSelect)
    reason = long_text(
        _("Reason"), most=LONG, help_text=_("A few words. Nothing medical; everybody in the case reads it.")
    )
    agreed = forms.BooleanField(label=_("The employee agrees to less notice than the rules promise"), required=False)
