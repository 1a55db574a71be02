"""How the page of the rules speaks of numbers and lists."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext, ngettext, pgettext

register = template.Library()


@register.filter
def in_days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


@register.filter
def in_business_days(number: int) -> str:
    return ngettext("%(number)d business day", "%(number)d business days", number) % {"number": number}


@register.filter
def in_months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}


@register.filter
def all_of(entries: Iterable[object]) -> str:
    """A, B and C: enums by their labels, anything else as it is."""
    return _joined(entries, gettext("%(first)s and %(last)s"))


@register.filter
def any_of(entries: Iterable[object]) -> str:
    """A, B or C."""
    return _joined(entries, gettext("%(first)s or %(last)s"))


def _joined(entries: Iterable[object], end: str) -> str:
    *first, last = (str(getattr(entry, "label", entry)) for entry in entries)
    return end % {"first": pgettext("between entries of a list", ", ").join(first), "last": last} if first else last
