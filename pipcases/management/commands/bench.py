"""Measure this machine against the budgets; asserts nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pipcases.bench import wording


class Command(BaseCommand):
    help = (
        "Measure pages, the written record, the event chain, the sweep of reminders and the readiness check, on a "
        "database of its own that is removed afterwards. Beside 1,000 synthetic open cases; --cases 100000 asks for a "
        "hundred thousand, which takes about ten minutes."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=1_000, help="synthetic open cases beside the demo's (1000)")
        parser.add_argument("--repeat", type=int, default=100, help="requests per page (100)")
        parser.add_argument("--write", action="store_true", help="write the figures to docs/speed.md")
        parser.add_argument("--readiness", action="store_true", help="only how well vague phrases are found")

    def handle(self, *args: Any, cases: int, repeat: int, readiness: bool, write: bool = False, **options: Any) -> None:
        if readiness:
            self.stdout.writelines(f"{line}\n" for line in wording.lines())
            return
        if not settings.LOCAL:
            raise CommandError("bench measures on a database of its own, never beside real data: unset DATABASE_URL.")
        from pipcases.bench import arena  # its servers are in the package group `local`

        if arena.run(cases, repeat, write=write):
            raise CommandError("Nothing was measured; the reason stands above.")
