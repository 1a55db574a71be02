"""How pages and the record speak of values, and of what there is to learn from. An item is a row, or content."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.forms import Form
from django.utils.dates import WEEKDAYS

from cases.queries import Line
from cases.templatetags.cases import as_figure
from plans import rulesets
from plans.rulesets import Ruleset
from plans.states import ServiceChannel
from reviews import trends
from reviews.evidence.facts import answers_of, prompts_told, words_of_record
from reviews.models import EvidenceRecord
from reviews.states import Ground, ServiceResult, SessionKind
from reviews.targets import target_of

register = template.Library()


@register.filter
def value_of(value: Decimal | str, item: Any) -> str:
    """A measured value in words; the bare figure where its item is no longer in the plan."""
    return target_of(item).say(value) if item else as_figure(value)


@register.filter
def began(item: Any) -> str:
    return target_of(item).began


@register.filter
def goal(item: Any) -> str:
    return target_of(item).goal


@register.filter
def gap(item: Any) -> str:
    return target_of(item).gap


@register.filter
def target(item: Any) -> Any:
    """The target itself, for a template that asks more than one thing of it."""
    return target_of(item)


@register.filter
def trend(chart: Any) -> str:
    """Where an item went, from the values of its chart."""
    return trends.trend(chart.target, [mark.value for mark in chart.rows if mark.judgement])


@register.filter
def interim_on(item: Any, day: date) -> str:
    return target_of(item).interim_on(day)


@register.filter
def channel_label(channel: str) -> str:
    return str(ServiceChannel(channel).label)


@register.filter
def ground_label(ground: str) -> str:
    return str(Ground(ground).label)


@register.filter
def service_result_label(result: str) -> str:
    return str(ServiceResult(result).label)


@register.filter
def said_in(record: EvidenceRecord) -> list[tuple[str, str]]:
    """What was written in a record of evidence, each with its name."""
    return words_of_record(record)


@register.filter
def prompts_of(record: EvidenceRecord, rules: Ruleset) -> list[tuple[str, str]]:
    """The answers of a check of article 42 in words; none for any other record."""
    return list(prompts_told(answers_of(record), rules))


@register.simple_tag
def prompts_in(line: Line) -> list[tuple[str, str]]:
    """The same in the history; none where the reader may not read them."""
    text, ruleset = line.texts.get("prompts"), line.facts.get("ruleset", {})
    if not text:
        return []
    known = ruleset.get("name") in rulesets.names()
    return list(prompts_told(json.loads(text), rulesets.get(ruleset["name"]) if known else None))


@register.filter
def weekday_name(number: int) -> str:
    """0 is Monday."""
    return str(WEEKDAYS[number])


@register.filter
def session_kind(kind: str) -> str:
    return str(SessionKind(kind).label)


@register.filter
def with_errors(rows: Iterable[Any]) -> list[tuple[Any, Form]]:
    """Item and form of those rows, or pairs, in which something is wrong."""
    pairs = ((row["item"], row["form"]) if isinstance(row, dict) else row for row in rows)
    return [(item, form) for item, form in pairs if form.errors]


@register.filter
def link_to(address: str) -> str:
    """An address that may be followed; nothing for one that would run something in the reader's browser."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
