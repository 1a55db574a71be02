"""When a notice may go out to a person: after their quiet hours, with their daily mail, or within its day.

All is by the clock on the wall where the person is. Where clocks are put forward over a time, the moment at which they
are stands for it; where they are put back, a time that is quiet is quiet both times, and a daily mail goes out at the
first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from people.hours import is_between
from people.models import User

DAY = timedelta(days=1)
SATURDAY = 5
AHEAD = 9  # days in which a daily mail is looked for: past any weekend, and past a day that a zone left out

_urgent: set[str] = set()


def never_held_over(*kinds: str) -> None:
    """Declare notices of these kinds urgent: something is to be done by today, or a signature is awaited. They wait for
    the end of quiet hours only where that comes on the same day, and never for a weekend or a daily mail.
    """
    _urgent.update(kinds)


def is_urgent(kind: str) -> bool:
    return kind in _urgent


def urgent_kinds() -> frozenset[str]:
    return frozenset(_urgent)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How somebody wants to be told. Quiet hours may reach over midnight; `daily_at` is an hour of the day."""

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_weekends: bool = False
    daily_at: int | None = None

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            zone=ZoneInfo(user.time_zone),
            quiet_from=user.quiet_from,
            quiet_until=user.quiet_until,
            quiet_weekends=user.quiet_weekends,
            daily_at=user.daily_at,
        )

    def are_quiet_hours(self, moment: datetime) -> bool:
        return is_between(self.quiet_from, moment.astimezone(self.zone).time(), self.quiet_until)

    def is_quiet_weekend(self, moment: datetime) -> bool:
        return self.quiet_weekends and moment.astimezone(self.zone).weekday() >= SATURDAY

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def goes_out_at(
    due: datetime, wishes: Wishes, *, urgent: bool = False, not_before: datetime | None = None
) -> datetime:  # fmt: skip
    """The first moment at which what was due then may go out. `not_before` is the present, where it is later."""
    now = max(due, not_before or due)
    if urgent:
        ends = _after_quiet(now, wishes, weekends=False)
        return ends if wishes.day_of(ends) == wishes.day_of(due) else now
    if wishes.daily_at is not None:
        now = max(_daily_after(due, wishes, wishes.daily_at), now)
    return _after_quiet(now, wishes, weekends=True)


def _after_quiet(moment: datetime, wishes: Wishes, *, weekends: bool) -> datetime:
    while True:
        if weekends and wishes.is_quiet_weekend(moment):
            moment = _next(moment, time.min, wishes.zone)
        elif wishes.quiet_until and wishes.are_quiet_hours(moment):
            moment = _next(moment, wishes.quiet_until, wishes.zone)
        else:
            return moment


def _daily_after(due: datetime, wishes: Wishes, hour: int) -> datetime:
    """The next daily mail that falls into no quiet time; where all do, the next one."""
    days = (wishes.day_of(due) + DAY * number for number in range(AHEAD))
    mails = [mail for day in days if (mail := next(_moments(day, time(hour), wishes.zone))) >= due]
    loud = (mail for mail in mails if not wishes.are_quiet_hours(mail) and not wishes.is_quiet_weekend(mail))
    return next(loud, mails[0])


def _next(moment: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment after this one at which clocks there show this time."""
    today = moment.astimezone(zone).date()
    shown = (found for day in (today, today + DAY) for found in _moments(day, clock, zone))
    return min(found for found in shown if found > moment)


def _moments(day: date, clock: time, zone: ZoneInfo) -> Iterator[datetime]:
    """When clocks show this time on this day: once; twice where they are put back; where they are put forward over it,
    the moment at which they are.
    """
    wall = datetime.combine(day, clock)
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = [moment for moment in (early, late) if moment.astimezone(zone).replace(tzinfo=None) == wall]
    yield from dict.fromkeys(shown or [_change_between(early, late, zone)])


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The second at which clocks there are put forward."""
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
