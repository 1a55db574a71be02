"""Reminders in words, for their page and for docs/reminders.md: made from the rules themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.states import Role

from .reminding import RULES, Rule, When, whens_of


@dataclass(frozen=True)
class Told:
    """One reminder, as the rules of a case have it. `days` is empty where these rules never say it."""

    rule: Rule
    to: list[str]
    days: str
    hour: str


def in_order() -> list[Rule]:
    """In the order of the rooms, as a case goes through them. Settings name the highest room first."""
    rooms = settings.INSTALLED_APPS[::-1]
    return sorted(RULES.values(), key=lambda rule: rooms.index(rule.kind.split(".")[0]))


def told(rules: str) -> list[Told]:
    """Every reminder, under the rules of this name."""
    return [Told(rule, people_of(rule), in_words(when_under(rule, rules)), _hour(rule)) for rule in in_order()]


def when_under(rule: Rule, rules: str) -> When:
    whens = whens_of(rule)
    return whens.get(rules, whens[""])


def in_words(when: When) -> str:
    """Such as "1 day after, then every 7 days, 3 times at most"."""
    first, *more = when.days or (None,)
    if first is None:
        return ""
    if not more:
        return capfirst(_day(first))
    times = ngettext("%(n)d time at most", "%(n)d times at most", len(when.days)) % {"n": len(when.days)}
    return _("%(first)s, then %(again)s, %(times)s") % {
        "first": capfirst(_day(first)), "again": _again(when.days), "times": times,
    }  # fmt: skip


def _day(day: int) -> str:
    if day == 0:
        return _("on the day itself")
    if day < 0:
        return ngettext("%(n)d day before", "%(n)d days before", -day) % {"n": -day}
    return ngettext("%(n)d day after", "%(n)d days after", day) % {"n": day}


def _again(days: Iterable[int]) -> str:
    """Every so many days, or the days one by one where they lie unevenly."""
    gaps = [later - day for day, later in pairwise(days)]
    if len(set(gaps)) == 1:
        return ngettext("every day", "every %(n)d days", gaps[0]) % {"n": gaps[0]}
    _first, *more = days
    return _(", ").join(_day(day) for day in more)


def people_of(rule: Rule) -> list[str]:
    """The parts or the role that it reaches."""
    parts = [rule.to] if isinstance(rule.to, Role) else rule.to
    return [str(part.label) for part in parts]


def _hour(rule: Rule) -> str:
    return f"{rule.hour:02}:00"
