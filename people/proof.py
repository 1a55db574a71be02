"""Proving anew who one is, just before a signature: with a password, or with a second factor that one has set up."""

from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .http import Request
from .states import Factor


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
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, request: Request, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.factor = request, ""
        found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first()
        self.totp = TOTP(found) if found else None
        if self.totp is None:
            del self.fields["code"]
            self.fields["password"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self._check(data.get("password", ""), data.get("code", "").replace(" ", ""))
        return data

    def _check(self, password: str, code: str) -> None:
        if not password and not code:
            self.add_error("password", _("Enter your password, or the code of your app."))
        elif not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
            self.add_error(None, _("Too many tries. Wait a quarter of an hour, then try again."))
        elif code and self.totp:
            self._accept("code", Factor.TOTP, _("This code is not right now."), right=self.totp.validate_code(code))
        else:
            right = self.request.user.check_password(password)
            self._accept("password", Factor.PASSWORD, _("This is not your password."), right=right)

    def _accept(self, field: str, factor: Factor, fault: str, *, right: bool) -> None:
        if right:
            self.factor = factor
        else:
            self.add_error(field, fault)
