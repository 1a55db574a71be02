"""Prints HTML to PDF/A-3a in a process of its own, which knows no database, no secret and no user.

`python -I printer.py SECONDS BYTES IDENTIFIER VARIANT`, the last as WeasyPrint calls it, or `plain` for a PDF that is
tagged and claims nothing more. Standard input: one line of JSON, `[["", size], ["case.json", size]]`,
which gives each file's name and its length in bytes, then the files, one after the other and nothing between them. The
first is the HTML; the others are attached to the PDF. Standard output: a line with the number of pages, then the PDF.
It confines itself before it reads anything: processor time, memory, no files. Nothing is fetched by any address.
Exit: 0 printed, 3 something asked for an address, 4 too large, 5 WeasyPrint reported an error.
"""

import json
import logging
import resource
import sys
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote

REFUSED, TOO_LARGE, BROKEN = 3, 4, 5
WATERMARK = "watermark:"
ARCHIVAL, PLAIN = "pdf/a-3a", "plain"
LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)  # the date of what is attached to a document without one


def confine(seconds: int, memory: int) -> None:
    """Bound this process for good. macOS knows no limit of memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


class Faults(logging.Handler):
    """Remembers whether WeasyPrint reported an error: it goes on without the picture or font that failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.serious = False

    def emit(self, record: logging.LogRecord) -> None:
        self.serious = self.serious or record.levelno >= logging.ERROR
        sys.stderr.write(f"{record.levelname} {record.msg}\n")  # without its arguments: they may be people's words


def print_pdf(
    html: str, identifier: str, attached: Mapping[str, bytes] | None = None, variant: str = ARCHIVAL
) -> tuple[int, bytes]:
    """The number of pages and the file. Tagged for screen readers; the same input gives the same bytes."""
    from weasyprint import HTML  # after the limits: the import alone takes half a second
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class FetchNothing(URLFetcher):  # type: ignore[misc]
        """Refuses every address, and draws what `watermark:` names. The error is not an `Exception`, which WeasyPrint
        would swallow.
        """

        def fetch(self, url: str, headers: object = None) -> Any:
            if not url.startswith(WATERMARK):
                raise FatalURLFetchingError
            return URLFetcherResponse(url, watermark(unquote(url.removeprefix(WATERMARK))), _SVG)

    try:
        document = HTML(string=html, url_fetcher=FetchNothing()).render()
        pdf = document.write_pdf(
            finisher=_finish,
            pdf_variant=None if variant == PLAIN else variant,
            pdf_tags=True,
            pdf_identifier=identifier.encode(),
            attachments=list(_attachments(attached or {}, document.metadata.created)),
        )
    except FatalURLFetchingError:
        sys.exit(REFUSED)
    return len(document.pages), pdf


_SVG = {"Content-Type": "image/svg+xml"}


def watermark(text: str) -> str:
    """The words across the middle of a page, upwards. A background: screen readers pass over it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200mm" height="200mm">'
        '<text x="100" y="112" text-anchor="middle" transform="rotate(-45 100 100)" fill="#eae6dc"'
        f' font-family="Noto Sans SC, Noto Sans" font-weight="700" font-size="{size_of(text)}">{escape(text)}</text>'
        "</svg>"
    )


def size_of(text: str) -> float:
    """So that the words take most of the diagonal: a Chinese sign is as wide as it is high, a letter about half."""
    return round(min(225 / sum(1.0 if sign > "\u2e80" else 0.58 for sign in text or " "), 36), 1)


def _attachments(attached: Mapping[str, bytes], created: str | None) -> Iterable[Any]:
    """In the order of their names, as a name tree has to be; with the date of the document, not of today."""
    from weasyprint import Attachment

    moment = datetime.fromisoformat(created) if created else LONG_AGO
    for name, content in sorted(attached.items()):
        dates = {"created": moment, "modified": moment}
        yield Attachment(file_obj=BytesIO(content), name=name, relationship="Data", **dates)


def _finish(document: Any, pdf: Any) -> None:
    """What WeasyPrint 70 leaves to do: it names each attachment twice, and marks what stands in the margins of every
    page as text that no tag holds, where it should be told to be no part of the content (ISO 32000-1, 14.8.2.2).
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    _make_margins_artifacts(pdf)


def _make_margins_artifacts(pdf: Any) -> None:
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    held = set(_held(pdf, root))
    marks = _object(pdf, root["ParentTree"])["Nums"][1::2]
    for page, references in zip(pdf.page_references, marks, strict=False):
        loose = {number for number, reference in enumerate(references) if reference not in held}
        _unmark(_object(pdf, _object(pdf, page)["Contents"]), loose)
        references[:] = ["null" if number in loose else reference for number, reference in enumerate(references)]


def _held(pdf: Any, root: Any) -> Iterable[bytes]:
    """References to all tags that one comes to from the root."""
    waiting = [root]
    while waiting:
        for kid in waiting.pop().get("K", ()):
            if isinstance(kid, bytes):
                yield kid
                waiting.append(_object(pdf, kid))


def _unmark(stream: Any, loose: AbstractSet[int]) -> None:
    """Say of these numbered texts that they are no content: `/Span <</MCID 3>> BDC` becomes `/Artifact BMC`."""
    operations = stream.stream
    for place in range(len(operations) - 1, -1, -1):
        if isinstance(operations[place], dict) and operations[place].get("MCID") in loose:
            operations[place - 1 : place + 2] = ["/Artifact", b"BMC"]


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def read(source: IO[bytes]) -> tuple[str, dict[str, bytes]]:
    """The HTML, and what is attached, by name."""
    files = read_all(source)
    return files.pop("").decode(), files


def read_all(source: IO[bytes]) -> dict[str, bytes]:
    """Every file, by name, in their order."""
    return {name: source.read(size) for name, size in json.loads(source.readline())}


def main() -> int:
    seconds, memory, identifier, variant = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    confine(seconds, memory)
    faults = Faults()
    logging.getLogger("weasyprint").addHandler(faults)
    try:
        html, attached = read(sys.stdin.buffer)
        pages, pdf = print_pdf(html, identifier, attached, variant)
    except MemoryError:
        return TOO_LARGE
    if faults.serious:
        return BROKEN
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
