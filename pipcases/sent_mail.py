"""The mails of a demo: nobody gets them, so its people read them here. Outside the demo these pages do not exist.

They stand in a folder as the application sent them, the mails of one connection in one file.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

MOST = 100  # mails on the page
MOST_BYTES = 2_000_000  # of one file
NAME = re.compile(r"\d{8}-\d{6}-\d{1,24}\.log")  # as Django's own backend names them
BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class SentMail:
    """One mail of the folder: the file it stands in, and which one there."""

    file: str
    place: int
    message: EmailMessage

    @property
    def at(self) -> datetime | None:
        try:
            return parsedate_to_datetime(self.message["Date"] or "")
        except ValueError:
            return None

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def gist(self) -> str:
        """How it begins: the subject is the same for all."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return str(body.get_content()) if body else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(self.message[name] or "")) for name in ("From", "To", "Subject", "Date", "Message-ID")]


@require_GET
def sent_mails(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    _require_demo()
    mails = list(_newest())
    return render(request, "pipcases/sent_mails.html", {"mails": mails, "most": MOST, "folder": _folder() is not None})


@require_GET
def sent_mail(request: HttpRequest, file: str, place: int) -> HttpResponse:
    """One of them, as text and as a mail program would show it."""
    _require_demo()
    folder = _folder()
    if folder is None or not NAME.fullmatch(file) or not (folder / file).is_file():
        raise Http404
    found = next((mail for mail in _in(folder / file) if mail.place == place), None)
    if found is None:
        raise Http404
    return render(request, "pipcases/sent_mail.html", {"mail": found})


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _folder() -> Path | None:
    """Nothing where EMAIL_URL sends the demo's mails elsewhere."""
    path = settings.MAILERS["default"]["OPTIONS"].get("file_path")
    return Path(path) if path else None


def _newest() -> Iterator[SentMail]:
    folder, left = _folder(), MOST
    if folder is None or not folder.is_dir():
        return
    files = [path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file()]
    for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True):
        mails = list(_in(path))[::-1][:left]
        yield from mails
        left -= len(mails)
        if left <= 0:
            return


def _in(path: Path) -> Iterator[SentMail]:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES)
    for place, raw in enumerate(content.split(BETWEEN)):
        if raw.strip():
            message = email.message_from_bytes(raw, policy=policy.default)
            yield SentMail(path.name, place, message)
