"""The mail that a notice becomes: what it says, and the identifier under which every try of it goes out."""

import hashlib
import re
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


def mail_for(*notices: Notice) -> EmailMultiAlternatives:
    """One mail about one or several notices, in the reader's language. The subject never says what it is about."""
    recipient = notices[0].recipient
    with translation.override(recipient.language):
        context = {"told": [_told(notice) for notice in notices]}
        mail = EmailMultiAlternatives(
            subject=_("You have a document to read in pipcases"),
            body=render_to_string("mail/layout.txt", context),
            to=[recipient.email],
            headers={"Message-ID": f"<{message_id(notices[0])}>", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("mail/layout.html", context), "text/html")
        for enclosed in (part for notice in notices for part in enclosures_of(notice)):
            mail.attach(enclosed)
    return mail


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
