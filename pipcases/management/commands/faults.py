"""Try the outbox with killed workers, a mail server that goes away and a Valkey that forgets; count every mail."""

import socket
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Send reminders with real workers while they are killed, the mail server is away and Valkey is flushed, on "
        "servers of its own that are removed afterwards. Fails where a promise is broken."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reminders", type=int, default=1_500, help="reminders that are due, four a case")
        parser.add_argument("--kills", type=int, default=25, help="workers ended with SIGKILL (25)")
        parser.add_argument("--pace", type=float, default=1.0, help="how fast the workers' clock goes in recovery (1)")
        parser.add_argument("--write", action="store_true", help="write the table to docs/faults.md")

    def handle(self, *args: Any, reminders: int, kills: int, pace: float, write: bool, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("faults needs a database of its own, never one beside real data: unset DATABASE_URL.")
        from pipcases.bench import arena  # its servers are in the package group `local`

        with arena.arena() as var:
            environment = {**arena.environment(var), "DJANGO_SETTINGS_MODULE": "pipcases.faults.settings"}
            environment["FAULTS_PORT"] = str(_free_port())
            asked = [str(reminders), str(kills), str(pace), "write" if write else "print"]
            command = [sys.executable, "-m", "pipcases.faults", *asked]
            done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False)
        if done.returncode:
            raise CommandError("A promise was broken, or nothing could be tried; the reason stands above.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
