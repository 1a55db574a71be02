"""Start everything on this machine."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pipcases import up
from pipcases.servers import ServerFailedError
from pipcases.supervisor import StopAsked, stoppable


class Command(BaseCommand):
    help = "Start the application with all it needs, on this machine. PORT and PIPCASES_VAR are honoured."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with stoppable():
                up.run(int(os.environ.get("PORT", "8000")))
        except StopAsked:
            self.stdout.write("stopped")
        except ServerFailedError as failure:
            raise CommandError(str(failure)) from None
