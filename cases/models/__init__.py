"""Tables of this room, by noun."""

from .casefile import CaseFile, CasePart
from .comment import Comment
from .event import CaseChain, CaseEvent, EventText
from .file import StoredFile
from .notice import Notice, SweepRun
from .reading import Reading
from .signing import SigningToken

__all__ = [
    "CaseChain",
    "CaseEvent",
    "CaseFile",
    "CasePart",
    "Comment",
    "EventText",
    "Notice",
    "Reading",
    "SigningToken",
    "StoredFile",
    "SweepRun",
]
