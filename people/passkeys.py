"""Passkeys and security keys, as allauth keeps them: where they work, what a browser is asked, what it answers."""

import hashlib
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _

from .models import User

ASKED = "passkeys_asked"
MOST_WINDOWS = 5  # pages of one person that may wait for a key at the same time
LONGEST_ANSWER = 20_000  # characters; an answer takes about 1,000, that of a new key up to 6,000


def host_of(request: HttpRequest) -> str:
    """The name in the address, without the port: keys belong to it (in WebAuthn, the id of the relying party)."""
    return split_domain_port(request.get_host())[0]


def work_at(request: HttpRequest) -> bool:
    """Whether a browser uses keys at this address: it wants a name, not a number, and TLS everywhere but at home."""
    host = host_of(request)
    is_home = host == "localhost" or host.endswith(".localhost")
    return is_home or (request.is_secure() and not host.endswith("]") and not host.replace(".", "").isdigit())


def ask(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser hands to the key: a challenge that is good once. Every window of this person has its own."""
    options: dict[str, Any] = auth.begin_authentication(user)
    request.session[ASKED] = [*request.session.get(ASKED, [])[1 - MOST_WINDOWS :], auth.get_state()]
    auth.clear_state()
    return options


def is_answered(request: HttpRequest, user: User, answer: dict[str, Any]) -> bool:
    """Whether a key of this person has signed one of the challenges that this session was asked, for the first time."""
    asked = request.session.get(ASKED, [])
    for state in asked:
        if found := _found(user, answer, state):
            request.session[ASKED] = [other for other in asked if other != state]
            found.record_usage()
            return _is_first_use(state["challenge"])
    return False


def _found(user: User, answer: dict[str, Any], state: Any) -> Authenticator | None:
    auth.set_state(state)
    try:
        return auth.complete_authentication(user, answer)
    except ValidationError:
        return None
    finally:
        auth.clear_state()


def _is_first_use(challenge: str) -> bool:
    """Two requests at the same time read the same session; the cache lets one of them through."""
    used = hashlib.sha256(challenge.encode()).hexdigest()
    return bool(cache.add(f"passkey-{used}", "used", timeout=settings.SESSION_COOKIE_AGE))


class AnswerInput(forms.HiddenInput):
    """What a key has answered is good once, and never written into a page again."""

    def format_value(self, value: Any) -> None:
        return None


class AnswerField(forms.CharField):
    """The answer of a key, as the script of the page writes it: readable for `fido2`, whosever key it is."""

    widget = AnswerInput
    default_error_messages = {"unreadable": _("The key's answer could not be read. Try again.")}

    def __init__(self, *, is_new: bool = False, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ANSWER, **options)
        self.parse = auth.parse_registration_response if is_new else auth.parse_authentication_response

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._read(text) if text else None

    def _read(self, text: str) -> Any:
        try:
            answer = json.loads(text)
            self.parse(answer)
        except Exception as error:  # decoding what a stranger sends fails in more ways than `fido2` tells
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from error
        return answer
