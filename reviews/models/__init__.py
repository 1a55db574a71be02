"""Tables of this room, by noun."""

from .addendum import Addendum
from .checkpoint import Checkpoint, Progress
from .learning import LearningStep
from .outcome import ItemResult, Outcome
from .receipt import Attestation, Lapse, Refusal
from .service import Service, ServiceProof

__all__ = [
    "Addendum",
    "Attestation",
    "Checkpoint",
    "ItemResult",
    "Lapse",
    "LearningStep",
    "Outcome",
    "Progress",
    "Refusal",
    "Service",
    "ServiceProof",
]
