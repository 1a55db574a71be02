"""Prints HTML to PDF in a process of its own, which knows no database, no secret and no user.

`python -I printer.py SECONDS BYTES IDENTIFIER`: HTML on standard input; on standard output a line with the number of
pages, then the PDF. It confines itself before it reads anything: processor time, memory, no files. Nothing is fetched
by any address. Exit: 0 printed, 3 something asked for an address, 4 too large, 5 WeasyPrint reported an error.
"""

import logging
import resource
import sys
from contextlib import suppress

REFUSED, TOO_LARGE, BROKEN = 3, 4, 5


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


def print_pdf(html: str, identifier: str) -> tuple[int, bytes]:
    """The number of pages and the file. Tagged for screen readers; the same input gives the same bytes."""
    from weasyprint import HTML  # after the limits: the import alone takes half a second
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class FetchNothing(URLFetcher):  # type: ignore[misc]
        """Refuses every address. The error is not an `Exception`, which WeasyPrint would swallow."""

        def fetch(self, url: str, headers: object = None) -> None:
            raise FatalURLFetchingError

    try:
        document = HTML(string=html, url_fetcher=FetchNothing()).render()
        pdf = document.write_pdf(pdf_tags=True, pdf_identifier=identifier.encode())
    except FatalURLFetchingError:
        sys.exit(REFUSED)
    return len(document.pages), pdf


def main() -> int:
    seconds, memory, identifier = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    confine(seconds, memory)
    faults = Faults()
    logging.getLogger("weasyprint").addHandler(faults)
    try:
        pages, pdf = print_pdf(sys.stdin.buffer.read().decode(), identifier)
    except MemoryError:
        return TOO_LARGE
    if faults.serious:
        return BROKEN
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
