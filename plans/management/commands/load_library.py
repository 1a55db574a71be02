"""The templates that come with pipcases."""

from typing import Any

from django.core.management.base import BaseCommand

from plans.actions.library import ship_templates


class Command(BaseCommand):
    help = "Put the templates that come with pipcases into the library. Safe to repeat, as after every update."

    def handle(self, *args: Any, **options: Any) -> None:
        count = ship_templates()
        if options["verbosity"]:
            self.stdout.write(f"{count} template versions are new.")
