"""Every write in this room that is a step of a case."""

from .copies import request_copy, request_copy_by_command, retry_copies
from .links import enter_address, fetch_copy, revoke_copy_link, send_copy_link
from .sealing import give_out, seal_record

__all__ = [
    "enter_address",
    "fetch_copy",
    "give_out",
    "request_copy",
    "request_copy_by_command",
    "retry_copies",
    "revoke_copy_link",
    "seal_record",
    "send_copy_link",
]
