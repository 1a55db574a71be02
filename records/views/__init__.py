"""Asking for copies of a case, fetching them, and sending a link to one."""
