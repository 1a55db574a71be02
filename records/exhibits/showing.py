"""Making every exhibit into pages, each in a process of its own: one that cannot be shown gets a slip sheet alone."""

import json
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from cases.files.store import content_of
from records.child import MIB, Ended, Limits, run
from records.glyphs import Unprintable, made_printable
from records.printer import PLAIN
from records.render import NotPrinted, render
from records.states import Fault

from . import pages
from .listing import Exhibit
from .stamper import Sheet, sheet_for
from .states import Hindrance

LIMITS = Limits(wall=75, cpu=60)  # well above what an honest file takes: a slower machine makes the same book
AT_ONCE = 2  # processes
PAGED = frozenset({"pdf", "png", "jpg", "webp"})
MOST_SIGNS, MOST_LINES = 200_000, 10_000  # of a text as it is printed: 100 pages of Chinese, 200 of short lines
MOST_SHEETS = 800  # of all exhibits
MOST_BYTES = 300 * MIB  # of what they are made into
NO_FILE = "0" * 32  # what a PDF is called that is only a part of another one


@dataclass(frozen=True)
class Shown:
    """An exhibit and its pages, or why there are none. `unprintable` are the signs of a text that stand as codes."""

    exhibit: Exhibit
    hindrance: Hindrance | None = None
    sheets: tuple[Sheet, ...] = ()
    pdf: bytes = b""
    unprintable: tuple[Unprintable, ...] = ()

    @property
    def is_in_bundle(self) -> bool:
        return self.hindrance != Hindrance.GONE


def shown_in_order(exhibits: Iterable[Exhibit], lang: str) -> list[Shown]:
    """As many of them as fit. `lang` is the language that tells which font a text's Chinese signs come from."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(_those_that_fit(pool.map(lambda exhibit: _shown(exhibit, lang), exhibits)))


def _those_that_fit(found: Iterable[Shown]) -> Iterator[Shown]:
    sheets = size = 0
    for row in found:
        sheets, size = sheets + len(row.sheets), size + len(row.pdf)
        if sheets > MOST_SHEETS or size > MOST_BYTES:
            sheets, size = sheets - len(row.sheets), size - len(row.pdf)
            yield replace(row, hindrance=row.hindrance or Hindrance.TOO_MANY, sheets=(), pdf=b"", unprintable=())
        else:
            yield row


def _shown(exhibit: Exhibit, lang: str) -> Shown:
    content = content_of(exhibit.file)
    if content is None:
        return Shown(exhibit, Hindrance.GONE)
    if exhibit.kind == "txt":
        return _text(exhibit, content, lang)
    if exhibit.kind not in PAGED:
        return Shown(exhibit, Hindrance.KIND)
    try:
        said = run(pages.__file__, exhibit.kind, files={"": content}, limits=LIMITS)
    except Ended as end:
        return Shown(exhibit, _hindrance(end))
    sizes, _newline, pdf = said.partition(b"\n")
    return Shown(exhibit, sheets=tuple(sheet_for(*size) for size in json.loads(sizes)), pdf=pdf)


def _hindrance(end: Ended) -> Hindrance:
    """What dies of its limits is too large; what a parser falls over, whichever way, is unreadable."""
    if end.code in (None, pages.TOO_LARGE, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT):
        return Hindrance.TOO_LARGE
    return Hindrance.ENCRYPTED if end.code == pages.ENCRYPTED else Hindrance.UNREADABLE


def _text(exhibit: Exhibit, content: bytes, lang: str) -> Shown:
    try:
        text = content.decode().removeprefix("\ufeff").replace("\f", "\n")
    except UnicodeDecodeError:
        return Shown(exhibit, Hindrance.UNREADABLE)
    said, unprintable = made_printable(text)
    if len(said) > MOST_SIGNS or said.count("\n") > MOST_LINES:
        return Shown(exhibit, Hindrance.TOO_LARGE)
    try:
        html = render_to_string("records/exhibits/text.html", {"lines": said.splitlines(), "lang": lang})
        printed = render(html, identifier=NO_FILE, limits=LIMITS, variant=PLAIN)
    except NotPrinted as refusal:
        slow = refusal.fault in (Fault.TOO_LONG, Fault.TOO_LARGE)
        return Shown(exhibit, Hindrance.TOO_LARGE if slow else Hindrance.UNREADABLE)
    return Shown(exhibit, None, (sheet_for(*pages.A4),) * printed.pages, printed.pdf, tuple(unprintable))
