"""Every write about a case file itself, by noun."""

from .changes import change_hr_partner, change_manager
from .comments import add_comment
from .delegation import delegate_part, end_delegation
from .files import drop_unused_files, keep_file
from .opening import open_case
from .parts import give_part, give_second_line, give_witness, show_to_subject
from .reading import read_as_auditor, record_reading

__all__ = [
    "add_comment",
    "change_hr_partner",
    "change_manager",
    "delegate_part",
    "drop_unused_files",
    "end_delegation",
    "give_part",
    "give_second_line",
    "give_witness",
    "keep_file",
    "open_case",
    "read_as_auditor",
    "record_reading",
    "show_to_subject",
]
