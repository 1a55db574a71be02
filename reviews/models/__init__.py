"""Tables of this room, by noun."""

from .checkpoint import Checkpoint, Progress
from .learning import LearningStep
from .outcome import ItemResult, Outcome
from .signoff import SignOff

__all__ = ["Checkpoint", "ItemResult", "LearningStep", "Outcome", "Progress", "SignOff"]
