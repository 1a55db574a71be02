"""The process that tries: `python -m pipcases.faults REMINDERS KILLS PACE WRITE`, started by `manage.py faults`."""

import math
import os
import sys

import django

A_CASE = 4  # reminders: its first checkpoint is overdue to two people, and missed to the same two


def main(reminders: int, kills: int, pace: float, *, write: bool) -> int:
    """Refuses any database but the one `pipcases.bench.arena` has made."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "FAULTS", False):
        sys.exit("Run `manage.py faults`: it tries this on a database of its own.")
    call_command("migrate", database="owner", verbosity=0, interactive=False)

    from people.actions import add_user
    from people.states import Role
    from pipcases.bench import volume

    from . import report, story
    from .sink import Sink

    partner = add_user("hr@bench.example", name="HR", roles=(Role.HR,))
    cases = math.ceil(reminders / A_CASE)
    volume.fill(cases, partner=partner.email)
    figures = story.run(story.Size(cases * A_CASE, kills, pace), Sink(int(os.environ["FAULTS_PORT"])))
    table = report.lines(figures)
    print(table, flush=True)  # noqa: T201
    if write:
        report.write(table)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), write=sys.argv[4] == "write"))
