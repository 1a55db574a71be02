"""`manage.py up` as a person meets it: real processes, real signals, nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from pipcases import servers, supervisor, up
from pipcases.supervisor import Child, Supervisor
from tests.mail import free_port

UP = [sys.executable, str(settings.BASE_DIR / "manage.py"), "up"]
STARTED_SECONDS = 120
GONE_SECONDS = 20


def environment(var: Path, port: int) -> dict[str, str]:
    """As in a fresh shell: none of the test run's own addresses."""
    ours = ("DATABASE", "REDIS", "DJANGO", "PIPCASES", "PYTEST", "DEMO")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PIPCASES_VAR": str(var), "PORT": str(port), "DEMO": "0"}


def start(var: Path, port: int) -> subprocess.Popen[str]:
    """In a session of its own, like a terminal's."""
    return subprocess.Popen(
        UP,
        env=environment(var, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def greeting(running: subprocess.Popen[str]) -> str:
    """The first line on standard output; it comes when the application answers."""
    assert running.stdout is not None
    assert running.stderr is not None
    return running.stdout.readline() or running.stderr.read()


def family(running: subprocess.Popen[str]) -> list[psutil.Process]:
    return list(psutil.Process(running.pid).children(recursive=True))


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those still there after a while; one that has ended and waits for its parent to notice is not."""
    deadline = time.monotonic() + GONE_SECONDS
    left = processes
    while left and time.monotonic() < deadline:
        left = [process for process in left if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
        time.sleep(0.1)
    return left


def wait_for(port: int, *, healthy: bool) -> None:
    deadline = time.monotonic() + GONE_SECONDS
    while up.ask_health(port)[0] is not healthy:
        assert time.monotonic() < deadline, up.ask_health(port)
        time.sleep(0.1)


def wait_for_worker(var: Path) -> None:
    """It starts after the greeting."""
    deadline = time.monotonic() + STARTED_SECONDS
    while "ready." not in servers.log_file(var, "worker").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def running(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = start(var, port)
    yield process
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=GONE_SECONDS)


# The whole -----------------------------------------------------------------------------------


def test_it_greets_when_it_answers_and_ends_without_a_trace(
    running: subprocess.Popen[str], var: Path, port: int
) -> None:
    assert f"http://127.0.0.1:{port}/" in greeting(running)
    assert up.ask_health(port)[0]
    refused = subprocess.run(UP, env=environment(var, free_port()), capture_output=True, text=True, check=False)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert f"pipcases already runs on {var}" in refused.stderr
    wait_for_worker(var)
    started = family(running)
    assert len(started) > 10
    running.send_signal(signal.SIGINT)
    assert running.wait(GONE_SECONDS) == 0
    assert alive(started) == []
    assert not up.ask_health(port)[0]


def test_a_killed_web_server_comes_back_and_a_killed_supervisor_leaves_no_orphan(
    running: subprocess.Popen[str], var: Path, port: int
) -> None:
    greeting(running)
    wait_for_worker(var)
    web = next(child for child in family(running) if "granian" in child.cmdline())
    web.kill()
    wait_for(port, healthy=False)
    wait_for(port, healthy=True)
    started = family(running)
    running.kill()
    assert alive(started) == []


def test_a_port_in_use_is_said_before_anything_starts(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(UP, env=environment(var, port), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"CommandError: Port {port} is in use by another program. Choose another one: PORT=8001 make run"
    ]
    assert not (var / "postgres").exists()


# The parts -------------------------------------------------------------------------------------


def child(tmp_path: Path, script: str, name: str = "child") -> Child:
    log = servers.log_file(tmp_path, name)
    return Child(name, partial(servers.spawn, ["sh", "-c", script], log), log)


def test_a_child_that_keeps_dying_brings_all_down_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "RESTARTS", 1)
    lasting = child(tmp_path, "sleep 600", "lasting")
    with Supervisor() as all_of_them:
        all_of_them.add(lasting)
        all_of_them.add(child(tmp_path, "echo last words; exit 3", "dying"))
        with pytest.raises(servers.ServerFailedError, match=r"(?s)dying keeps stopping \(exit code 3\).*last words"):
            all_of_them.watch()
    assert lasting.process is not None
    assert lasting.process.poll() == -signal.SIGTERM


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    with Supervisor() as all_of_them:
        parent = child(tmp_path, "sleep 600 & sleep 600 & echo ready; wait")
        all_of_them.add(parent)
        assert parent.process is not None
        while "ready" not in parent.log.read_text():
            time.sleep(0.01)
        started = psutil.Process(parent.process.pid).children()
        assert len(started) == 2
    assert alive(started) == []


def test_a_child_that_will_not_stop_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.3)
    with Supervisor() as all_of_them:
        stubborn = child(tmp_path, "trap '' TERM; echo ready; while :; do sleep 1; done")
        all_of_them.add(stubborn)
        while "ready" not in stubborn.log.read_text():
            time.sleep(0.01)
    assert stubborn.process is not None
    assert stubborn.process.poll() == -signal.SIGKILL


def test_only_warnings_and_worse_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    speaking = child(tmp_path, "echo INFO all well; echo ERROR not well; printf 'ERROR not ended'", "worker")
    speaking.begin()
    assert speaking.process is not None
    speaking.process.wait()
    supervisor.show(speaking)
    assert re.findall(r"worker \| (.*)", capsys.readouterr().err) == ["ERROR not well"]
