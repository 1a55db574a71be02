"""Working days where a case is: weekends, public holidays, and working days made up for on weekends.

The rules of a case name a country (`Ruleset.holiday_calendar`); a company's own free days are not in it. Where the
holidays of a year are not known, every weekday counts as a working day, and `unknown` lets the page say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

from cases.models import CaseFile

from .rulesets import Ruleset

ANNOUNCED_YEARLY = frozenset({"CN"})  # which days are free and made up for is said anew for each year
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class BusinessCalendar:
    """`country` is an ISO 3166 code; "" knows weekends only."""

    country: str = ""

    @classmethod
    def of(cls, rules: Ruleset) -> "BusinessCalendar":
        return cls(rules.holiday_calendar)

    def is_working(self, day: date) -> bool:
        known = _working_days(self.country, day.year)
        return day.weekday() < SATURDAY if known is None else day in known

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
        """Years among these days whose holidays are not known, though the rules name a country."""
        years = {day.year for day in days} if self.country else set()
        return sorted(year for year in years if _working_days(self.country, year) is None)


def today_of(case: CaseFile) -> date:
    """Today where the case is."""
    return timezone.localdate(timezone=ZoneInfo(case.time_zone))


@cache
def _working_days(country: str, year: int) -> frozenset[date] | None:
    """None where nobody knows: no country, one without a calendar, or a year that it does not reach."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return None
    known = holidays.country_holidays(country, years=year)
    announced: set[int] = set(getattr(known, "special_public_holidays", ()))
    if not known.start_year <= year <= known.end_year or (country in ANNOUNCED_YEARLY and year not in announced):
        return None
    first = date(year, 1, 1)
    days = (first + DAY * number for number in range((date(year, 12, 31) - first).days + 1))
    return frozenset(day for day in days if known.is_working_day(day))
