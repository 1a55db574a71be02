"""Public holidays of countries, and working days that make up for them, from the `holidays` package.

Only countries whose weekend is Saturday and Sunday are here: the weekday rule takes it so everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.states import DayKind

ANNOUNCED_YEARLY = frozenset({"CN"})  # which days are free and made up for is said anew for each year
ENGLISH = "en_US"

SHIPPED: Mapping[str, str | Promise] = {
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CN": _("Mainland China"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom, days free everywhere"),
    "GB-ENG": _("England"),
    "GB-NIR": _("Northern Ireland"),
    "GB-SCT": _("Scotland"),
    "GB-WLS": _("Wales"),
    "HK": _("Hong Kong SAR"),
    "ID": _("Indonesia"),
    "IE": _("Ireland"),
    "IN": _("India, days free everywhere"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "MX": _("Mexico"),
    "MY": _("Malaysia, days free everywhere"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PH": _("Philippines"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "SE": _("Sweden"),
    "SG": _("Singapore"),
    "TH": _("Thailand"),
    "US": _("United States"),
    "VN": _("Vietnam"),
    "ZA": _("South Africa"),
}

# Those that every manager may choose for a plan. HR puts another one on the list by copying it as the company's own.
OFFERED = frozenset({"CN", "DE", "FR", "GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS", "HK", "IN", "JP", "SG", "US"})


@dataclass(frozen=True)
class ShippedDay:
    """A day as the package has it, in the language of the country and in English."""

    day: date
    kind: str
    name: str
    name_en: str


def source() -> str:
    """What the days come from, as it is kept with them."""
    return f"holidays {version('holidays')}"


def language_of(code: str) -> str:
    """The language of the local names (BCP 47)."""
    spoken = _calendar(code, None).default_language or "en"
    return str(spoken).replace("_", "-")


def knows(code: str, year: int) -> bool:
    """Whether the package can tell the free days of this year; for China, only once they were announced."""
    found = _calendar(code, None)
    announced: set[int] = set(getattr(found, "special_public_holidays", ()))
    if code in ANNOUNCED_YEARLY and year not in announced:
        return False
    return bool(found.start_year <= year <= found.end_year)


def days_of(code: str, year: int) -> list[ShippedDay]:
    """Every free day of the year, and every weekend day that is worked, in order."""
    local = _calendar(code, year)
    english = _calendar(code, year, ENGLISH) if ENGLISH in (local.supported_languages or ()) else local
    free = {day: ShippedDay(day, DayKind.FREE, name, english.get(day) or "") for day, name in local.items()}
    worked = {row.day: row for row in _worked(local, year)}
    return sorted((row for row in (free | worked).values() if row.day.year == year), key=lambda row: row.day)


def _worked(local: Any, year: int) -> Iterator[ShippedDay]:
    for day in getattr(local, "weekend_workdays", ()):
        if day.year == year:
            yield ShippedDay(day, DayKind.WORKING, "", "")


def _calendar(code: str, year: int | None, language: str | None = None) -> Any:
    """A part of a country comes after a hyphen. In the country's own language where none is asked for; the package
    would take the one of this computer.
    """
    country, _hyphen, part = code.partition("-")
    options: dict[str, Any] = {"subdiv": part} if part else {}
    if language is None:
        language = holidays.country_holidays(country).default_language
    return holidays.country_holidays(country, years=year, language=language, **options)
