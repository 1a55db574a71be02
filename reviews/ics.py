"""Calendar files (RFC 5545) and what is said with them by mail (RFC 5546), of as much as meetings need.

Moments are written in UTC, so that no file needs a definition of a time zone; where only a day is known it is a whole
day. A file says when, and where in pipcases to read on: never a person's words, nor whom or what it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from icalendar import CLASS, PARTSTAT, ROLE, STATUS, TRANSP, Calendar, Event, vCalAddress

LASTS = timedelta(hours=1)  # nobody says how long a meeting takes
REFRESHED = timedelta(hours=4)  # how often whoever reads a feed is asked to do so


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

    @property
    def starts(self) -> date:
        """A moment in UTC, or a whole day."""
        return self.begins.astimezone(UTC) if self.begins else self.day

    @property
    def ends(self) -> date:
        return self.starts + (LASTS if self.begins else timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Who invites whom: two mail addresses."""

    organizer: str
    attendee: str


def calendar(
    meetings: Iterable[Meeting], *, at: datetime, method: Method = Method.NONE, to: Addressed | None = None
) -> str:  # fmt: skip
    """A whole file, made at this moment. With a method there is one meeting in it, and somebody it is addressed to."""
    file = Calendar()  # `Calendar.new` would give every file another UID, and two tries of a mail are to be the same
    file.version, file.prodid, file.calscale = "2.0", "-//pipcases//pipcases//EN", "GREGORIAN"
    if method:
        file.method = method
    else:
        file.calendar_name = "pipcases"
        file.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})  # RFC 7986 wants the type said
    file.subcomponents = [_event(meeting, at, method, to) for meeting in meetings]
    return str(file.to_ical(), "utf-8")


def _event(meeting: Meeting, at: datetime, method: Method, to: Addressed | None) -> Event:
    return Event.new(
        uid=meeting.uid,
        stamp=at,
        sequence=meeting.sequence,
        start=meeting.starts,
        end=meeting.ends,
        summary=meeting.summary,
        description=meeting.link,
        url=meeting.link,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.OPAQUE if meeting.begins and meeting.is_attended else TRANSP.TRANSPARENT,
        status=_status(meeting, method),
        organizer=vCalAddress(_mailed(to.organizer)) if to else None,
        attendees=[_asked(to.attendee)] if to else None,
    )


def _status(meeting: Meeting, method: Method) -> STATUS:
    if method == Method.CANCEL:
        return STATUS.CANCELLED
    return STATUS.TENTATIVE if meeting.is_uncertain else STATUS.CONFIRMED


def _asked(address: str) -> vCalAddress:
    """Nobody answers by calendar: pipcases has the answers that count."""
    return vCalAddress.new(_mailed(address), role=ROLE.REQ_PARTICIPANT, partstat=PARTSTAT.NEEDS_ACTION, rsvp=False)


def _mailed(address: str) -> str:
    """As a URI (RFC 6068)."""
    return "mailto:" + quote(address, safe="@!$*+-.=_~'")
