"""PDF: it opens, is not encrypted, and does nothing by itself.

What acts is refused, not taken out: the file is kept byte for byte, so that its own signatures stay good and whoever
has it at home can compare the SHA-256. A link that one has to press and a jump to a page are no actions in this sense.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from .refused import Refused

MOST_PAGES = 500
ACTIONS = {
    "/JavaScript": "script", "/Rendition": "script", "/Launch": "acts", "/ImportData": "acts", "/SubmitForm": "acts",
    "/GoToR": "acts", "/GoToE": "attached", "/Movie": "media", "/Sound": "media",
}  # fmt: skip
ANNOTATIONS = {
    "/FileAttachment": "attached", "/RichMedia": "media", "/Movie": "media", "/Screen": "media", "/Sound": "media",
    "/3D": "media",
}  # fmt: skip
KEYS = {"/JS": "script", "/XFA": "script", "/EmbeddedFiles": "attached", "/Collection": "attached"}
HARMLESS = ("/GoTo", "/Named")  # what may happen when a document is opened
END = b"%%EOF"


def opened(content: bytes, kind: str) -> bytes:
    """The same bytes. Raises `Refused`."""
    if not content.startswith(b"%PDF-"):
        raise Refused("not_one")
    if END not in content or content.rpartition(END)[2].strip(b"\0 \t\r\n"):
        raise Refused("damaged")  # cut off, or something else stands behind it
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as document:
            _check(document)
            if document.get_warnings():  # a part it could not read, which another program might
                raise Refused("damaged")
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise Refused("damaged") from None
    return content


def _check(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Refused("encrypted")
    if not 0 < len(document.pages) <= MOST_PAGES:
        raise Refused("pages" if len(document.pages) else "damaged")
    for found in document.objects:
        for piece in _pieces(found):
            _check_piece(piece)


def _pieces(found: Any) -> Iterator[Any]:
    """The dictionaries of one object, also those inside others; what it only refers to comes on its own."""
    waiting = [found]
    while waiting:
        piece = waiting.pop()
        inner: Any = ()
        if isinstance(piece, pikepdf.Array):
            inner = list(piece)
        elif isinstance(piece, pikepdf.Dictionary | pikepdf.Stream):
            yield piece
            inner = [value for _name, value in piece.items()]
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _check_piece(piece: Any) -> None:
    reasons = [KEYS.get(name) for name in piece.keys()]  # noqa: SIM118 - a stream is no mapping
    reasons += [ACTIONS.get(_name(piece, "/S")), ANNOTATIONS.get(_name(piece, "/Subtype"))]
    if "/EF" in piece and isinstance(piece["/EF"], pikepdf.Dictionary) and _holds_streams(piece["/EF"]):
        reasons.append("attached")
    if "/OpenAction" in piece and not _is_harmless(piece["/OpenAction"]):
        reasons.append("acts")
    if "/AA" in piece and isinstance(piece["/AA"], pikepdf.Dictionary):
        reasons += ["acts" for _event, action in piece["/AA"].items() if not _is_harmless(action)]
    for reason in filter(None, reasons):
        raise Refused(reason)


def _name(piece: Any, key: str) -> str:
    value = piece.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _holds_streams(files: pikepdf.Dictionary) -> bool:
    """A font may be called /EF as well; an attachment's holds the file."""
    return any(isinstance(value, pikepdf.Stream) for _name, value in files.items())


def _is_harmless(action: Any) -> bool:
    """A place in the document, or an action that only goes there and nowhere after it."""
    if not isinstance(action, pikepdf.Dictionary):
        return True
    return _name(action, "/S") in HARMLESS and "/Next" not in action
