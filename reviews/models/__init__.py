"""Tables of this room, by noun."""

from .checkpoint import Checkpoint, Progress
from .learning import LearningStep
from .outcome import ItemResult, Outcome

__all__ = ["Checkpoint", "ItemResult", "LearningStep", "Outcome", "Progress"]
