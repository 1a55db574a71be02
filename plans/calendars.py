"""Working days where a case is: weekends, public holidays, and working days made up for on weekends.

A plan names the calendar it follows (`plans.draft.Calendar.holidays`): the rules of its case do where its manager chose
no other. Calendars are tables that HR can edit (`plans.models.holidays`), and are read anew for each page: one query.
Where a year is not known, every weekday counts as a working day but what HR wrote down already, and `unknown` lets the
page say so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import get_language

from cases.models import CaseFile

from .holidays import OFFERED, SHIPPED
from .models import CalendarYear, HolidayCalendar
from .states import DayKind

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """A day that is not as its weekday says. `language` is that of `name`."""

    is_working: bool
    name: str = ""
    name_en: str = ""
    language: str = "en"

    @property
    def label(self) -> str:
        """Its name in the reader's language, else in English, else as it is."""
        reads = (get_language() or "en").partition("-")[0]
        return self.name if reads == self.language.partition("-")[0] else self.name_en or self.name


@dataclass(frozen=True)
class BusinessCalendar:
    """`code` is that of a holiday calendar; "" knows weekends only. `known` are the years that can be relied on."""

    code: str = ""
    days: Mapping[date, Holiday] = field(default_factory=dict)
    known: frozenset[int] = frozenset()

    @classmethod
    def of(cls, code: str) -> "BusinessCalendar":
        """As the tables have it now; one that nobody has there knows no year."""
        if not code:
            return cls()
        found = CalendarYear.objects.filter(calendar__code=code).values_list(
            "year", "source", "checked_at", "calendar__language", "days__day", "days__kind", "days__name",
            "days__name_en",
        )  # fmt: skip
        rows = list(found)
        days = {
            day: Holiday(kind == DayKind.WORKING, name, name_en, language)
            for _year, _source, _checked_at, language, day, kind, name, name_en in rows
            if day
        }
        return cls(code, days, frozenset(year for year, source, checked_at, *_rest in rows if source or checked_at))

    def is_working(self, day: date) -> bool:
        named = self.days.get(day)
        return named.is_working if named else day.weekday() < SATURDAY

    def why_free(self, day: date) -> str:
        """Why nobody works on this day, in the active language; "" where it is a working day."""
        if self.is_working(day):
            return ""
        named = self.days.get(day)
        return (named.label if named else "") or str(NAMES[day.weekday()])

    def between(self, first: date, until: date) -> int:
        """Working days from the first on, `until` not among them."""
        return sum(self.is_working(first + DAY * number) for number in range((until - first).days))

    def later(self, day: date, days: int) -> date:
        """So many working days later, always on one; the day itself where there are none to move by."""
        while days > 0:
            day += DAY
            days -= self.is_working(day)
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day that is not after this one."""
        while not self.is_working(day):
            day -= DAY
        return day

    def unknown(self, days: Iterable[date]) -> list[int]:
        """Years among these days whose holidays are not known, though the plan names a calendar."""
        return sorted({day.year for day in days} - self.known) if self.code else []


def calendar_choices(*besides: str) -> list[tuple[str, str]]:
    """Code and name of the calendars that a plan can follow: the company's own first, then those on offer and those of
    these codes, by name in the active language.
    """
    offered = Q(code__in={*OFFERED, *besides}) | Q(based_on__isnull=False)
    rows = HolidayCalendar.objects.filter(offered).values_list("code", "name", "based_on_id")
    named = sorted((based_on is None, str(SHIPPED.get(code, name)), code) for code, name, based_on in rows)
    return [(code, name) for _is_shipped, name, code in named]


def calendar_name(code: str) -> str:
    """What a calendar is called: those that came with pipcases without asking the tables."""
    if code in SHIPPED:
        return str(SHIPPED[code])
    return HolidayCalendar.objects.filter(code=code).values_list("name", flat=True).first() or code


def today_of(case: CaseFile) -> date:
    """Today where the case is."""
    return timezone.localdate(timezone=ZoneInfo(case.time_zone))
