"""How pages speak of a plan's content, whose values are texts (`plans.snapshot`). What was not said is a dash."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import TextChoices
from django.template.context import Context
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.acts import ADD_COMMENT
from cases.queries import Line
from cases.templatetags.cases import about, as_figure
from plans import rulesets
from plans.calendars import calendar_name
from plans.fairness import told
from plans.places import ITEM_ROWS, PLAN_ROWS, anchor
from plans.second_line import Hindrance
from plans.snapshot import draft_from
from plans.states import Cause, Direction, LearningKind, Measure, ResourceKind, SupportKind
from plans.totals import Totals, totals_of

register = template.Library()
DASH = "–"
WEB = ("https://", "http://")


@register.filter
def items_of(content: Mapping[str, Any]) -> Any:
    """The improvement items; a template would take `content.items` for the dictionary's own method."""
    return content["items"]


@register.filter
def totals_in(content: Mapping[str, Any]) -> Totals:
    """What the plan asks for in money and hours."""
    return totals_of(draft_from(content))


@register.filter
def rules_title(ruleset: Mapping[str, str]) -> str:
    """What the rules a version was written under are called; their name where they are no longer there."""
    try:
        return str(rulesets.get(ruleset["name"]).title)
    except rulesets.UnknownRuleset:
        return ruleset["name"]


@register.filter
def calendar_label(code: str) -> str:
    """What a holiday calendar is called."""
    return calendar_name(code)


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value or DASH


@register.filter
def cause_label(value: str) -> str:
    return _label(Cause, value)


@register.filter
def direction_label(value: str) -> str:
    return _label(Direction, value)


@register.filter
def support_label(value: str) -> str:
    return _label(SupportKind, value)


@register.filter
def resource_label(value: str) -> str:
    return _label(ResourceKind, value)


@register.filter
def learning_label(value: str) -> str:
    return _label(LearningKind, value)


@register.filter
def as_amount(value: str | Decimal) -> str:
    """Money in the reader's format; whole units without decimals."""
    amount = Decimal(value)
    decimals = 0 if amount == amount.to_integral() else 2
    return formats.number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def is_rubric(item: Mapping[str, Any]) -> bool:
    return item.get("measure") == Measure.RUBRIC


@register.filter
def as_level(value: str | None, item: Mapping[str, Any]) -> str:
    """The number of a level, and what one observes there: the item's `levels` are counted from 1."""
    number = int(Decimal(value)) if value else 0
    levels: list[str] = item.get("levels") or []
    if not 0 < number <= len(levels):
        return as_figure(value)
    return _("%(number)d: %(level)s") % {"number": number, "level": levels[number - 1]}


@register.filter
def as_measured(value: str | None, item: Mapping[str, Any]) -> str:
    """A figure with the item's unit, or a level in words."""
    return as_level(value, item) if is_rubric(item) else f"{as_figure(value)} {item['unit']}".strip()


@register.filter
def goal_of(item: Mapping[str, Any]) -> str:
    """Where the item is to go, with its unit: a level, a figure, or what it is to be kept between."""
    if item["direction"] == Direction.KEEP_WITHIN and item.get("lower_limit"):
        limits = {"low": as_figure(item["lower_limit"]), "high": as_measured(item["target"], item)}
        return _("between %(low)s and %(high)s") % limits
    return as_measured(item["target"], item)


@register.filter
def way_of(item: Mapping[str, Any]) -> str:
    """The direction in words, with the limits where there are two."""
    if item["direction"] == Direction.KEEP_WITHIN and item.get("lower_limit"):
        limits = {"low": as_figure(item["lower_limit"]), "high": as_measured(item["target"], item)}
        return _("Keep between %(low)s and %(high)s") % limits
    return direction_label(item["direction"])


@register.filter
def is_number(place: int, value: str | None) -> bool:
    """Whether this is the number of the level that `value` names."""
    return bool(value) and Decimal(str(value)) == place


@register.filter
def is_web(address: str) -> bool:
    """Whether an address can be made a link: people type them, and a script has an address too."""
    return address.lower().startswith(WEB)


@register.filter
def hindrance_label(value: str) -> str:
    """Why there was no second-line manager to ask."""
    return _label(Hindrance, value)


@register.simple_tag
def answers_of(line: Line) -> list[tuple[str, str]]:
    """HR's answers to the questions of the rules, in words; none where the reader may not read them."""
    text, ruleset = line.texts.get("fairness"), line.facts.get("ruleset", {})
    if not text:
        return []
    known = ruleset.get("name") in rulesets.names()
    return list(told(text, rulesets.get(ruleset["name"]) if known else None))


@register.simple_block_tag(takes_context=True)
def row(context: Context, content: SafeString, name: str, item: Mapping[str, Any] | None = None) -> str:
    """A row of the plan: its name, what stands in it, what was said about it, and the way to say something.

    Nothing where it is empty and nobody spoke of it.
    """
    topic, topic_id = ("item", item["id"]) if item else ("plan", None)
    threads, seat = context.get("threads"), context.get("seat")
    said = about(threads, topic, topic_id, name) if threads is not None and seat else []
    if not content.strip() and not said:
        return ""
    labels = ITEM_ROWS if item else PLAN_ROWS
    shown = {
        "row_label": labels[name], "row_content": content, "said": said, "row_field": name, "topic": topic,
        "topic_id": topic_id, "row_anchor": anchor(name, item["number"] if item else None),
        "may_comment": threads is not None and seat and seat.may(ADD_COMMENT, seat.case),
    }  # fmt: skip
    assert context.template is not None  # noqa: S101 - a tag runs inside a template
    with context.push(**shown):
        return context.template.engine.get_template("plans/row.html").render(context)
