"""The mail that a notice becomes: what it says, and the identifier under which every try of it goes out."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .enclosures import enclosures_of
from .inbox import sentence_of
from .models import Notice
from .seat import Seat
from .timing import never_held_over


def mail_for(*notices: Notice) -> EmailMultiAlternatives:
    """One mail about one or several notices, in the reader's language. The subject never says what it is about."""
    recipient = notices[0].recipient
    with translation.override(recipient.language):
        elsewhere = elsewhere_for(notices[0])
        context = {"told": [_told(notice) for notice in notices], "elsewhere": elsewhere}
        mail = EmailMultiAlternatives(
            subject=_("You have a document to read in pipcases"),
            body=render_to_string("mail/layout.txt", context),
            to=[elsewhere.to if elsewhere else recipient.email],
            headers={"Message-ID": f"<{message_id(notices[0])}>", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("mail/layout.html", context), "text/html")
        for enclosed in (part for notice in notices for part in enclosures_of(notice)):
            mail.attach(enclosed)
    return mail


@dataclass(frozen=True)
class Elsewhere:
    """A mail that goes to another address of its reader than the one at work, and leads to another page than the case:
    until a day, and for whoever has the link. `to` is empty where there is no such address any more.
    """

    to: str
    link: str
    until: date


Finder = Callable[[Notice], Elsewhere]
_elsewhere: dict[str, Finder] = {}


def goes_elsewhere(*kinds: str) -> Callable[[Finder], Finder]:
    """Register where mails of these kinds go and lead. They go out by themselves, and at once (`cases.timing`), and
    also to somebody whose account is closed: whether they still may is for `cases.delivery.holds_while` to say.
    """

    def register(find: Finder) -> Finder:
        _elsewhere.update(dict.fromkeys(kinds, find))
        never_held_over(*kinds)
        return find

    return register


def is_for_elsewhere(kind: str) -> bool:
    return kind in _elsewhere


def elsewhere_for(notice: Notice) -> Elsewhere | None:
    return _elsewhere[notice.kind](notice) if notice.kind in _elsewhere else None


def _told(notice: Notice) -> dict[str, Any]:
    return {
        "sentence": sentence_of(notice),
        "case": notice.case,
        "parts": Seat(notice.case, notice.recipient).parts,
        "link": settings.SITE_URL + notice.case.get_absolute_url(),
    }


def message_digest(notice: Notice) -> str:
    """Of the notice's key, or that of the daily mail it is in; from the second round on, of its own key and the round:
    32 hexadecimal characters.

    Every try of one round has the same, so that a mail that arrives twice is seen to be one. What HR sends again is
    another mail: a late answer to the first must not be taken for one to the second.
    """
    key = notice.bundle or notice.dedupe_key
    key = key if notice.round == 1 else f"{notice.dedupe_key}#{notice.round}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def message_id(notice: Notice) -> str:
    """The same for every try of one round."""
    return f"{message_digest(notice)}@{host()}"


def digest_in(header: str) -> str:
    """The digest in one of our Message-IDs; nothing where it is somebody else's."""
    found = re.fullmatch(r"<([0-9a-f]{32})@(.{1,255})>", header.strip())
    return found[1] if found and found[2] == host() else ""


def host() -> str:
    """The name under which pipcases is reached: what its identifiers end in."""
    return str(settings.SITE_URL).split("://")[-1].split("/")[0].split(":")[0]
