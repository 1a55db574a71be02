"""`manage.py checkpoint`: a daily checkpoint now, once all earlier ones verify; exit 1 and the first fault if not."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.verifying import NotAsWritten
from records.heads import body
from records.heads.keeping import compare
from records.heads.making import make
from records.heads.stamping import stamp_newest
from records.heads.verifying import verify
from records.keyfiles import NoKey
from records.models import DailyCheckpoint


class Command(BaseCommand):
    help = (
        "Make a daily checkpoint over the heads of all chains, after all earlier ones were verified. Run it before "
        "every backup. Nothing is made where nothing has changed since one that is younger than a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="make none, and reckon every tree again")
        parser.add_argument("--kept", type=Path, nargs="+", metavar="FILE", default=(), help="files of letters")

    def handle(self, *args: Any, verify: bool, kept: list[Path], **options: Any) -> None:
        began = time.perf_counter()
        try:
            for path in kept:
                self.stdout.write(f"{path.name} is daily checkpoint {compare(path)}, as it is here.")
            self.stdout.write(self._verify() if verify else self._make())
        except (NotAsWritten, NoKey) as fault:
            raise CommandError(str(fault), returncode=1) from fault
        self.stdout.write(f"{time.perf_counter() - began:.1f} seconds.")

    def _verify(self) -> str:
        return f"{verify(roots=True)} daily checkpoints verified."

    def _make(self) -> str:
        made = make(wait=True)
        stamp_newest()
        told = _told(made.checkpoint)
        return told if made.is_new else f"Nothing has changed since. {told}"


def _told(checkpoint: DailyCheckpoint) -> str:
    said = body.read(bytes(checkpoint.body))
    root = said.root if said else ""
    return f"Daily checkpoint {checkpoint.number} of {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC, root {root}."
