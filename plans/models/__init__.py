"""Tables of this room, by noun."""

from .plan import Commitment, Item, Plan, SupportMeasure
from .version import FirstView, PlanVersion

__all__ = [
    "Commitment",
    "FirstView",
    "Item",
    "Plan",
    "PlanVersion",
    "SupportMeasure",
]
