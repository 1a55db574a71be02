"""What must be so before the processes of `manage.py up` start: one sentence where it is not."""

import errno
import fcntl
import hashlib
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cffi
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from people.demo import DEMO_EMAILS
from people.models import User
from pipcases import servers
from pipcases.messages import compile_messages

HOST = "127.0.0.1"
DEMO_SECONDS = 300.0
LIBRARIES = {
    "Pango": ("pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "PangoFT2": ("pangoft2-1.0-0", "pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
}


# May it start? ---------------------------------------------------------------------------------


def require_libraries() -> None:
    """The written record is set with Pango; better said now than at the first closed case."""
    missing = [name for name, spellings in LIBRARIES.items() if not any(map(_loads, spellings))]
    if missing:
        raise servers.ServerFailedError(
            f"{' and '.join(missing)} not found, which write the PDF. Install it: Debian and Ubuntu "
            "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, Fedora `dnf install pango`, "
            "macOS `brew install pango`."
        )


def _loads(name: str) -> bool:
    try:
        cffi.FFI().dlopen(name)  # searches like WeasyPrint does
    except OSError:
        return False
    return True


def require_port(port: int) -> None:
    """Bind it for a moment, as the web server will."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is in use by another program" if taken else f"cannot be used ({error.strerror})"
            raise servers.ServerFailedError(f"Port {port} {why}. Choose another one: PORT=8001 make run") from None


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Two on the same data folder would share a database server that each believes to be its own."""
    with (var / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise servers.ServerFailedError(
                f"pipcases already runs on {var}. Stop it first, or choose another folder with PIPCASES_VAR."
            ) from None
        yield


# Tables and files ------------------------------------------------------------------------------


def migrate() -> None:
    """As the owner. Where only the app's role is known, migrating is somebody else's duty (see /healthz)."""
    if "owner" in settings.DATABASES:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    close_connections()


def close_connections() -> None:
    """The supervisor only starts others: it keeps neither a connection nor a pool's threads."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def load_library() -> None:
    """The templates that come with this version. Needs no more than the app's role may."""
    call_command("load_library", verbosity=0)
    close_connections()


def load_holidays() -> None:
    """The holiday calendars, with the years around this one. What HR changed of them stays."""
    call_command("load_holidays", verbosity=0)
    close_connections()


def prepare_files() -> None:
    compile_messages()
    collect_static()


def collect_static() -> None:
    """Collect and compress anew only when a file differs, in name, size or time."""
    stamp = settings.VAR / "static.stamp"
    found = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    stamp.write_text(found)


def _static_fingerprint() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demo(environment: dict[str, str]) -> None:
    """The people and cases of the demo, on the first start: by a process that knows it is a demo."""
    loaded = User.objects.filter(email__in=DEMO_EMAILS).exists()
    close_connections()
    if loaded:
        return
    log = servers.log_file(settings.VAR, "demo")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "load_demo"]
    process = servers.spawn(command, log, prefix=servers.tied_to_us(signal.SIGTERM), environment=environment)
    servers.wait_until(lambda: process.poll() == 0, process, log, "manage.py load_demo", DEMO_SECONDS)
