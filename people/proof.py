"""Proving anew who one is, just before a signature: with a password, or with a second factor that one has set up."""

from functools import cached_property
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import passkeys
from .http import Request
from .states import Factor


class CodeInput(forms.TextInput):
    """Like a password: never written into a page again."""

    def format_value(self, value: Any) -> None:
        return None


class ProofForm(forms.Form):
    """One factor of those this person has; `factor` says by which they proved themselves. At most ten tries in a
    quarter of an hour reach the hasher.
    """

    password = forms.CharField(
        label=gettext_lazy("Your password, once more"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("It shows that it is you who signs."),
    )
    code = forms.CharField(
        label=gettext_lazy("Or the code of your authenticator app"),
        required=False,
        max_length=12,
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    credential = passkeys.AnswerField(required=False)

    def __init__(self, request: Request, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.factor = request, ""
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        found = {row.type: row for row in Authenticator.objects.filter(user=request.user, type__in=kinds)}
        self.totp = TOTP(found[Authenticator.Type.TOTP]) if Authenticator.Type.TOTP in found else None
        self.has_passkey = Authenticator.Type.WEBAUTHN in found and passkeys.work_at(request)
        if self.totp is None:
            del self.fields["code"]
        if not self.has_passkey:
            del self.fields["credential"]
        self.fields["password"].required = self.totp is None and not self.has_passkey

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the page asks a passkey. Every page that is drawn asks anew."""
        return passkeys.ask(self.request, self.request.user)

    @property
    def faults(self) -> list[str]:
        """Why the proof was refused, in sentences: those of a field that nobody sees among them."""
        hidden = self.errors.get("credential", ())
        return [str(sentence) for sentence in (*self.non_field_errors(), *hidden)] or [
            _("This does not show yet that it is you.")
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self._check(data.get("password", ""), data.get("code", "").replace(" ", ""), data.get("credential"))
        return data

    def _check(self, password: str, code: str, credential: Any) -> None:
        if not password and not code and not credential:
            self.add_error("password", self._nothing_given)
        elif not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
            self.add_error(None, _("Too many tries. Wait a quarter of an hour, then try again."))
        elif credential:
            right = passkeys.is_answered(self.request, self.request.user, credential)
            self._accept(None, Factor.WEBAUTHN, _("This passkey was not accepted. Try again."), right=right)
        elif code and self.totp:
            self._accept("code", Factor.TOTP, _("This code is not right now."), right=self.totp.validate_code(code))
        else:
            right = self.request.user.check_password(password)
            self._accept("password", Factor.PASSWORD, _("This is not your password."), right=right)

    @property
    def _nothing_given(self) -> str:
        if self.totp:
            return _("Enter your password, or the code of your app.")
        return _("Enter your password, or use your passkey.")

    def _accept(self, field: str | None, factor: Factor, fault: str, *, right: bool) -> None:
        if right:
            self.factor = factor
        else:
            self.add_error(field, fault)
