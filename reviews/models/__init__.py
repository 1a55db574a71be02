"""Tables of this room, by noun."""

from .addendum import Addendum
from .checkpoint import Checkpoint, Progress
from .coaching import CoachingSession, SeriesEnd, SessionAnswer, SessionSeries
from .delivery import Delivery, DeliveryAnswer
from .learning import LearningStep
from .minutes import Minutes, MinutesRefusal
from .outcome import ItemResult, Outcome
from .preparation import Preparation, SelfAssessment
from .receipt import Attestation, Lapse, Refusal
from .rescheduling import Rescheduling
from .service import Service, ServiceProof

__all__ = [
    "Addendum",
    "Attestation",
    "Checkpoint",
    "CoachingSession",
    "Delivery",
    "DeliveryAnswer",
    "ItemResult",
    "Lapse",
    "LearningStep",
    "Minutes",
    "MinutesRefusal",
    "Outcome",
    "Preparation",
    "Progress",
    "Refusal",
    "Rescheduling",
    "SelfAssessment",
    "SeriesEnd",
    "Service",
    "ServiceProof",
    "SessionAnswer",
    "SessionSeries",
]
