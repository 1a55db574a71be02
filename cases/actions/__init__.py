"""Every write about a case file itself, by noun."""

from .comments import add_comment
from .files import drop_unused_files, keep_file
from .opening import open_case
from .parts import give_part, give_second_line, show_to_subject
from .reading import read_as_auditor, record_reading

__all__ = [
    "add_comment",
    "drop_unused_files",
    "give_part",
    "give_second_line",
    "keep_file",
    "open_case",
    "read_as_auditor",
    "record_reading",
    "show_to_subject",
]
