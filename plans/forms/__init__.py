"""Shape of input for a plan; nothing is saved here. `editor` puts the pieces of a draft together."""

from .approval import ApproveForm, ReturnForm
from .consultation import AnswerForms, ReplyForms
from .editor import Editor
from .opening import OpenCaseForm
from .review import CancelForm

__all__ = [
    "AnswerForms",
    "ApproveForm",
    "CancelForm",
    "Editor",
    "OpenCaseForm",
    "ReplyForms",
    "ReturnForm",
]
