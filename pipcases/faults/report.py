"""The figures of a run as a table, for people and for docs/faults.md."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from .story import Figure

PAGE = """# What the outbox does when things go wrong

Written by `manage.py faults --write`; do not edit. Everything runs on one machine with servers of its own: reminders of
overdue checkpoints are found by four sweeps at the same moment, and sent by Celery workers of one process each, while
two beats go on asking. Workers are ended with SIGKILL at any time, and where the mail server has taken a mail and the
worker has not been told so. The mail server is away for an hour of the workers' clock, then says 421, then takes
everything but the mails to one recipient. Valkey is flushed, and later started anew with nothing in it. A sweep runs
every second here and every minute in production: add at most a minute to the time it takes to drain. A mail whose
worker was killed is tried again when its lease of two minutes is over.

{table}
Promise: none is lost, and at most one goes out twice per killed worker, under the same Message-ID, so that a mail
program can show it once.
"""


def lines(figures: Iterable[Figure]) -> str:
    rows = [f"| {figure.name} | {figure.value} | {figure.promise} | {_mark(figure)} |\n" for figure in figures]
    return "".join(["| what | figure | promise | |\n", "|---|---|---|---|\n", *rows])


def _mark(figure: Figure) -> str:
    if not figure.promise:
        return ""
    return "kept" if figure.holds else "BROKEN"


def write(table: str) -> Path:
    path = settings.BASE_DIR / "docs" / "faults.md"
    path.write_text(PAGE.format(table=table))
    return path
