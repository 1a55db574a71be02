"""Reminders: rules as data, and one statement for each that the sweep runs every minute.

A rule says what it is about (`Source`), when, how often and how often at most (`When`), to whom, and which setting of
the case's rules has the last word. It becomes one `INSERT ... SELECT` over all cases. The key of a notice names the
kind, what it is about, the day in question, the person and the step, so that a sweep that was missed or run twice, two
beats and a clock that jumps heal themselves. Days and hours are those where the case is; the database turns them into
instants, since it knows where clocks are changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from people.states import Role

from .acts import Words
from .delivery import holds_while
from .models import Notice
from .states import Part
from .sweep import swept

DAY, NONE = timedelta(days=1), timedelta()
LONGEST = 3650  # days after which nobody is reminded any more of what is still open
AHEAD = timedelta(hours=14)  # of UTC, as far as clocks are anywhere; behind it they are no more than half a day


@dataclass(frozen=True)
class Step:
    """Said from `begins` to before `ends`, both counted from the first minute of the day in question."""

    day: int
    begins: timedelta
    ends: timedelta


@dataclass(frozen=True)
class When:
    """The days on which something is said, counted from the day in question, which is 0; below 0 lie before it.

    Each step holds until the next, so that a sweep that was missed is made up for; the last one through the day
    `until`, or as long as its reason does.
    """

    days: tuple[int, ...]
    until: int | None = None

    @classmethod
    def from_day(cls, first: int, *, every: int = 1, most: int = 1, until: int | None = None) -> Self:
        """On this day and every so many days after it, at most so often and never after `until`."""
        days = (first + every * step for step in range(most))
        return cls(tuple(day for day in days if until is None or day <= until), until)

    def steps(self, hour: int = 0) -> list[Step]:
        """From this hour on of each day."""
        begins = [timedelta(days=day, hours=hour) for day in self.days]
        over = timedelta(days=(LONGEST if self.until is None else self.until) + 1)
        return [
            Step(day, since, until) for day, (since, until) in zip(self.days, pairwise([*begins, over]), strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What waits for somebody, in pieces of SQL; `f` is the case file.

    `about` is the id of what a notice is about, `due_on` the day in question, `rules` the name of the case's rules.
    `indexed` is the column by which an index finds the days: a date, or a moment of such a day. `asked` is the one
    person who is reminded, where it is not everybody who has the part; `part` the one part, where a row is not for all
    of the rule's. `values` are what the pieces ask for by name, besides what every statement knows.
    """

    tables: str
    where: str
    about: str
    due_on: str
    rules: str
    indexed: str
    asked: str = ""
    part: str = ""
    values: Callable[[], Mapping[str, Any]] = dict


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One reminder. `kind` is its name, and that of its mail; `label` and `counted_from` say in words what it is about
    and which day it counts from. `to` are parts of the case, or a standing role. `when` holds where `setting` is empty,
    and for a case whose rules are no longer there. `hour` is the local hour from which it is said.
    """

    kind: str
    label: Words
    counted_from: Words
    source: Source
    when: When
    to: tuple[Part, ...] | Role
    setting: str = ""
    hour: int = 0


Settings = Callable[[str], Mapping[str, When]]
RULES: dict[str, Rule] = {}
_settings: list[Settings] = []


def overrides(settings: Settings) -> Settings:
    """Register who knows what a setting says in each set of rules, by the name of the rules."""
    _settings.append(settings)
    return settings


def register(*rules: Rule) -> None:
    """The sweep runs each by itself; what it said is sent only while it still holds."""
    for rule in rules:
        if RULES.setdefault(rule.kind, rule) is not rule:
            raise ValueError(f"the reminder {rule.kind} is there twice")
        swept(_sweeper(rule))
        holds_while(rule.kind)(still_holds)


def _sweeper(rule: Rule) -> Callable[[datetime], object]:
    def reminds(now: datetime) -> None:
        put(rule, now)

    reminds.__name__ = rule.kind
    return reminds


def remind(now: datetime) -> int:
    """Put a notice for everything that is due and has none; returns how many are new."""
    return sum(put(rule, now) for rule in RULES.values())


def whens_of(rule: Rule) -> dict[str, When]:
    """When it is said, by the name of the case's rules; "" stands for rules that are not there."""
    said = (settings(rule.setting) for settings in _settings if rule.setting)
    return {"": rule.when, **{name: when for whens in said for name, when in whens.items()}}


def put(rule: Rule, now: datetime) -> int:
    """Insert what this rule has to say now; returns how many notices are new."""
    with connection.cursor() as cursor:
        cursor.execute(statement(rule), _parameters(rule, now))
        return int(cursor.rowcount)


# The key is the same however often, and by whomever, a reminder is found. What it is about may get another day, and is
# then reminded of anew.
KEY = "concat_ws(':', %(kind)s, s.about, s.due_on, {person}, step.day)"
# First what waits around these days, by its index and nothing else: what joins it cannot be estimated.
WAITING = """
WITH waiting AS MATERIALIZED (
    SELECT f.id AS case_id, f.subject_id, f.time_zone, {about} AS about, {due_on} AS due_on, {rules} AS rules,
           {asked} AS asked, {part} AS part
    FROM {tables}
    WHERE ({where}) AND {found}
)
"""
AROUND = "{indexed} >= %(earliest)s AND {indexed} < %(latest)s"
STEPS = """
FROM waiting s
JOIN unnest(%(rules)s::text[], %(days)s::int[], %(begin)s::interval[], %(end)s::interval[])
  AS step (rules, day, begins, ends) ON step.rules = CASE WHEN s.rules = ANY(%(known)s) THEN s.rules ELSE '' END
"""
INSERT = """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT s.case_id, {person}, %(kind)s, s.about, {key}, %(now)s, 'waiting', 0, 0, %(now)s, ''
{steps} {people}
WHERE (s.due_on + step.begins) AT TIME ZONE s.time_zone <= %(now)s
  AND (s.due_on + step.ends) AT TIME ZONE s.time_zone > %(now)s
ON CONFLICT (dedupe_key) DO NOTHING
"""
OF_PARTS = """
JOIN cases_casepart p ON p.case_id = s.case_id
  AND (p.until IS NULL OR (p.deputy_for_id IS NOT NULL AND p.since <= %(now)s AND p.until > %(now)s))
  AND p.sees AND p.part = ANY(%(parts)s) AND (s.asked IS NULL OR p.user_id = s.asked)
  AND (s.part IS NULL OR p.part = s.part)
"""
# Whoever has a standing role, but for cases of their own and of people below them (`CaseFile.objects.visible_to`).
HOLDERS = """
, holder AS MATERIALIZED (
    SELECT u.id FROM people_user u JOIN people_rolegrant g ON g.user_id = u.id WHERE g.role = %(role)s AND u.is_active
), below AS MATERIALIZED (
    SELECT holder.id AS holder_id, report FROM holder CROSS JOIN people_reports_of(holder.id) AS report
)
"""
OF_ROLE = """
JOIN holder ON holder.id <> s.subject_id
  AND NOT EXISTS (SELECT FROM below WHERE below.holder_id = holder.id AND below.report = s.subject_id)
"""
STILL = """
SELECT EXISTS (
    SELECT {steps} WHERE {key} = %(key)s AND (s.due_on + step.ends) AT TIME ZONE s.time_zone > %(now)s
)
"""


def statement(rule: Rule) -> str:
    """The rule as one `INSERT ... SELECT` over all cases."""
    if isinstance(rule.to, Role):
        return _waiting(rule, AROUND) + HOLDERS + _filled(INSERT, "holder.id", OF_ROLE)
    return _waiting(rule, AROUND) + _filled(INSERT, "p.user_id", OF_PARTS)


def _waiting(rule: Rule, found: str) -> str:
    """The pieces of the rule's source in their places: no word of theirs comes from outside."""
    source = rule.source
    pieces = {**vars(source), "asked": source.asked or "NULL::bigint", "part": source.part or "NULL"}
    return WAITING.format(**pieces, found=found.format(**pieces))


def _filled(sql: str, person: str, people: str = "") -> str:
    return sql.format(person=person, people=people, key=KEY.format(person=person), steps=STEPS)


def still_holds(notice: Notice) -> bool:
    """Whether what a reminder says is still so: what it is about still waits, its day is still the same, and no later
    step of it has come meanwhile.
    """
    rule = RULES[notice.kind]
    asked = {"about": notice.about, "key": notice.dedupe_key, "person": notice.recipient_id}
    sql = _waiting(rule, "{about} = %(about)s") + _filled(STILL, "%(person)s")
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_parameters(rule, timezone.now()), **asked})
        return bool(cursor.fetchone()[0])


def _parameters(rule: Rule, now: datetime) -> dict[str, Any]:
    """The steps in every set of rules, and between which days an index has to look for those in question."""
    whens = whens_of(rule)
    steps = [(rules, step) for rules, when in whens.items() for step in when.steps(rule.hour)]
    earliest, latest = _around(rule, now, [step for _rules, step in steps])
    return {
        **rule.source.values(),
        "now": now,
        "kind": rule.kind,
        "known": [name for name in whens if name],
        "rules": [rules for rules, _step in steps],
        "days": [step.day for _rules, step in steps],
        "begin": [step.begins for _rules, step in steps],
        "end": [step.ends for _rules, step in steps],
        "earliest": earliest,
        "latest": latest,
        "role": rule.to if isinstance(rule.to, Role) else "",
        "parts": [] if isinstance(rule.to, Role) else [str(part) for part in rule.to],
    }


def _around(rule: Rule, now: datetime, steps: list[Step]) -> tuple[date, date]:
    """From which day on, and before which, something can be said now, wherever the case is."""
    utc = now.astimezone(UTC)
    first = (utc - max((step.ends for step in steps), default=NONE)).date()
    last = (utc + AHEAD - min((step.begins for step in steps), default=NONE)).date()
    if rule.source.indexed == rule.source.due_on:
        return first, last + DAY
    return first - DAY, last + 2 * DAY  # a moment of a day can be one of the day before it in UTC, or of the day after
