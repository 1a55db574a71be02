"""Runs a handful of processes as one: starts them in order, restarts what dies, stops everything.

For a laptop, a demo and the tests. Production has systemd or containers for this.
"""

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from pipcases import servers

POLL_SECONDS = 0.2
RESTARTS = 3  # deaths forgiven within FORGET_SECONDS
FORGET_SECONDS = 60.0
GRACE_SECONDS = 10.0
WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL|PANIC)\b")


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM, or the terminal went away. Not an Exception: nothing on the way may swallow it."""


@dataclass
class Child:
    """One process that should stay up: how to start it, how to stop it, where it writes."""

    name: str
    start: Callable[[], servers.Server]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    shows: re.Pattern[str] = WORTH_SHOWING
    process: servers.Server | None = None
    deaths: list[float] = field(default_factory=list)
    read_to: int = 0  # bytes of the log already looked at

    def begin(self) -> None:
        self.read_to = self.log.stat().st_size if self.log.exists() else 0
        self.process = self.start()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def new_lines(self) -> list[str]:
        """Warnings and worse since the last look. A line not ended yet waits for the next one."""
        with self.log.open("rb") as log:
            log.seek(self.read_to)
            fresh = log.read()
        complete = fresh[: fresh.rfind(b"\n") + 1]
        self.read_to += len(complete)
        return [line for line in complete.decode(errors="replace").splitlines() if self.shows.search(line)]


class Supervisor:
    """Use as a context: whatever was started is stopped at its end, in the opposite order."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with undisturbed():
            self.stop()

    def add(self, child: Child) -> None:
        """Start one more. It is ours to stop from before it starts, so that no signal can fall between."""
        self.children.append(child)
        child.begin()

    def watch(self) -> NoReturn:
        """Until StopAsked, or ServerFailedError when a child cannot be kept up."""
        while True:
            time.sleep(POLL_SECONDS)
            self.look()

    def look(self) -> None:
        """One round: show what is worth showing, restart what died."""
        for child in self.children:
            show(child)
            if child.has_died():
                restart(child)

    def stop(self) -> None:
        for child in reversed(self.children):
            if child.process is not None:
                servers.stop(child.process, child.stop_signal, GRACE_SECONDS)


def restart(child: Child) -> None:
    """Wait 1, 2, 4 seconds, then start again; a child that keeps dying brings everything down."""
    now = time.monotonic()
    child.deaths = [death for death in child.deaths if now - death < FORGET_SECONDS] + [now]
    code = child.process.returncode if child.process else None
    if len(child.deaths) > RESTARTS:
        raise servers.ServerFailedError(f"{child.name} keeps stopping (exit code {code}).\n{servers.tail(child.log)}")
    say(child.name, f"stopped (exit code {code}), starting it again")
    if child.process is not None:
        servers.stop(child.process)  # what it had started itself
    time.sleep(2 ** (len(child.deaths) - 1))
    child.begin()


def show(child: Child) -> None:
    for line in child.new_lines():
        say(child.name, line)


def say(name: str, line: str) -> None:
    print(f"{name:>8} | {line}", file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, Ctrl-C, `kill` and a closed terminal raise StopAsked."""
    with _on_stop_signals(_ask_to_stop):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside, a second Ctrl-C does nothing: it must not leave half of the processes behind."""
    with _on_stop_signals(signal.SIG_IGN):
        yield


@contextmanager
def _on_stop_signals(handler: Callable[[int, FrameType | None], NoReturn] | signal.Handlers) -> Iterator[None]:
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, handler) for number in signals]
    try:
        yield
    finally:
        for number, earlier in zip(signals, before, strict=True):
            signal.signal(number, earlier)


def _ask_to_stop(number: int, frame: FrameType | None) -> NoReturn:
    raise StopAsked
