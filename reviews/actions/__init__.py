"""Every write on a plan that was issued, by noun."""

from plans.calendars import today_of

from .appeal import arrange_hearing, file_appeal, name_hearer, withdraw_appeal
from .checkpoint import Measured, Meeting, add_addendum, add_employee_note, hold_checkpoint
from .coaching import (
    Coached,
    LoggedAlready,
    Regular,
    confirm_session,
    end_sessions,
    log_session,
    plan_sessions,
)
from .delivery import confirm_delivery, deliver
from .evidence import Evidence, RecordedAlready, record_evidence, withdraw_evidence
from .final_review import AssessedMeanwhile, OwnSummary, open_final_review, save_assessment, summarise_plan
from .following import drop_follow_on, finish_follow_on, record_follow_on
from .hearing import Heard, add_hearing_statement, decide_appeal, record_hearing
from .learning import confirm_learning, tick_learning
from .linking import open_following_case, record_relapse
from .minutes import refuse_minutes, sign_minutes
from .moving import arrange_checkpoint, postpone_checkpoint, reschedule_checkpoint
from .outcome import Assessed, close_case, decide_extension, decide_outcome, propose_outcome, return_outcome
from .preparation import OwnView, SavedMeanwhile, open_preparation, prepare_checkpoint
from .receipt import attest_refusal, lapse_receipt, record_refusal, refuse_receipt
from .service import Delivery, add_service_proof, log_service
from .signing import refuse_outcome, sign_outcome, sign_receipt
from .sustaining import answer_check_in, begin_sustain, record_check_in

__all__ = [
    "Assessed",
    "AssessedMeanwhile",
    "Coached",
    "Delivery",
    "Evidence",
    "Heard",
    "LoggedAlready",
    "Measured",
    "Meeting",
    "OwnSummary",
    "OwnView",
    "RecordedAlready",
    "Regular",
    "SavedMeanwhile",
    "add_addendum",
    "add_employee_note",
    "add_hearing_statement",
    "add_service_proof",
    "answer_check_in",
    "arrange_checkpoint",
    "arrange_hearing",
    "attest_refusal",
    "begin_sustain",
    "close_case",
    "confirm_delivery",
    "confirm_learning",
    "confirm_session",
    "decide_appeal",
    "decide_extension",
    "decide_outcome",
    "deliver",
    "drop_follow_on",
    "end_sessions",
    "file_appeal",
    "finish_follow_on",
    "hold_checkpoint",
    "lapse_receipt",
    "log_service",
    "log_session",
    "name_hearer",
    "open_final_review",
    "open_following_case",
    "open_preparation",
    "plan_sessions",
    "postpone_checkpoint",
    "prepare_checkpoint",
    "propose_outcome",
    "record_check_in",
    "record_evidence",
    "record_follow_on",
    "record_hearing",
    "record_refusal",
    "record_relapse",
    "refuse_minutes",
    "refuse_outcome",
    "refuse_receipt",
    "reschedule_checkpoint",
    "return_outcome",
    "save_assessment",
    "sign_minutes",
    "sign_outcome",
    "sign_receipt",
    "summarise_plan",
    "tick_learning",
    "today_of",
    "withdraw_appeal",
    "withdraw_evidence",
]
