"""Tables of this room, by noun."""

from .addendum import Addendum
from .appeal import Appeal, Hearing, HearingStatement
from .checkpoint import Checkpoint, Progress
from .coaching import CoachingSession, SeriesEnd, SessionAnswer, SessionSeries
from .decision import OutcomeRefusal, Override
from .delivery import Delivery, DeliveryAnswer
from .evidence import EvidenceRecord, EvidenceWithdrawal
from .final_review import AssessmentDraft, EmployeeSummary, FinalReview, ItemSummary
from .following import FollowOn, FollowOnEnd
from .learning import LearningStep
from .minutes import Minutes, MinutesRefusal
from .outcome import ItemResult, Outcome
from .preparation import Preparation, SelfAssessment
from .receipt import Attestation, Lapse, Refusal
from .rescheduling import Rescheduling
from .service import Service, ServiceProof
from .sustaining import CheckIn, CheckInAnswer, CheckInRecord, Sustain

__all__ = [
    "Addendum",
    "Appeal",
    "AssessmentDraft",
    "Attestation",
    "CheckIn",
    "CheckInAnswer",
    "CheckInRecord",
    "Checkpoint",
    "CoachingSession",
    "Delivery",
    "DeliveryAnswer",
    "EmployeeSummary",
    "EvidenceRecord",
    "EvidenceWithdrawal",
    "FinalReview",
    "FollowOn",
    "FollowOnEnd",
    "Hearing",
    "HearingStatement",
    "ItemResult",
    "ItemSummary",
    "Lapse",
    "LearningStep",
    "Minutes",
    "MinutesRefusal",
    "Outcome",
    "OutcomeRefusal",
    "Override",
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
    "Sustain",
]
