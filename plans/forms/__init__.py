"""Shape of input for a plan; nothing is saved here. `editor` puts the pieces of a draft together."""

from .amendment import BeginAmendmentForm, PauseForm, ResumeForm, UntilForm, WithdrawForm
from .approval import ApproveForm, ReturnForm
from .consultation import AnswerForms, ReplyForms
from .editor import Editor
from .mentoring import EndMentoringForm, NameMentorForm
from .opening import OpenCaseForm
from .review import CancelForm, LeavingForm

__all__ = [
    "AnswerForms",
    "ApproveForm",
    "BeginAmendmentForm",
    "CancelForm",
    "Editor",
    "EndMentoringForm",
    "LeavingForm",
    "NameMentorForm",
    "OpenCaseForm",
    "PauseForm",
    "ReplyForms",
    "ResumeForm",
    "ReturnForm",
    "UntilForm",
    "WithdrawForm",
]
