"""How long the written record of the demo's longest case takes, and one that is shorter or longer than any case."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weasyprint import HTML

from cases.actor import Actor
from cases.models import CaseFile
from people.demo import DOMAIN
from people.models import User
from records.actions import request_copy
from records.compose import compose
from records.export import attached_to
from records.models import RecordCopy
from records.printer import print_pdf
from records.render import render
from records.sealing.seal import sealed

IDENTIFIER = "00" * 16
HEADS = ("pages", "alone s", "warm s", "+ seal", "x alone", "cold s", "+ seal", "x alone", "MiB")
TIMES = (4, 11)  # how often the record is repeated: 11 times are about 400 pages
MIB = 1024 if sys.platform == "linux" else 1024 * 1024  # `ru_maxrss` counts in kilobytes there


@dataclass(frozen=True)
class Sheets:
    """One document, in seconds: `alone` is WeasyPrint on the same HTML without tags, PDF/A, attachments or limits.
    `warm` and `cold` are pairs: printing it, and putting the seal on and reading it again. `peak` is in MiB, of the
    largest child process so far.
    """

    name: str
    pages: int
    alone: float
    warm: tuple[float, float]
    cold: tuple[float, float]
    peak: float


def copy_of_the_demo() -> RecordCopy:
    manager = User.objects.get(email=f"manager@{DOMAIN}")
    case = CaseFile.objects.visible_to(manager).earliest("opened_at")
    return request_copy(case, by=Actor(user=manager))


def composing(copy: RecordCopy, repeat: int) -> float:
    return seconds(lambda: compose(copy), repeat)


def printing(copy: RecordCopy, repeat: int) -> Iterator[Sheets]:
    """From the shortest to the longest; the longer ones only where more than a glance was asked for."""
    html, attached = compose(copy), attached_to(copy)
    before, _main, rest = html.partition("<main>")
    main, _end, after = rest.partition("</main>")
    first = main.partition("</section>")[0] + "</section>"
    style = before.partition("<body>")[0] + "<body>"  # without the contents, which lead to sections that are not there
    documents = {"its first section": style + first, "record": html}
    if repeat > 1:
        documents |= {f"record, {times} times": before + main * times + after for times in TIMES}
    for name, document in documents.items():
        yield _measured(name, document, attached, repeat if len(document) <= len(html) else 1)


def _measured(name: str, html: str, attached: dict[str, bytes], repeat: int) -> Sheets:
    """Warm in this process. Cold is what a worker's first record costs: it prints in a new process each time, and loads
    what seals once.
    """
    pages, pdf = print_pdf(html, IDENTIFIER, attached)
    alone = seconds(lambda: HTML(string=html).write_pdf(), repeat)
    warm = seconds(lambda: print_pdf(html, IDENTIFIER, attached), repeat), seconds(lambda: sealed(pdf), repeat)
    cold = seconds(lambda: render(html, identifier=IDENTIFIER, attached=attached), repeat), _sealed_cold(pdf)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB
    return Sheets(name, pages, alone, warm, cold, peak)


COLD = """
import sys, time, django
django.setup()
pdf, began = sys.stdin.buffer.read(), time.perf_counter()
from records.sealing.seal import sealed
sealed(pdf)
print(time.perf_counter() - began)
"""


def _sealed_cold(pdf: bytes) -> float:
    """In a new process, from where it begins to load what seals."""
    done = subprocess.run([sys.executable, "-c", COLD], input=pdf, capture_output=True, check=True)
    return float(done.stdout)


def seconds(do: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def lines(repeat: int) -> Iterator[str]:
    copy = copy_of_the_demo()
    yield _row("written record", *HEADS)
    for row in printing(copy, repeat):
        yield _row(row.name, row.pages, row.alone, *_told(row.warm, row), *_told(row.cold, row), f"{row.peak:.0f}")
    yield _row("composed", "", "", composing(copy, repeat))


def _told(times: tuple[float, float], row: Sheets) -> tuple[float, float, float]:
    """Printed, sealed, and both of them as a multiple of WeasyPrint alone."""
    return (*times, sum(times) / row.alone)


def _row(name: str, *figures: float | str) -> str:
    told = (f"{figure:.2f}" if isinstance(figure, float) else figure for figure in figures)
    return f"{name:<24}" + "".join(f"{figure:>9}" for figure in told)
