"""The demo's people and cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Load the demo's people and cases, once. Only where DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: load_demo runs only where DEMO=1 is set.")
        from pipcases.demo.load import load  # it needs the package group `local`, which production has not

        count = load()
        self.stdout.write(f"{count} cases loaded." if count else "The demo is here already; nothing was changed.")
