"""Tables of this room, by noun."""

from .consultation import Consultation, ConsultationAnswer, ConsultationReply
from .library import LearningEntry, LearningFile, Template, TemplateVersion
from .plan import Commitment, Item, Plan, SupportMeasure
from .version import FirstView, PlanVersion

__all__ = [
    "Commitment",
    "Consultation",
    "ConsultationAnswer",
    "ConsultationReply",
    "FirstView",
    "Item",
    "LearningEntry",
    "LearningFile",
    "Plan",
    "PlanVersion",
    "SupportMeasure",
    "Template",
    "TemplateVersion",
]
