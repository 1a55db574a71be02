"""The process that measures: `python -m pipcases.bench CASES REPEAT WRITE`, started by `arena.run`."""

import sys

import django


def main(cases: int, repeat: int, *, write: bool) -> None:
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
    told = []
    for line in report.lines(cases, repeat):
        print(line, flush=True)  # noqa: T201
        told.append(line)
    if write:
        report.write(told)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), write=sys.argv[3] == "write")
