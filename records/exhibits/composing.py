"""The book of exhibits as HTML: everything in it but the pages of PDFs and pictures, for which it holds empty sheets.

So the printer itself counts all pages, and draws every stamp, link and bookmark.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from cases.queries import Line
from people.states import Language
from records.asof import CaseAsOf
from records.compose import TAGS, watermark_of
from records.glyphs import made_printable
from records.sides import side_by_side
from records.states import CopyLanguage

from .listing import Exhibit, exhibits_of_events
from .showing import Shown
from .stamper import Sheet, page_name

LONG = 30  # lines, from which on a chronology says where each month begins


@dataclass(frozen=True)
class Told:
    """A line of the chronology, and what it brought."""

    line: Line
    exhibits: list[Exhibit]


@dataclass(frozen=True)
class Month:
    first: date
    lines: list[Told]


@dataclass(frozen=True)
class Paper:
    """An empty sheet that a page is put on. `kind` is what sheets of its size are called in the style."""

    name: str
    place: int
    kind: str


@dataclass(frozen=True)
class Book:
    case: CaseAsOf
    shown: Sequence[Shown]

    @cached_property
    def months(self) -> list[Month]:
        """All in one where the chronology is short."""
        brought = exhibits_of_events(self.case, [row.exhibit for row in self.shown])
        told = [Told(line, brought.get(line.event.seq, [])) for line in self.case.lines]
        if len(told) < LONG:
            return [Month(self.case.today, told)]
        return [Month(first, list(lines)) for first, lines in groupby(told, self._month)]

    def _month(self, told: Told) -> date:
        return told.line.event.at.astimezone(ZoneInfo(self.case.case.time_zone)).date().replace(day=1)

    @cached_property
    def sizes(self) -> dict[Sheet, str]:
        """Every size of paper, and what it is called."""
        found = dict.fromkeys(sheet for row in self.shown for sheet in row.sheets)
        return {sheet: f"sheet-{number}" for number, sheet in enumerate(found, start=1)}

    @property
    def exhibits(self) -> Iterator[tuple[Shown, list[Paper]]]:
        for row in self.shown:
            yield row, list(self._papers(row))

    def _papers(self, row: Shown) -> Iterable[Paper]:
        for place, sheet in enumerate(row.sheets, start=1):
            yield Paper(page_name(row.exhibit.number, place), place, self.sizes[sheet])


def composed(book: Book) -> str:
    """One self-contained document, every character of which the record's fonts can draw."""
    if book.case.copy.language == CopyLanguage.BOTH:
        return side_by_side(*(_composed(book, language) for language in Language.values))
    return _composed(book, book.case.copy.language)


def _composed(book: Book, language: str) -> str:
    case = book.case
    with translation.override(language), timezone.override(ZoneInfo(case.case.time_zone)):
        context = {"book": book, "asof": case, "case": case.case, "copy": case.copy}
        context |= {"lang": TAGS[case.copy.words_in], "watermark": watermark_of(case)}
        return made_printable(render_to_string("records/exhibits/document.html", context))[0]
