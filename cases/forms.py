"""Shape of input; nothing is saved here."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """A comment. What it is about comes with the form and is checked by the room that knows it."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Once said, it stays: it cannot be changed or removed, only answered."),
    )
    among_hr = forms.BooleanField(
        label=_("Only for the manager, HR and auditors"),
        required=False,
        help_text=_("The employee does not see it. An answer reaches the same people."),
    )
