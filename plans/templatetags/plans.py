"""How pages speak of a plan's content, whose values are texts (`plans.snapshot`)."""

from collections.abc import Mapping
from typing import Any

from django import template

from plans.states import Cause, Direction, ResourceKind, SupportKind

register = template.Library()


@register.filter
def items_of(content: Mapping[str, Any]) -> Any:
    """The improvement items; a template would take `content.items` for the dictionary's own method."""
    return content["items"]


@register.filter
def cause_label(value: str) -> str:
    return str(Cause(value).label)


@register.filter
def direction_label(value: str) -> str:
    return str(Direction(value).label)


@register.filter
def support_label(value: str) -> str:
    return str(SupportKind(value).label)


@register.filter
def resource_label(value: str) -> str:
    return str(ResourceKind(value).label)
