"""Every write on a plan, up to its issue, by noun."""

from .amendment import (
    approve_amendment,
    begin_amendment,
    issue_amendment,
    put_in_force,
    return_amendment,
    submit_amendment,
    withdraw_amendment,
)
from .approval import approve_plan, approve_second_line, pass_to_second_line, return_plan
from .consultation import answer_consultation, open_consultation, reply_to_consultation
from .drafting import StaleDraft, save_draft, start_plan
from .leaving import record_leaving
from .library import (
    add_learning_entry,
    change_learning_entry,
    restore_learning_entry,
    restore_template,
    retire_learning_entry,
    retire_template,
    save_as_template,
    save_template,
    ship_templates,
)
from .mentoring import end_mentoring, name_mentor
from .pausing import pause_plan, resume_plan
from .review import (
    cancel_plan,
    issue_plan,
    newest_version,
    submit_plan,
    view_version,
)
from .signing import sign
from .starting import DraftHasContent, begin_from

__all__ = [
    "DraftHasContent",
    "StaleDraft",
    "add_learning_entry",
    "answer_consultation",
    "approve_amendment",
    "approve_plan",
    "approve_second_line",
    "begin_amendment",
    "begin_from",
    "cancel_plan",
    "change_learning_entry",
    "end_mentoring",
    "issue_amendment",
    "issue_plan",
    "name_mentor",
    "newest_version",
    "open_consultation",
    "pass_to_second_line",
    "pause_plan",
    "put_in_force",
    "record_leaving",
    "reply_to_consultation",
    "restore_learning_entry",
    "restore_template",
    "resume_plan",
    "retire_learning_entry",
    "retire_template",
    "return_amendment",
    "return_plan",
    "save_as_template",
    "save_draft",
    "save_template",
    "ship_templates",
    "sign",
    "start_plan",
    "submit_amendment",
    "submit_plan",
    "view_version",
    "withdraw_amendment",
]
