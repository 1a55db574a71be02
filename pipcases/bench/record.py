"""How long the written record of the demo's longest case takes, and one that is shorter or longer than any case."""

import resource
import statistics
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

IDENTIFIER = "00" * 16
TIMES = (4, 11)  # how often the record is repeated: 11 times are about 400 pages
MIB = 1024 if sys.platform == "linux" else 1024 * 1024  # `ru_maxrss` counts in kilobytes there


@dataclass(frozen=True)
class Sheets:
    """One document: `alone` is WeasyPrint on the same HTML without tags, PDF/A, attachments or limits. `peak` is in
    MiB, of the largest printing process so far.
    """

    name: str
    pages: int
    alone: float
    warm: float
    cold: float
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
    """Warm in this process, cold in a new one as a worker does."""
    pages, _pdf = print_pdf(html, IDENTIFIER, attached)
    alone = seconds(lambda: HTML(string=html).write_pdf(), repeat)
    warm = seconds(lambda: print_pdf(html, IDENTIFIER, attached), repeat)
    cold = seconds(lambda: render(html, identifier=IDENTIFIER, attached=attached), repeat)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB
    return Sheets(name, pages, alone, warm, cold, peak)


def seconds(do: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def lines(repeat: int) -> Iterator[str]:
    copy = copy_of_the_demo()
    yield f"{'written record':<24}{'pages':>9}{'alone s':>9}{'warm s':>9}{'cold s':>9}{'x alone':>9}{'MiB':>9}"
    for row in printing(copy, repeat):
        figures = f"{row.pages:>9}{row.alone:>9.2f}{row.warm:>9.2f}{row.cold:>9.2f}{row.warm / row.alone:>9.2f}"
        yield f"{row.name:<24}{figures}{row.peak:>9.0f}"
    yield f"{'composed':<24}{'':>9}{'':>9}{composing(copy, repeat):>9.2f}"
