"""Tamper with a history in every way that is known, at random places, and see that the application finds each."""

import random
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Change, remove, forge and set back events, cases, daily checkpoints, files and sealed records, as somebody "
        "with every right, on servers of its own that are removed afterwards. Fails where anything is not found."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--places", type=int, default=20, help="random places for each attack (20)")
        parser.add_argument("--events", type=int, default=100_000, help="events that nobody touches (100,000)")
        parser.add_argument("--seed", type=int, help="of the random places, to try the same ones again")
        parser.add_argument("--write", action="store_true", help="write the table to docs/attacks.md")

    def handle(self, *args: Any, places: int, events: int, seed: int | None, write: bool, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("attacks needs a database of its own, never one beside real data: unset DATABASE_URL.")
        from pipcases.bench import arena  # its servers are in the package group `local`

        seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
        self.stdout.write(f"Seed {seed}.")
        self.stdout.flush()
        with arena.arena() as var:
            environment = {**arena.environment(var), "DJANGO_SETTINGS_MODULE": "pipcases.attacks.settings"}
            asked = [str(places), str(events), str(seed), "write" if write else "print"]
            command = [sys.executable, "-m", "pipcases.attacks", *asked]
            done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False)
        if done.returncode:
            raise CommandError("Something was not found, or nothing could be tried; it stands above.")
