"""Bring README.md, docs/policy.md and docs/reminders.md up to date with the acts and the reminders."""

from typing import Any

from django.core.management.base import BaseCommand

from pipcases.policy import draw


class Command(BaseCommand):
    help = "Draw the lifecycle in README.md and docs/policy.md from the acts, docs/reminders.md from the reminders."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in draw().items():
            changed = not path.exists() or path.read_text() != text
            if changed:
                path.write_text(text)
            self.stdout.write(f"{path.name}: {'drawn anew' if changed else 'up to date'}")
