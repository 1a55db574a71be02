"""Every write about a case file itself, by noun."""

from .changes import change_hr_partner, change_manager
from .comments import add_comment
from .delegation import delegate_part, end_delegation
from .files import drop_unused_files, keep_file
from .inbox import read_notices
from .mail import bounce_notice, fail_notice, resend_notice, send_notice, settle_notice
from .opening import open_case
from .parts import (
    end_hearer,
    end_mentor,
    give_hearer,
    give_mentor,
    give_part,
    give_second_line,
    give_witness,
    show_to_mentors,
    show_to_subject,
)
from .reading import read_as_auditor, read_as_hearer, record_reading

__all__ = [
    "add_comment",
    "bounce_notice",
    "change_hr_partner",
    "change_manager",
    "delegate_part",
    "drop_unused_files",
    "end_delegation",
    "end_hearer",
    "end_mentor",
    "fail_notice",
    "give_hearer",
    "give_mentor",
    "give_part",
    "give_second_line",
    "give_witness",
    "keep_file",
    "open_case",
    "read_as_auditor",
    "read_as_hearer",
    "read_notices",
    "record_reading",
    "resend_notice",
    "send_notice",
    "settle_notice",
    "show_to_mentors",
    "show_to_subject",
]
