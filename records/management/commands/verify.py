"""`manage.py verify FILE`: what can be said of a record or a bundle that somebody holds; exit 1 where it is wrong."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records.verdict import verdict_of_file


class Command(BaseCommand):
    help = "Check a record or a bundle: its seal, whether a history names it, that history, and its daily checkpoint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            verdict = verdict_of_file(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"SHA-256 {verdict.sha256}")
        for told in verdict.answers:
            self.stdout.write(f"{told.answer.label}: {told.asked}")
            for why in told.why:
                self.stdout.write(f"    {why}")
        if not verdict.is_good:
            raise CommandError("Something is wrong with this file.", returncode=1)
