"""Tables of this room."""

from .copies import RecordCopy
from .due import RecordDue
from .heads import CheckpointLetter, CheckpointStamp, DailyCheckpoint
from .links import CopyLink

__all__ = ["CheckpointLetter", "CheckpointStamp", "CopyLink", "DailyCheckpoint", "RecordCopy", "RecordDue"]
