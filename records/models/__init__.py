"""Tables of this room."""

from .copies import RecordCopy
from .links import CopyLink

__all__ = ["CopyLink", "RecordCopy"]
