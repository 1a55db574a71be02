"""Tables of this room."""

from .copies import RecordCopy
from .heads import CheckpointLetter, DailyCheckpoint
from .links import CopyLink

__all__ = ["CheckpointLetter", "CopyLink", "DailyCheckpoint", "RecordCopy"]
