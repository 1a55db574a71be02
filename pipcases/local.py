"""Where the local PostgreSQL and Valkey are: demo, development and tests, never production.

The addresses are computed from the data folder alone, so that any `manage.py` command finds the
servers a running `manage.py up` has started (`pipcases.servers` starts them). Both listen on a
Unix socket in a folder only we can enter, and nowhere else; there is no password.
"""

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

OWNER = "pipcases_owner"  # owns the tables; migrations run as this role
APP = "pipcases_app"  # uses the tables; web and worker run as this role
SUPERUSER = "postgres"  # makes the two others; the app never connects as this role
DATABASE = "pipcases"
LONGEST_SOCKET_PATH = 100  # bytes; macOS allows 103, Linux 107


def secret_key(var: Path, *, allowed: bool) -> str:
    """The demo's SECRET_KEY, made on first use. Production must set its own: all processes and
    machines share it, and a file that appears by itself would hide that it was forgotten.
    """
    if not allowed:
        raise ImproperlyConfigured("SECRET_KEY is not set. Set it to a long random text that every process shares.")
    path = private_folder(var) / "secret_key"
    if not path.exists():
        _create_once(path, secrets.token_urlsafe(48))
    return path.read_text()


def database_url(var: Path, role: str = APP, name: str = DATABASE) -> str:
    """Where the local PostgreSQL is for one role, whether or not it runs."""
    return f"postgresql://{role}@:5432/{quote(str(socket_folder(var)))}/{name}"


def redis_url(var: Path, number: int = 0) -> str:
    """Where the local Valkey is, whether or not it runs. `number` is the logical database."""
    return f"unix://{quote(str(socket_folder(var)))}/valkey.sock?db={number}"


def broker_url(url: str) -> str:
    """The same address as Celery spells it: only a Unix socket differs."""
    if not url.startswith("unix://"):
        return url
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def socket_folder(var: Path) -> Path:
    """VAR/run, or for a data folder too deep for a socket's path, a folder in /tmp named after it.

    Not TMPDIR or XDG_RUNTIME_DIR: two shells must compute the same address.
    """
    folder = var / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return folder
    return Path("/tmp") / f"pipcases-{os.getuid()}-{hashlib.sha256(os.fsencode(var)).hexdigest()[:16]}"  # noqa: S108


def private_folder(path: Path) -> Path:
    """Make a folder only we may enter; refuse one in /tmp that somebody else made first."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise ImproperlyConfigured(f"{path} must be a folder of the user who runs pipcases.")
    return path


def _create_once(path: Path, text: str) -> None:
    """Write a file of mode 0600 at one stroke; of two processes at once, the first wins."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        os.write(handle, text.encode())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.close(handle)
        Path(name).unlink()
