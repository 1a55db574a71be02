"""Puts the pages of exhibits on the sheets of the printed book that wait for them, in a process of its own.

`python -I stamper.py SECONDS BYTES`: the book comes in, and for each exhibit what `records/exhibits/pages.py` made of
it, by number; the book goes out. The printer drew a stamp on each sheet; a page is made a little smaller, so that the
stamp stands on paper of its own and covers nothing. Exit: 0 made, 4 too large.
"""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

TOO_LARGE = 4
KEPT = 0.94  # of a page's height, at most
LEAST, MOST = 283.0, 14400.0  # points: 100 mm, so that the stamp finds room; and what a PDF's page can be
WIDTH_OF_A4 = 595.28


@dataclass(frozen=True)
class Sheet:
    """The paper that one page is put on, in points: as large as the page, where the stamp finds room on that."""

    width: float
    height: float

    @property
    def letters(self) -> float:
        """The size of the stamp's letters: on a larger sheet they are larger."""
        return round(7.5 * max(1.0, min(self.width, self.height) / WIDTH_OF_A4), 2)

    @property
    def strip(self) -> float:
        """The height of what is left free at the lower edge."""
        return round(max(self.height * (1 - KEPT), 3.4 * self.letters), 2)

    def place(self, width: float, height: float) -> tuple[float, float, float]:
        """How a page of this size is scaled, and how far to the right and up it is put."""
        room = self.height - self.strip
        scale = min(room / height, self.width / width, 1.0)
        return scale, (self.width - scale * width) / 2, self.strip + room - scale * height


def sheet_for(width: float, height: float) -> Sheet:
    smaller = min(1.0, MOST / max(width, height))
    return Sheet(*(round(max(side * smaller, LEAST), 2) for side in (width, height)))


def page_name(number: int | str, page: int) -> str:
    """What the sheet for a page of an exhibit is called in the book: links lead there by it."""
    return f"exhibit-{number}-page-{page}"


def bind(files: Mapping[str, bytes]) -> bytes:
    """Every page under the stamp of the sheet that bears its name."""
    import pikepdf  # after the limits

    with ExitStack() as open_:
        book = open_.enter_context(pikepdf.open(BytesIO(files[""])))
        sheets = dict(pikepdf.NameTree(book.Root.Names.Dests)) if "/Names" in book.Root else {}
        for number, content in files.items():
            if number:
                prepared = open_.enter_context(pikepdf.open(BytesIO(content)))
                for place, page in enumerate(prepared.pages, start=1):
                    _put(book, pikepdf.Page(sheets[page_name(number, place)][0]), page)
                _keep_hidden(book, prepared)
        book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        book.Root.PageMode = pikepdf.Name("/UseOutlines")
        out = BytesIO()
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _put(book: Any, sheet: Any, page: Any) -> None:
    """Below what the printer put there. Its resources are those of the whole book: the sheet gets its own."""
    import pikepdf

    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    paper = Sheet(*(float(side) for side in sheet.mediabox[2:]))
    scale, right, up = paper.place(width, height)
    shared = sheet.obj.Resources
    sheet.obj.Resources = pikepdf.Dictionary({**dict(shared.items()), "/XObject": dict(shared.get("/XObject", {}))})
    sheet.obj.Resources.XObject.Shown = book.copy_foreign(page.as_form_xobject())
    drawn = f"q {scale:.6f} 0 0 {scale:.6f} {right:.3f} {up:.3f} cm /Shown Do Q\n"
    sheet.contents_add(drawn.encode(), prepend=True)


def _keep_hidden(book: Any, prepared: Any) -> None:
    import pikepdf

    told = prepared.Root.get("/OCProperties")
    if told is not None:
        if "/OCProperties" not in book.Root:
            book.Root.OCProperties = pikepdf.Dictionary(OCGs=[], D=pikepdf.Dictionary(OFF=[]))
        ours = book.Root.OCProperties
        ours.OCGs.extend(map(book.copy_foreign, told.OCGs))
        ours.D.OFF.extend(map(book.copy_foreign, told.D.OFF))


def main() -> int:
    sys.path.append(str(Path(__file__).resolve().parents[2]))  # `-I` leaves it out
    from records.printer import confine, read_all

    confine(int(sys.argv[1]), int(sys.argv[2]))
    try:
        sys.stdout.buffer.write(bind(read_all(sys.stdin.buffer)))
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
