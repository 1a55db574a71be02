"""The process that measures: `python -m pipcases.bench CASES REPEAT`, started by `arena.run`."""

import sys

import django


def main(cases: int, repeat: int) -> None:
    """Refuses any database but the one `arena` has made."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "BENCH", False):
        sys.exit("Run `manage.py bench`: it measures on a database of its own.")
    call_command("migrate", database="owner", verbosity=0, interactive=False)

    from people.demo import DOMAIN
    from pipcases.demo.load import load

    from . import report, volume

    load()
    volume.fill(cases, partner=f"hr@{DOMAIN}")
    for line in report.lines(cases, repeat):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
