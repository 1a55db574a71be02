"""The processes of one run, as the story of a run speaks of them."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

from django.conf import settings

from pipcases import local, servers

from .sink import Sink

ENDS_WITHIN = 15  # seconds


class Processes:
    """Use as a context: whatever was started is ended. `killed` are the workers that got SIGKILL, in two ways."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.workers, self.beats = sink, set[int](), 0
        self.killed = {"in the act": 0, "at any time": 0}
        self._valkey: servers.Server | None = None
        self._begin_nursery()

    def _begin_nursery(self) -> None:
        self.log = servers.log_file(settings.VAR, "nursery")
        command = [*servers.tied_to_us(signal.SIGTERM), sys.executable, "-m", "pipcases.faults.nursery"]
        with self.log.open("wb") as output:
            self.nursery = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True,
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sink.on_letter = None
        with suppress(subprocess.TimeoutExpired):
            self.nursery.communicate(timeout=ENDS_WITHIN)  # the nursery ends what it has made
        servers.stop(self.nursery)  # type: ignore[arg-type]
        self.sink.down()
        if self._valkey is not None:
            servers.stop(self._valkey)

    def ask(self, line: str) -> str:
        assert self.nursery.stdin is not None  # noqa: S101 - it has both pipes
        assert self.nursery.stdout is not None  # noqa: S101
        self.nursery.stdin.write(f"{line}\n")
        self.nursery.stdin.flush()
        answer = self.nursery.stdout.readline().strip()
        if not answer:
            raise servers.ServerFailedError(
                f"The nursery failed.\n{servers.tail(Path(settings.VAR, 'log/nursery.log'))}"
            )
        return answer

    def add_worker(self) -> None:
        self.workers.add(int(self.ask("worker")))

    def add_beat(self) -> None:
        folder = local.private_folder(Path(settings.VAR, "beat"))
        self.ask(f"beat {folder / str(self.beats)}")
        self.beats += 1

    def kill_any(self) -> None:
        """Whatever it does at this moment."""
        self._kill(random.choice(sorted(self.workers)), "at any time")
        self.add_worker()

    def kill_in_the_act(self) -> None:
        """The next worker whose mail was taken and who has not been told so: it cannot know that the mail went out."""
        self.sink.on_letter = self._on_letter

    def _on_letter(self, name: str) -> None:
        self.sink.on_letter = None
        self._kill(int(name.partition(".")[0]), "in the act")

    def _kill(self, worker: int, how: str) -> None:
        self.workers.discard(worker)
        os.killpg(worker, signal.SIGKILL)
        self.killed[how] += 1

    def restart_valkey(self) -> None:
        """It keeps nothing on disk: every task in its queues is gone."""
        self._valkey = servers.start_valkey(Path(settings.VAR))
