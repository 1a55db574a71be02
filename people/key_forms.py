"""allauth's forms of keys, in our words, and refusing what cannot be read before allauth reads it."""

from typing import Any

from allauth.mfa.webauthn import forms as allauths
from django import forms
from django.utils.translation import gettext_lazy as _

from .passkeys import AnswerField

LONGEST_NAME = 60  # characters


class AddKeyForm(allauths.AddWebAuthnForm):
    name = forms.CharField(
        label=_("A name for it"), required=False, max_length=LONGEST_NAME, help_text=_("For example: my phone.")
    )
    credential = AnswerField(is_new=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["name"] = ""

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"] or _("Key"))


class RenameKeyForm(allauths.EditWebAuthnForm):
    name = forms.CharField(label=_("A name for it"), max_length=LONGEST_NAME)


class SignInWithKeyForm(allauths.AuthenticateWebAuthnForm):
    credential = AnswerField()


class ConfirmWithKeyForm(allauths.ReauthenticateWebAuthnForm):
    credential = AnswerField()
