"""Every write on a plan, up to its issue, by noun."""

from .approval import approve_plan, approve_second_line, pass_to_second_line, return_plan
from .consultation import answer_consultation, open_consultation, reply_to_consultation
from .drafting import StaleDraft, save_draft, start_plan
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
    "approve_plan",
    "approve_second_line",
    "begin_from",
    "cancel_plan",
    "change_learning_entry",
    "issue_plan",
    "newest_version",
    "open_consultation",
    "pass_to_second_line",
    "reply_to_consultation",
    "restore_learning_entry",
    "restore_template",
    "retire_learning_entry",
    "retire_template",
    "return_plan",
    "save_as_template",
    "save_draft",
    "save_template",
    "ship_templates",
    "sign",
    "start_plan",
    "submit_plan",
    "view_version",
]
