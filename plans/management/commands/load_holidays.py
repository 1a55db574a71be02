"""The holiday calendars that come with pipcases."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from plans.actions.holidays import load_calendars, years_around


class Command(BaseCommand):
    help = "Put the public holidays of the years around this one into the calendars. Safe to repeat; HR's changes stay."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            count = load_calendars(years_around(timezone.now().date()))
        if options["verbosity"]:
            self.stdout.write(f"{count} years are new.")
