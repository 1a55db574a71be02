"""A place to measure in: servers of our own on a folder of our own, both gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from pipcases import local, servers
from records import render

LEAVE_OUT = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEMO", "DEBUG")


def run(cases: int, repeat: int, *, write: bool) -> int:
    """Measure in a process of its own, whose settings know our servers only; returns its exit code."""
    with arena() as var:
        asked = [str(cases), str(repeat), "write" if write else "print"]
        command = [sys.executable, "-m", "pipcases.bench", *asked]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environment(var), check=False).returncode


@contextmanager
def arena() -> Iterator[Path]:
    var = Path(tempfile.mkdtemp(prefix="pipcases-bench-"))
    (var / "static").mkdir()  # nothing is collected
    running = []
    try:
        running.append(servers.start_postgres(var))
        running.append(servers.start_valkey(var))
        yield var
    finally:
        for server in running:
            servers.stop(server, signal.SIGINT)
        shutil.rmtree(local.socket_folder(var), ignore_errors=True)
        shutil.rmtree(var, ignore_errors=True)


def environment(var: Path) -> dict[str, str]:
    """No pool, so that each thread has a connection; the record's own fonts, as its printer has them."""
    kept = {name: value for name, value in os.environ.items() if name not in LEAVE_OUT}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "pipcases.bench.settings",
        "PIPCASES_VAR": str(var),
        "DATABASE_POOL": "0",
        "FONTCONFIG_FILE": str(render.FONTS / "fonts.conf"),
    }
