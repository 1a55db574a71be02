"""The step before a signature: the person proves anew who they are, and gets a token for exactly one signature.

Twice asking for a password would not do: allauth's reauthentication holds for any act for some minutes, and a signature
must rest on a proof given for this person, session, case, step and content (security.md, "Signing step").
"""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.states import Factor

from .actor import Actor
from .models import CaseFile, SigningToken
from .sweep import swept

LIFETIME = timedelta(minutes=5)
KEPT = timedelta(days=1)  # afterwards nobody asks why a token was refused


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What one proof is for: a step of a case, and the SHA-256 of what is signed, in hexadecimal."""

    case: CaseFile
    step: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a signature is made with, as it comes from the page: the secret of a token, and a key that is the same for
    every try of one signature (a repeated POST makes no second one).
    """

    secret: str
    key: uuid.UUID


class NotProven(ValidationError):
    """The token was used, has expired, or was for somebody or something else; which of them is not told."""

    def __init__(self) -> None:
        super().__init__(_("Show once more that it is you, then sign: the proof is good for five minutes and one use."))


class NotWhatWasShown(ValidationError):
    """The digest that came with a decision or a signature is not that of what it would be about (R12)."""

    def __init__(self) -> None:
        super().__init__(_("What you were shown has changed meanwhile. Read it again first."))


def check_shown(shown: str, stored: str) -> None:
    """Refuse to decide or sign anything but what was on the page."""
    if shown != stored:
        raise NotWhatWasShown


def grant(purpose: Purpose, *, by: Actor, factor: Factor | str) -> str:
    """The secret of a new token, for whoever has just proven themselves with this factor."""
    secret, now = secrets.token_urlsafe(32), timezone.now()
    SigningToken.objects.create(
        **_bound(secret, purpose, by),
        factor=factor,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    return secret


def prove(purpose: Purpose, *, by: Actor, factor: Factor | str = "") -> Proof:
    """A proof for one signature that is made at once, without a page between."""
    return Proof(secret=grant(purpose, by=by, factor=factor), key=uuid.uuid4())


def consume(secret: str, purpose: Purpose, *, by: Actor, at: datetime) -> str:
    """Use a token up inside the signature's own transaction; returns the factor behind it. Raises `NotProven`."""
    found = SigningToken.objects.filter(**_bound(secret, purpose, by), made_at__lte=at, expires_at__gt=at)
    if found.filter(used_at=None).update(used_at=at) != 1:
        raise NotProven
    return found.values_list("factor", flat=True).get()


def _bound(secret: str, purpose: Purpose, by: Actor) -> dict[str, Any]:
    """What a token is good for, and for nothing else; of its secret only a digest is kept."""
    return {
        "secret_hash": hashlib.sha256(secret.encode()).hexdigest(),
        "user": by.user,
        "session": by.session,
        "case": purpose.case,
        "step": purpose.step,
        "digest": purpose.digest,
    }


@swept
def forget_old_tokens(now: datetime) -> None:
    """Tokens are no evidence: the sign-off and its event say by which factor it was made."""
    SigningToken.objects.filter(expires_at__lt=now - KEPT).delete()
