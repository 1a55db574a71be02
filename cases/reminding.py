"""Reminders: rules as data, and one statement for each that the sweep runs every minute.

A rule says what it is about (`Source`), when, how often and how often at most (`When`), to whom, and which setting of
the case's rules has the last word. It becomes one `INSERT ... SELECT` over all cases. The key of a notice names the
kind, what it is about, the day in question, the person and the step, so that a sweep that was missed or run twice, two
beats and a clock that jumps heal themselves. Days and hours are those where the case is; the database turns them into
instants, since it knows where clocks are changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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

LONGEST = 3650  # days after which nobody is reminded any more of what is still open
MARGIN = 3  # days by which a day in question may differ from that of UTC, and from the moment it is worked out from


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
    person who is reminded, where it is not everybody who has the part.
    """

    tables: str
    where: str
    about: str
    due_on: str
    rules: str
    indexed: str
    asked: str = ""


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
KEY = "concat_ws(':', %(kind)s, {about}, {due_on}, {person}, step.day)"
STEPS = """
JOIN unnest(%(rules)s::text[], %(days)s::int[], %(begin)s::interval[], %(end)s::interval[])
  AS step (rules, day, begins, ends) ON step.rules = CASE WHEN {rules} = ANY(%(known)s) THEN {rules} ELSE '' END
"""
INSERT = """
INSERT INTO cases_notice
    (case_id, recipient_id, kind, about, dedupe_key, due_at, state, attempts, claim, try_at, fault)
SELECT f.id, {person}, %(kind)s, {about}, {key}, %(now)s, 'waiting', 0, 0, %(now)s, ''
FROM {tables} {steps} {people}
WHERE ({where})
  AND {indexed} >= %(earliest)s AND {indexed} < %(latest)s
  AND ({due_on} + step.begins) AT TIME ZONE f.time_zone <= %(now)s
  AND ({due_on} + step.ends) AT TIME ZONE f.time_zone > %(now)s
ON CONFLICT (dedupe_key) DO NOTHING
"""
OF_PARTS = """
JOIN cases_casepart p ON p.case_id = f.id
  AND (p.until IS NULL OR (p.deputy_for_id IS NOT NULL AND p.since <= %(now)s AND p.until > %(now)s))
  AND p.sees AND p.part = ANY(%(parts)s)
"""
ASKED = "  AND p.user_id = {asked}\n"
# Whoever has a standing role, but for cases of their own and of people below them (`CaseFile.objects.visible_to`).
HOLDERS = """
WITH holder AS MATERIALIZED (
    SELECT u.id FROM people_user u JOIN people_rolegrant g ON g.user_id = u.id WHERE g.role = %(role)s AND u.is_active
), below AS MATERIALIZED (
    SELECT holder.id AS holder_id, report FROM holder CROSS JOIN people_reports_of(holder.id) AS report
)
"""
OF_ROLE = """
JOIN holder ON holder.id <> f.subject_id
  AND NOT EXISTS (SELECT FROM below WHERE below.holder_id = holder.id AND below.report = f.subject_id)
"""
STILL = """
SELECT EXISTS (
    SELECT FROM {tables} {steps}
    WHERE ({where}) AND {about} = %(about)s AND {key} = %(key)s
      AND ({due_on} + step.ends) AT TIME ZONE f.time_zone > %(now)s
)
"""


def statement(rule: Rule) -> str:
    """The rule as one `INSERT ... SELECT` over all cases."""
    if isinstance(rule.to, Role):
        return HOLDERS + _filled(INSERT, rule, person="holder.id", people=OF_ROLE)
    people = OF_PARTS + ASKED.format(asked=rule.source.asked) if rule.source.asked else OF_PARTS
    return _filled(INSERT, rule, person="p.user_id", people=people)


def _filled(sql: str, rule: Rule, *, person: str, people: str = "") -> str:
    """The statement with the pieces of the rule's source in it: no word of theirs comes from outside."""
    pieces = vars(rule.source)
    key = KEY.format(**pieces, person=person)
    return sql.format(**pieces, person=person, people=people, key=key, steps=STEPS.format(**pieces))


def still_holds(notice: Notice) -> bool:
    """Whether what a reminder says is still so: what it is about still waits, its day is still the same, and no later
    step of it has come meanwhile.
    """
    rule = RULES[notice.kind]
    asked = {"about": notice.about, "key": notice.dedupe_key, "person": notice.recipient_id}
    with connection.cursor() as cursor:
        cursor.execute(_filled(STILL, rule, person="%(person)s"), {**_parameters(rule, timezone.now()), **asked})
        return bool(cursor.fetchone()[0])


def _parameters(rule: Rule, now: datetime) -> dict[str, Any]:
    """The steps in every set of rules, and between which days an index has to look for those in question."""
    whens = whens_of(rule)
    steps = [(rules, step) for rules, when in whens.items() for step in when.steps(rule.hour)]
    first = min((step.day for _rules, step in steps), default=0)
    last = max((step.ends.days for _rules, step in steps), default=0)
    today = now.date()
    return {
        "now": now,
        "kind": rule.kind,
        "known": [name for name in whens if name],
        "rules": [rules for rules, _step in steps],
        "days": [step.day for _rules, step in steps],
        "begin": [step.begins for _rules, step in steps],
        "end": [step.ends for _rules, step in steps],
        "earliest": today - timedelta(days=last + MARGIN),
        "latest": today - timedelta(days=first - MARGIN),
        "role": rule.to if isinstance(rule.to, Role) else "",
        "parts": [] if isinstance(rule.to, Role) else [str(part) for part in rule.to],
    }
