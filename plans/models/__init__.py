"""Tables of this room, by noun."""

from .library import LearningEntry, Template, TemplateVersion
from .plan import Commitment, Item, Plan, SupportMeasure
from .version import FirstView, PlanVersion

__all__ = [
    "Commitment",
    "FirstView",
    "Item",
    "LearningEntry",
    "Plan",
    "PlanVersion",
    "SupportMeasure",
    "Template",
    "TemplateVersion",
]
