"""What follows an outcome."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import EvidenceField
from plans.fields import long_text, native_day


class FollowOnForm(forms.Form):
    """The choices are what the case's rules offer after this outcome, and who there is on the company's side."""

    kind = forms.ChoiceField(label=_("What follows?"), widget=forms.RadioSelect)
    words = long_text(
        _("What exactly?"),
        help_text=_("For example which bonus, which course, which post. Everybody in the case reads it."),
    )
    owner = forms.ChoiceField(
        label=_("Who sees to it?"),
        help_text=_("They are told, and reminded before the day. Whoever takes over their part takes it over too."),
    )
    due_on = native_day(_("By which day?"))

    def __init__(self, *args: Any, kinds: list[Any], owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        cast("forms.ChoiceField", self.fields["owner"]).choices = owners


class FinishFollowOnForm(forms.Form):
    done_on = native_day(_("On which day was it done?"))
    words = long_text(
        _("What was done?"),
        help_text=_("What shows it: for example the letter, the dates of the course. The employee reads it."),
    )
    evidence = EvidenceField(label=_("Files as proof"), required=False)


class DropFollowOnForm(forms.Form):
    words = long_text(_("Why is it not to be?"), help_text=_("Everybody in the case reads it. It stays in the case."))
