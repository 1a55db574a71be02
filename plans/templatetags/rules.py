"""How the page of the rules speaks of numbers and lists."""

from collections.abc import Iterable

from django import template
from django.utils.translation import ngettext, pgettext

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
def listed(entries: Iterable[object]) -> str:
    """Enums by their labels, anything else as it is, with what the language sets between the entries of a list."""
    return pgettext("between the entries of a list", ", ").join(
        str(getattr(entry, "label", entry)) for entry in entries
    )
