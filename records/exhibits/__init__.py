"""The book of exhibits: a chronology, an index, and every exhibit numbered and stamped, as one PDF for a tribunal.

What it tells is what the record tells to the same part; the same copy gives the same bytes.
"""

import hashlib
from dataclasses import dataclass

from records.asof import as_of
from records.child import MIB, Ended, Limits, run
from records.compose import TAGS
from records.models import RecordCopy
from records.printer import PLAIN
from records.render import NotPrinted, fault_of, render

from . import stamper
from .composing import Book, composed
from .listing import exhibits_in
from .showing import Shown, shown_in_order
from .states import Hindrance

LIMITS = Limits(wall=120, cpu=100, memory=2048 * MIB)


@dataclass(frozen=True)
class LeftOut:
    """An exhibit of which there is only a slip sheet, and why."""

    number: int
    name: str
    hindrance: Hindrance


@dataclass(frozen=True)
class Exhibits:
    """The PDF, which bears no seal yet."""

    pdf: bytes
    pages: int
    left_out: list[LeftOut]


def exhibits_of(copy: RecordCopy) -> Exhibits:
    """Raises `NotPrinted`; a single file that cannot be shown is no reason for that."""
    case = as_of(copy)
    shown = shown_in_order(exhibits_in(case), TAGS[copy.words_in])
    html = composed(Book(case, shown))
    printed = render(html, identifier=_identifier_of(copy), limits=LIMITS, variant=PLAIN)
    return Exhibits(_bound(printed.pdf, shown), printed.pages, _left_out(shown))


def _bound(book: bytes, shown: list[Shown]) -> bytes:
    files = {str(row.exhibit.number): row.pdf for row in shown if row.sheets}
    try:
        return run(stamper.__file__, files={"": book, **files}, limits=LIMITS)
    except Ended as end:
        raise NotPrinted(fault_of(end)) from end


def _left_out(shown: list[Shown]) -> list[LeftOut]:
    return [
        LeftOut(row.exhibit.number, row.exhibit.file.name, row.hindrance) for row in shown if row.hindrance is not None
    ]


def _identifier_of(copy: RecordCopy) -> str:
    """The PDF's own identifier: that of what it says, and not the record's."""
    said = f"exhibits {copy.case_id} {copy.head} {copy.language} {copy.part}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
