"""Decisions about a plan that was shown."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class ShownForm(forms.Form):
    """A decision or a signature about something: `digest` is that of what was on the page."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def show_anew(self, digest: str) -> None:
        """The page shows the present content again: from here on the form is about that."""
        data = cast("QueryDict", self.data).copy()
        data["digest"] = digest
        self.data = data


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the plan cancelled?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody in the case reads this."),
    )
