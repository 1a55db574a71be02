"""The figures of one run as one table."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from . import chains, daily, record, signing, standalone, sweeping, wording
from .pages import Page, measure

PRINTS = 3
APPENDS = 800
SIGNATURES = 400
PAGE = """# How fast it is

Written by `manage.py bench --cases 100000 --write`; do not edit. Everything runs on one machine with servers of its
own. A page's time is compared with that of a bare view of the same application in the same run, and the sweep of
reminders with a plain `INSERT ... SELECT` of the very rows that it found: such ratios hold on other machines too. A
record, printed and sealed, is compared with WeasyPrint alone on the same HTML, without tags, PDF/A, attachments and
seal: warm in one process, and cold as a worker's first, which prints in a new process and loads what seals.

```
{lines}
```

Budgets: lists within 3 times the bare view, the home and the case page within 5 times, the sweep within 3 times its
plain insert; 50,000 events verified in a second, also by the stand-alone verifier, and 500 appended to one case.
"""


def lines(cases: int, repeat: int) -> Iterator[str]:
    """Measure and tell, line by line."""
    yield f"{cases:,} synthetic cases beside the demo's; medians of {repeat} requests, in process (django.test.Client)"
    yield f"{'page':<24}{'p50 ms':>9}{'x bare':>9}{'queries':>9}{'html kB':>9}"
    pages = measure(repeat)
    for page in pages:
        yield line(page, pages[0])
    yield ""
    yield from record.lines(min(repeat, PRINTS))
    yield ""
    yield f"{'event chain':<24}{'events/s':>9}"
    for name, speed in chain_speeds(min(repeat * 10, APPENDS)):
        yield f"{name:<24}{speed:>9,.0f}"
    yield ""
    yield from daily.lines()
    yield ""
    yield from signing.lines(min(repeat * 2, SIGNATURES))
    yield ""
    yield from sweeping.lines()
    yield ""
    yield from wording.lines()


def line(page: Page, bare: Page) -> str:
    ratio = page.p50 / bare.p50
    return f"{page.name:<24}{page.p50 * 1000:>9.1f}{ratio:>9.1f}{page.queries:>9}{page.html / 1000:>9.1f}"


def chain_speeds(most: int) -> Iterator[tuple[str, float]]:
    yield "verified", chains.verifying()
    yield "stand-alone verifier", standalone.verifying()
    cases = chains.some_cases(most)
    yield "appended, one case", chains.appending(cases[:1], most)
    yield "appended, many cases", chains.appending(cases, most)


def write(told: Iterable[str]) -> Path:
    path = settings.BASE_DIR / "docs" / "speed.md"
    path.write_text(PAGE.format(lines="\n".join(told)))
    return path
