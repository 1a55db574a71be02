"""The inbox: what somebody was told, as mail or not yet. The notices themselves, of cases that the person still sees.

Every page says how many are unread; that is read in the query that reads who signed in (`people.models`).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet

from people.models import ReportsOf, RoleGrant, User, reads_of_readers
from people.states import Role

from .models import CaseFile, CasePart, Notice
from .seat import Seat
from .states import NARROW_PARTS, NoticeState, Part

PAGE = 25
SEEING = (Role.HR, Role.HR_LEAD, Role.AUDITOR)  # standing roles that come with cases
MOST_UNREAD = 100  # as far as they are counted


def inbox_of(user: User) -> QuerySet[Notice]:
    """Everything this person was told and may still see. What was no longer needed before it went out is not shown."""
    cases = CaseFile.objects.visible_to(user, narrow=True)
    return Notice.objects.filter(recipient=user, case__in=cases).exclude(state=NoticeState.DROPPED)


@reads_of_readers("unread_notices")
def unread() -> Func:
    """How many of `inbox_of` were not read, as an expression of the reader's row: the same rule, written once more."""
    mine = CasePart.objects.current().filter(case=OuterRef("case"), user=OuterRef("recipient"), sees=True)
    standing = RoleGrant.objects.filter(user=OuterRef("recipient"), role__in=SEEING)
    reports = User.objects.filter(pk=OuterRef("recipient")).values_list(ReportsOf(F("pk")))
    close = Q(case__subject=F("recipient")) | Q(case__subject__in=reports)
    rows = Notice.objects.filter(Exists(mine) | (Exists(standing) & ~close), recipient=OuterRef("pk"), read_at=None)
    counted = rows.exclude(state=NoticeState.DROPPED).order_by().values("pk")[:MOST_UNREAD]
    return Func(ArraySubquery(counted), function="cardinality", output_field=IntegerField())


@dataclass(frozen=True)
class Entry:
    """One line of the inbox. Whoever sees only what they were asked about is not told whom the case is about."""

    notice: Notice
    parts: frozenset[Part]
    is_narrow: bool

    @property
    def sentence(self) -> str:
        """The template of what its mail says."""
        return sentence_of(self.notice)


def sentence_of(notice: Notice) -> str:
    """The template of what is said of a notice, in its mail and in the inbox."""
    return f"mail/{notice.kind.replace('.', '/')}.txt"


@dataclass(frozen=True)
class Page:
    """One keyset page: `after` is the key of the next one, None on the last; `newest` the newest row on it."""

    entries: list[Entry]
    after: str | None

    @property
    def newest(self) -> int:
        return max((entry.notice.pk for entry in self.entries), default=0)


def page_of_inbox(user: User, after: str | None = None, size: int = PAGE) -> Page:
    """Newest first; `after` is a `Page.after`, an unknown one starts over. Two queries."""
    notices = inbox_of(user).select_related("case__subject").order_by("-due_at", "-pk")
    if key := _parse_key(after):
        due_at, pk = key
        notices = notices.filter(due_at__lte=due_at).filter(Q(due_at__lt=due_at) | Q(pk__lt=pk))
    rows = list(notices[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(_entries(user, rows[:size]), f"{last.due_at.isoformat()}_{last.pk}" if last else None)


def _parse_key(after: str | None) -> tuple[datetime, int] | None:
    moment, _sep, pk = (after or "").partition("_")
    try:
        key = datetime.fromisoformat(moment).astimezone(UTC), int(pk)
    except (ValueError, OverflowError):  # the latter at the ends of the calendar
        return None
    return key if 0 <= key[1] < 2**63 else None


def _entries(user: User, notices: list[Notice]) -> list[Entry]:
    parts: dict[Any, set[Part]] = defaultdict(set)
    held = CasePart.objects.current().filter(user=user, sees=True, case__in={notice.case_id for notice in notices})
    for case_id, part in held.values_list("case_id", "part"):
        parts[case_id].add(Part(part))
    has_role = bool(user.roles)
    return [
        Entry(row, frozenset(parts[row.case_id]), is_narrow=parts[row.case_id] <= set(NARROW_PARTS) and not has_role)
        for row in notices
    ]


Way = Callable[[Seat, Notice], str]
_ways: dict[str, Way] = {}


def leads(*kinds: str) -> Callable[[Way], Way]:
    """Register what finds the page where somebody acts on notices of these kinds; nothing where nothing is open."""

    def register(way: Way) -> Way:
        _ways.update(dict.fromkeys(kinds, way))
        return way

    return register


def way_of(seat: Seat, notice: Notice) -> str:
    """Where this person goes on from a notice: the page of what they are asked for, or that of the case."""
    way = _ways.get(notice.kind)
    return (way(seat, notice) if way else "") or seat.case.get_absolute_url()
