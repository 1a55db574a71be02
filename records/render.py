"""HTML to PDF under limits, by `records.printer` in a child process that is killed when it takes too long."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import printer
from .states import Fault

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
FINDS_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Of one rendering: `wall` and `cpu` in seconds, `memory` in bytes of address space. A record of 461 pages took
    26 s and 380 MiB; `wall` lies below the task's own time limit.
    """

    wall: float = 75
    cpu: int = 60
    memory: int = 1024 * MIB


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
    html: str, *, identifier: str, attached: Mapping[str, bytes] | None = None, limits: Limits | None = None
) -> Printed:
    """The PDF/A-3a of this HTML, whose file identifier is `identifier` (hexadecimal); files by name come with it, as
    data that belong to it. Raises `NotPrinted`.
    """
    limits = limits or LIMITS
    command = [sys.executable, "-I", printer.__file__, str(limits.cpu), str(limits.memory), identifier]
    files = {"": html.encode(), **(attached or {})}
    try:
        done = subprocess.run(
            command, input=_framed(files), capture_output=True, timeout=limits.wall, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(Fault.TOO_LONG) from error
    if done.stderr:
        log.warning("printer: %s", done.stderr.decode(errors="replace")[-2000:])
    if done.returncode:
        raise NotPrinted(_fault(done.returncode))
    pages, _newline, pdf = done.stdout.partition(b"\n")
    return Printed(int(pages), pdf)


def _framed(files: Mapping[str, bytes]) -> bytes:
    """As `records.printer` reads them."""
    sizes = [(name, len(content)) for name, content in files.items()]
    return b"".join([json.dumps(sizes).encode(), b"\n", *files.values()])


def _environment() -> dict[str, str]:
    """What the child needs to find its libraries and our fonts, and nothing of ours besides."""
    libraries = {name: os.environ[name] for name in FINDS_LIBRARIES if name in os.environ}
    return {
        "FONTCONFIG_FILE": str(FONTS / "fonts.conf"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PATH": os.defpath,
        **libraries,
    }


def _fault(code: int) -> Fault:
    """A child out of processor time dies of SIGXCPU; one out of memory says so, or its C libraries abort."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Fault.TOO_LONG
    if code == printer.TOO_LARGE or code in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV):
        return Fault.TOO_LARGE
    return Fault.REFUSED if code == printer.REFUSED else Fault.BROKEN
