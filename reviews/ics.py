"""Calendar files (RFC 5545) and what is said with them by mail (RFC 5546), of as much as meetings need.

Moments are written in UTC, so that no file needs a definition of a time zone; where only a day is known it is a whole
day. A file says when, and where in pipcases to read on: never a person's words, nor whom or what it is about.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
LASTS = timedelta(hours=1)  # nobody says how long a meeting takes


class Method(StrEnum):
    """What the reader's calendar is to do. A file that is only looked at has none."""

    NONE = ""
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One entry. `uid` stays for ever; `sequence` rises with every change that moves it. `begins` is None where only
    the day is known. `is_attended` is false for whoever only looks on: it takes none of their time.
    """

    uid: str
    sequence: int
    day: date
    begins: datetime | None
    summary: str
    link: str
    is_attended: bool = True
    is_uncertain: bool = False


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Who invites whom: two mail addresses."""

    organizer: str
    attendee: str


def calendar(
    meetings: Iterable[Meeting], *, at: datetime, method: Method = Method.NONE, to: Addressed | None = None
) -> str:  # fmt: skip
    """A whole file, made at this moment. With a method there is one meeting in it, and somebody it is addressed to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pipcases//pipcases//EN", "CALSCALE:GREGORIAN"]
    lines += [f"METHOD:{method}"] if method else ["X-WR-CALNAME:pipcases", "REFRESH-INTERVAL;VALUE=DURATION:PT4H"]
    for meeting in meetings:
        lines += _event(meeting, at, method, to)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(meeting: Meeting, at: datetime, method: Method, to: Addressed | None) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(meeting.uid)}"
    yield f"DTSTAMP:{_utc(at)}"
    yield f"SEQUENCE:{meeting.sequence}"
    yield from _when(meeting)
    yield f"SUMMARY:{_escaped(meeting.summary)}"
    yield f"DESCRIPTION:{_escaped(meeting.link)}"
    yield f"URL:{meeting.link}"
    yield "CLASS:PRIVATE"
    yield f"TRANSP:{'OPAQUE' if meeting.begins and meeting.is_attended else 'TRANSPARENT'}"
    yield f"STATUS:{_status(meeting, method)}"
    if to:
        yield f"ORGANIZER:mailto:{_mailed(to.organizer)}"
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{_mailed(to.attendee)}"
    yield "END:VEVENT"


def _when(meeting: Meeting) -> Iterator[str]:
    if meeting.begins:
        yield f"DTSTART:{_utc(meeting.begins)}"
        yield f"DTEND:{_utc(meeting.begins + LASTS)}"
    else:
        yield f"DTSTART;VALUE=DATE:{meeting.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{meeting.day + timedelta(days=1):%Y%m%d}"


def _status(meeting: Meeting, method: Method) -> str:
    if method == Method.CANCEL:
        return "CANCELLED"
    return "TENTATIVE" if meeting.is_uncertain else "CONFIRMED"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11); nothing in it begins a line of its own."""
    for special in ("\\", ";", ","):
        text = text.replace(special, "\\" + special)
    return "\\n".join(text.splitlines())


def _mailed(address: str) -> str:
    """An address in a `mailto:` (RFC 6068)."""
    return quote(address, safe="@!$*+-.=_~'")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, each after the first with a space before it; no character is cut in two."""
    room, piece = LONGEST_LINE, ""
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            room, piece = LONGEST_LINE - 1, " "
        piece += character
        room -= size
    yield piece
