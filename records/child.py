"""Starting what parses or prints in a process of its own, within limits, and without anything of ours.

Such a script stands alone: `python -I SCRIPT SECONDS BYTES ...`. Files go in through standard input, framed as
`records.printer.read` reads them; what it made comes out of standard output.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
FINDS_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Of one run: `wall` and `cpu` in seconds, `memory` in bytes of address space. What some 400 pages take, says
    `docs/speed.md`; `wall` lies below the task's own time limit.
    """

    wall: float = 75
    cpu: int = 60
    memory: int = 1536 * MIB


class Ended(Exception):
    """It made nothing. `code` is what it ended with, None where it took too long and was killed."""

    def __init__(self, code: int | None) -> None:
        super().__init__(str(code))
        self.code = code


def run(script: str, *words: str, files: Mapping[str, bytes], limits: Limits) -> bytes:
    """What the script says about these files, by name, after `words`. Raises `Ended`."""
    command = [sys.executable, "-I", script, str(limits.cpu), str(limits.memory), *words]
    try:
        done = subprocess.run(
            command, input=_framed(files), capture_output=True, timeout=limits.wall, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Ended(None) from error
    if done.stderr:
        log.warning("%s: %s", Path(script).stem, done.stderr.decode(errors="replace")[-2000:])
    if done.returncode:
        raise Ended(done.returncode)
    return done.stdout


def _framed(files: Mapping[str, bytes]) -> bytes:
    """As `records.printer.read` reads them."""
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
