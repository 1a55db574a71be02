"""Every write on a plan that was issued, by noun."""

from .checkpoint import Measured, add_employee_note, hold_checkpoint
from .items import today_of
from .learning import confirm_learning, tick_learning
from .outcome import Assessed, close_case, decide_outcome, propose_outcome, return_outcome
from .signing import sign_outcome, sign_receipt

__all__ = [
    "Assessed",
    "Measured",
    "add_employee_note",
    "close_case",
    "confirm_learning",
    "decide_outcome",
    "hold_checkpoint",
    "propose_outcome",
    "return_outcome",
    "sign_outcome",
    "sign_receipt",
    "tick_learning",
    "today_of",
]
