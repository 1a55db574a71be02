"""Changes of a running plan, and pauses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ShownForm
from plans.fields import long_text, native_day
from plans.states import ASKED_FOR, AskedBy


class BeginAmendmentForm(forms.Form):
    """What kind of change, who wants it, and why."""

    kind = forms.ChoiceField(
        label=_("What is to change?"),
        choices=[(kind.value, kind.label) for kind in ASKED_FOR],
        widget=forms.RadioSelect,
        help_text=_("A change leaves the end of the plan where it is. An extension moves it later."),
    )
    asked_by = forms.ChoiceField(label=_("Who asked for it?"), choices=AskedBy.choices, widget=forms.RadioSelect)
    reason = long_text(_("Why?"), rows=4, help_text=_("HR reads this now, the employee when the change is issued."))


class WithdrawForm(forms.Form):
    reason = long_text(
        _("Why is the change withdrawn?"), rows=4, help_text=_("Only the managers, HR and auditors read this.")
    )


class PauseForm(forms.Form):
    from_on = native_day(_("Paused from"), help_text=_("The first day of the pause: today or earlier."))
    reason = long_text(
        _("Why?"),
        most=1000,
        help_text=_(
            "Everybody in the case reads this. Say what was decided, such as “leave that was agreed”: never an "
            "illness, and nothing else that is medical."
        ),
    )


class UntilForm(forms.Form):
    """Which day the plan goes on from: what its dates are worked out with."""

    until_on = native_day(_("The plan goes on from"), help_text=_("The first day of work again: today or earlier."))


class ResumeForm(ShownForm):
    """The day is carried along: what is signed are the dates that follow from it."""

    until_on = native_day("", show_hidden_initial=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].widget = forms.HiddenInput()
