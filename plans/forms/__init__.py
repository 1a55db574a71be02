"""Shape of input for a plan; nothing is saved here. `editor` puts the pieces of a draft together."""

from .editor import Editor
from .opening import OpenCaseForm
from .review import ApproveForm, CancelForm, ReturnForm, ShownForm

__all__ = ["ApproveForm", "CancelForm", "Editor", "OpenCaseForm", "ReturnForm", "ShownForm"]
