"""Mails that come back: what a mail server reports of one that it could not deliver (RFC 3464).

Anybody can write to the sender's mailbox, so nothing here is believed but a Message-ID of ours whose mail is on its way
for days, not weeks. Whoever got the mail knows its Message-ID too: a report is a reason for HR to look, and no proof.
"""

import email
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from enum import StrEnum

from django.utils import timezone

from . import actions
from .actor import Actor
from .mailing import digest_in
from .models import Notice
from .refusals import WrongMoment
from .states import NoticeState

log = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024  # of one message; a report's own parts come first
MOST_PARTS = 20
LATEST = timedelta(days=14)  # after a mail was sent
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463


class Found(StrEnum):
    """What a message was."""

    BOUNCED = "bounced"
    DELAYED = "delayed"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Report:
    """Of which mail of ours it speaks, and whether for good."""

    message: str
    status: str
    for_good: bool


def take(raw: bytes) -> Found:
    """Record what a message reports. Any bytes may be given; what is no report on a mail of ours changes nothing."""
    report = read(raw)
    if report is None:
        return Found.NOTHING
    recently = timezone.now() - LATEST
    told = list(Notice.objects.filter(message=report.message, state=NoticeState.SENT, sent_at__gte=recently))
    if not told:
        return Found.NOTHING
    if not report.for_good:
        Notice.objects.filter(pk__in=[row.pk for row in told], state=NoticeState.SENT).update(delayed_at=timezone.now())
        return Found.DELAYED
    came_back = [_came_back(notice, report.status) for notice in told]  # several where it was a daily mail
    return Found.BOUNCED if any(came_back) else Found.NOTHING


def _came_back(notice: Notice, status: str) -> bool:
    try:
        actions.bounce_notice(notice, by=Actor.clock(), status=status)
    except WrongMoment:  # another reader was quicker
        return False
    return True


def read(raw: bytes) -> Report | None:
    """The report that a message is, or nothing."""
    try:
        return _report(email.message_from_bytes(raw[:MOST_BYTES]))
    except Exception as error:  # noqa: BLE001 - written by strangers: whatever it breaks, it is no report
        log.warning("a message to the sender cannot be read: %s", type(error).__name__)
        return None


def _report(message: Message) -> Report | None:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)][:MOST_PARTS]
    outcome = next((said for part in parts for said in _outcomes(part)), None)
    returned = next((digest for part in parts if (digest := _returned(part))), "")
    if outcome is None or not returned:
        return None
    action, status = outcome
    if action == "failed":  # also with 4.4.7: it was given up
        return Report(returned, status, for_good=True)
    return Report(returned, status, for_good=False) if action == "delayed" else None


def _outcomes(part: Message) -> Iterator[tuple[str, str]]:
    """Action and status of each recipient; ours have one."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return
    for block in part.get_payload():
        if not isinstance(block, Message):
            continue
        status = STATUS.match(str(block.get("Status", "")).strip())
        if status and (action := str(block.get("Action", "")).strip().lower()):
            yield action, status[0]


def _returned(part: Message) -> str:
    """The digest in the Message-ID of the mail that is given back, whole or with its headers only."""
    found: Message | None = None
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        found = next((inner for inner in part.get_payload() if isinstance(inner, Message)), None)
    elif part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        found = email.message_from_bytes(payload) if isinstance(payload, bytes) else None
    return digest_in(str(found.get("Message-ID", ""))) if found is not None else ""
