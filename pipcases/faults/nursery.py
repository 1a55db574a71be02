"""`python -m pipcases.faults.nursery`: keeps the application imported, and makes workers and beats when asked.

Each line on standard input asks for something, and is answered by one line:

    worker          a Celery worker that sends one mail at a time; the answer is its process id
    beat PATH       a Celery beat with its schedule in that file; its process id
    sweeps 4        as many sweeps at the same moment, each in a process of its own; their exit codes
    ahead 300       the clock of all processes, present and to come, goes on by that many seconds

Every process has a group of its own, so that SIGKILL ends a worker with its child. At the end of the input all are
ended, by their own ids.
"""

import ctypes
import mmap
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module

PR_SET_PDEATHSIG = 1
QUIET = ("--loglevel", "WARNING")


class Clock:
    """How far the application's clock is ahead: in memory that every forked process shares."""

    def __init__(self) -> None:
        self.shared = mmap.mmap(-1, 8)

    @property
    def ahead(self) -> float:
        return float(struct.unpack("d", self.shared[:8])[0])

    def go_on(self, seconds: float) -> None:
        self.shared[:8] = struct.pack("d", self.ahead + seconds)

    def set_up(self) -> None:
        """The application asks `timezone.now` for the time, and nothing else."""
        from django.utils import timezone

        real = timezone.now

        def now() -> datetime:
            return real() + timedelta(seconds=self.ahead)

        timezone.now = now


def main() -> None:
    import django

    django.setup()
    for module in ("pipcases.celery", "celery.app.amqp", "celery.apps.worker", "celery.apps.beat", "celery.bin.celery"):
        import_module(module)
    import_module("kombu.transport.redis")
    clock = Clock()
    clock.set_up()
    made: list[int] = []
    for line in sys.stdin:
        print(answer(line.split(), clock, made), flush=True)  # noqa: T201
        reap(made)
    for process in made:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)


def answer(words: list[str], clock: Clock, made: list[int]) -> str:
    match words:
        case ["worker"]:
            made.append(fork(worker))
        case ["beat", path]:
            made.append(fork(lambda: beat(path)))
        case ["sweeps", number]:
            return " ".join(map(str, sweeps(int(number))))
        case ["ahead", seconds]:
            clock.go_on(float(seconds))
            return str(clock.ahead)
    return str(made[-1])


def fork(begin: Callable[[], object]) -> int:
    """Nothing is open yet that a child would share."""
    if process := os.fork():
        return process
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # also where this process cannot end it
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    code = 1
    try:
        begin()
        code = 0
    finally:
        os._exit(code)


def worker() -> None:
    """It names itself to the mail server by its process group."""
    from django.core.mail.utils import DNS_NAME

    from pipcases.celery import app

    DNS_NAME._fqdn = f"{os.getpgrp()}.localhost"  # noqa: SLF001 - what `get_fqdn` remembers
    size = ("--pool", "prefork", "--concurrency", "1", "--prefetch-multiplier", "1")
    app.worker_main(["worker", "--hostname", f"{os.getpgrp()}@faults", *size, *QUIET, "--without-gossip",
                     "--without-mingle", "--without-heartbeat"])  # fmt: skip


def beat(path: str) -> None:
    from pipcases.celery import app

    app.start(["beat", "--schedule", path, "--pidfile=", *QUIET])


def sweeps(number: int) -> list[int]:
    from cases.sweep import sweep

    begins = time.monotonic() + 0.5

    def at_once() -> None:
        time.sleep(max(0.0, begins - time.monotonic()))
        sweep()

    processes = [fork(at_once) for _sweep in range(number)]
    return [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]


def reap(made: list[int]) -> None:
    """Forget those that died; the number of a process that is gone may be given to another."""
    for process in list(made):
        if os.waitpid(process, os.WNOHANG)[0]:
            made.remove(process)


if __name__ == "__main__":
    main()
