"""Files that hold a key, or what opens one: readable by one user, and written by none."""

import stat
from pathlib import Path

MODE = 0o400


class NoKey(Exception):
    """There is no key to sign with, in a sentence for whoever runs pipcases. No path and no byte of a key is in it."""


def secret_in(path: Path, *, setting: str) -> bytes:
    """What the file holds that this setting names. Raises `NoKey` where others may read it too, or nobody can."""
    try:
        if stat.S_IMODE(path.stat().st_mode) != MODE:
            raise NoKey(f"The file of {setting} must have mode 0400: nobody but its user may read it.")
        return path.read_bytes()
    except OSError as error:
        raise NoKey(f"The file of {setting} cannot be read.") from error
