"""Compile locale/*.po to .mo."""

from typing import Any

from django.core.management.base import BaseCommand

from pipcases.messages import compile_messages


class Command(BaseCommand):
    help = "Compile the translations that changed, with Babel (Django's compilemessages needs GNU gettext)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Translations compiled: {compile_messages()}")
