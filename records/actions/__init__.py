"""Every write in this room that a person asks for."""

from .copies import request_copy

__all__ = ["request_copy"]
