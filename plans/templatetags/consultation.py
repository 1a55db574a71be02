"""How pages speak of a consultation."""

from collections.abc import Mapping
from typing import Any

from django import template

from plans.consultation import ItemAnswer

from .plans import goal_of

register = template.Library()


@register.filter
def proposal_in(said: ItemAnswer, item: Mapping[str, Any]) -> str:
    """The proposed target as the item's own would be written: with its unit, its limits or its level in words."""
    lower = said.proposed_lower_limit
    return goal_of({**item, "target": str(said.proposed_target), "lower_limit": None if lower is None else str(lower)})
