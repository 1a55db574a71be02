"""One PostgreSQL and one Valkey for the whole run, shared by its parallel workers."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from pipcases import local, servers

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
_running: list[servers.Server] = []


def is_first_process(config: pytest.Config) -> bool:
    """True without xdist and in its controller; false in the workers."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start what is not given by address. Before the workers, which inherit nothing but where it is."""
    if not is_first_process(config) or config.option.collectonly:
        return
    var = Path(os.environ["PIPCASES_TEST_VAR"])
    (var / "static").mkdir()  # nothing is collected: Django finds the files where they are
    if not os.environ.get("DATABASE_URL"):
        _running.append(servers.start_postgres(var, *FAST, createdb=True))
    if not os.environ.get("REDIS_URL"):
        _running.append(servers.start_valkey(var))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers; the workers have ended before. Their folder goes when this process ends."""
    if not is_first_process(config):
        return
    var = Path(os.environ["PIPCASES_TEST_VAR"])
    for server in _running:
        servers.stop(server, signal.SIGINT)  # at once, for both
    shutil.rmtree(local.socket_folder(var), ignore_errors=True)
