"""Tables of this room, by noun."""

from .amendment import Amendment, Pause
from .consultation import Consultation, ConsultationAnswer, ConsultationReply
from .holidays import CalendarDay, CalendarEdit, CalendarYear, HolidayCalendar
from .issuance import Issuance
from .library import LearningEntry, LearningFile, Template, TemplateVersion
from .mentoring import Mentoring
from .plan import Commitment, Item, Plan, SupportMeasure
from .signoff import SignOff
from .version import FirstView, PlanVersion

__all__ = [
    "Amendment",
    "CalendarDay",
    "CalendarEdit",
    "CalendarYear",
    "Commitment",
    "Consultation",
    "ConsultationAnswer",
    "ConsultationReply",
    "FirstView",
    "HolidayCalendar",
    "Issuance",
    "Item",
    "LearningEntry",
    "LearningFile",
    "Mentoring",
    "Pause",
    "Plan",
    "PlanVersion",
    "SignOff",
    "SupportMeasure",
    "Template",
    "TemplateVersion",
]
