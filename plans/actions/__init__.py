"""Every write on a plan, up to its issue, by noun."""

from .drafting import StaleDraft, save_draft, start_plan
from .review import (
    NotWhatWasShown,
    approve_plan,
    cancel_plan,
    check_shown,
    issue_plan,
    newest_version,
    return_plan,
    submit_plan,
    view_version,
)

__all__ = [
    "NotWhatWasShown",
    "StaleDraft",
    "approve_plan",
    "cancel_plan",
    "check_shown",
    "issue_plan",
    "newest_version",
    "return_plan",
    "save_draft",
    "start_plan",
    "submit_plan",
    "view_version",
]
