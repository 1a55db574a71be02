"""Opens one file in a process of its own, which knows no database, no secret and no user.

`python -m cases.files.opener KIND SECONDS BYTES`: the file on standard input; on standard output a line, `kept` or the
code of a refusal, and after `kept` the file as it is to be kept. It confines itself before it reads anything.
"""

import importlib
import resource
import sys
from contextlib import suppress

from .kinds import KINDS
from .refused import Refused


def confine(seconds: int, memory: int) -> None:
    """Bound this process for good: processor time, memory in bytes, and no files. macOS knows no limit of memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def opened(kind: str, content: bytes) -> bytes:
    """The file as it is to be kept. Raises `Refused`, and nothing else: what a parser stumbles over is damaged."""
    module = importlib.import_module(f"cases.files.{KINDS[kind].opener}")
    try:
        kept: bytes = module.opened(content, kind)
    except Refused:
        raise
    except MemoryError:
        raise Refused("effort") from None
    except Exception:  # noqa: BLE001
        raise Refused("damaged") from None
    return kept


def main() -> int:
    kind, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    confine(seconds, memory)
    try:
        kept = opened(kind, sys.stdin.buffer.read())
    except Refused as refusal:
        sys.stdout.write(refusal.code)
        return 0
    sys.stdout.buffer.write(b"kept\n" + kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
