"""No parser of pictures, PDF or zip runs in a web process: one that is led astray is killed, and the file refused."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .refused import Refused

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
FINDS_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Of opening one file: `wall` and `cpu` in seconds, `memory` in bytes of address space."""

    wall: float = 40
    cpu: int = 20
    memory: int = 1024 * MIB


LIMITS = Limits()


def opened_apart(kind: str, content: bytes, *, limits: Limits = LIMITS) -> bytes:
    """The file as it is to be kept, opened in a child process. Raises `Refused`."""
    command = [sys.executable, "-E", "-s", "-m", "cases.files.opener", kind, str(limits.cpu), str(limits.memory)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=content, capture_output=True, timeout=limits.wall, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("effort") from None
    if done.returncode:
        log.warning("opening a %s ended with %s", kind, done.returncode)
        raise Refused("effort")
    said, _newline, kept = done.stdout.partition(b"\n")
    if said != b"kept":
        raise Refused(said.decode())
    return kept


def _environment() -> dict[str, str]:
    """What the child needs to find its libraries, and nothing of ours besides."""
    libraries = {name: os.environ[name] for name in FINDS_LIBRARIES if name in os.environ}
    return {"LANG": "C.UTF-8", "PATH": os.defpath, **libraries}
