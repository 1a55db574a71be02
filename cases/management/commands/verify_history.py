"""`manage.py verify_history [CASE]`: exit 0 and the speed where every event stands as it was written, else exit 1."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.files.verifying import verify_files
from cases.models import CaseEvent
from cases.verify import HistoryBroken, verify
from cases.verifying import NotAsWritten, verify_beyond


class Command(BaseCommand):
    help = "Verify the event chain of one case, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", nargs="?", help="a case number; all cases without it")
        parser.add_argument(
            "--files", action="store_true", help="hash the files on the disk as well: evidence, and sealed records"
        )

    def handle(self, *args: Any, reference: str | None = None, files: bool = False, **options: Any) -> None:
        began = time.perf_counter()
        try:
            count = verify(reference)
        except HistoryBroken as broken:
            raise CommandError(f"History broken: {broken}", returncode=1) from broken
        if reference and not count:
            raise CommandError(f"There is no case {reference}.", returncode=1)
        speed = count / max(time.perf_counter() - began, 1e-9)
        if reference:
            self._say_hashes(reference)
        self.stdout.write(f"{count} events verified, {speed:,.0f} events per second.")
        if not reference:
            self._verify_beyond()
        if files:
            self._verify_files(reference)

    def _verify_beyond(self) -> None:
        try:
            told = verify_beyond()
        except NotAsWritten as broken:
            raise CommandError(f"History broken: {broken}", returncode=1) from broken
        self.stdout.writelines(f"{sentence}\n" for sentence in told)

    def _verify_files(self, reference: str | None) -> None:
        try:
            count = verify_files(reference)
        except NotAsWritten as broken:
            raise CommandError(f"Evidence broken: {broken}", returncode=1) from broken
        self.stdout.write(f"{count} files verified.")

    def _say_hashes(self, reference: str) -> None:
        """Number and hash of every event, to compare with a written record or a copy kept elsewhere."""
        for event in CaseEvent.objects.filter(case__reference=reference).order_by("seq"):
            self.stdout.write(f"{event.seq} {event.digest}")
