"""How the printed record speaks."""

from datetime import UTC, datetime
from typing import Any

from django import template

from cases.queries import Line
from cases.templatetags.cases import moment, moment_utc, recorded
from plans import rulesets

register = template.Library()
for shared in (moment, moment_utc, recorded):
    register.filter(shared)


@register.filter
def instant(at: datetime) -> str:
    """For the file's own metadata: 2026-03-02T08:15:03Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def ruleset_title(name: str) -> str:
    """How people call the rules a version was written under; their name where the company no longer has them."""
    return str(rulesets.get(name).title) if name in rulesets.names() else name


@register.filter
def result_for(outcome: Any, item_id: str) -> Any:
    """How an outcome judges the item of a version's content."""
    return next((row for row in outcome.items.all() if str(row.item_id) == item_id), None)


@register.filter
def words_of(line: Line) -> list[str]:
    """The free texts of an event, in the order in which its act names them."""
    return [line.texts[name] for name in line.act.texts if name in line.texts and name not in line.act.coded]


@register.filter
def item_named(items: list[dict[str, Any]], item_id: Any) -> dict[str, Any]:
    """The item of the newest version that a measured value belongs to."""
    return next((row["item"] for row in items if row["item"]["id"] == str(item_id)), {})
