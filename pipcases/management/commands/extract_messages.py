"""Bring locale/zh_Hans/LC_MESSAGES/django.po up to date with the sources."""

from typing import Any

from django.core.management.base import BaseCommand

from pipcases import catalogue
from pipcases.messages import compile_messages


class Command(BaseCommand):
    help = "Collect the texts to translate from Python and templates (Babel; GNU gettext is not needed)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = catalogue.catalogue_path()
        fresh = catalogue.updated(catalogue.read(path))
        catalogue.write(fresh, path)
        compile_messages()
        self.stdout.write(f"{len(fresh)} texts, {len(catalogue.untranslated(fresh))} to translate")
