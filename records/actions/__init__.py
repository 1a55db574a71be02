"""Every write in this room that a person asks for."""

from .copies import request_copy
from .links import enter_address, fetch_copy, revoke_copy_link, send_copy_link

__all__ = ["enter_address", "fetch_copy", "request_copy", "revoke_copy_link", "send_copy_link"]
