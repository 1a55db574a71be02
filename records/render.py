"""HTML to PDF under limits, by `records.printer` in a child process that is killed when it takes too long."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass

from . import printer
from .child import FONTS, Ended, Limits, run
from .states import Fault

__all__ = ["FONTS", "LIMITS", "Limits", "NotPrinted", "Printed", "fault_of", "render"]

LIMITS = Limits()


@dataclass(frozen=True)
class Printed:
    pages: int
    pdf: bytes


class NotPrinted(Exception):
    """Nothing came out, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def render(
    html: str,
    *,
    identifier: str,
    attached: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    variant: str = printer.ARCHIVAL,
) -> Printed:
    """The PDF/A-3a of this HTML, whose file identifier is `identifier` (hexadecimal); files by name come with it, as
    data that belong to it. What is still to be put together with pages of others claims no such variant
    (`printer.PLAIN`). Raises `NotPrinted`.
    """
    files = {"": html.encode(), **(attached or {})}
    try:
        said = run(printer.__file__, identifier, variant, files=files, limits=limits or LIMITS)
    except Ended as end:
        raise NotPrinted(fault_of(end)) from end
    pages, _newline, pdf = said.partition(b"\n")
    return Printed(int(pages), pdf)


def fault_of(end: Ended) -> Fault:
    """A child out of processor time dies of SIGXCPU; one out of memory says so, or its C libraries abort."""
    if end.code in (None, -signal.SIGXCPU, -signal.SIGKILL):
        return Fault.TOO_LONG
    if end.code == printer.TOO_LARGE or end.code in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV):
        return Fault.TOO_LARGE
    return Fault.REFUSED if end.code == printer.REFUSED else Fault.BROKEN
