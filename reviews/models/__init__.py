"""Tables of this room, by noun."""

from .checkpoint import Checkpoint, Progress
from .outcome import ItemResult, Outcome
from .signoff import SignOff

__all__ = ["Checkpoint", "ItemResult", "Outcome", "Progress", "SignOff"]
