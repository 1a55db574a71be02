"""Plain text: UTF-8 as it came; UTF-16 with its mark and GB18030, as older Chinese editors save it, become UTF-8."""

import codecs
import unicodedata

from .refused import Refused

ALLOWED_CONTROLS = frozenset("\t\n\r\f")
UNREADABLE = frozenset({"Cn", "Co", "Cs"})  # what a wrong guess of the encoding makes of other bytes
SECOND_LEVEL = 0xD8  # the first byte from which GB 2312 holds rarer signs
LEAST_COMMON = 0.8
OTHER_KINDS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\xd0\xcf\x11\xe0")


def opened(content: bytes, kind: str) -> bytes:
    """The same text in UTF-8; its line ends stay. Raises `Refused`."""
    if content.startswith(OTHER_KINDS):
        raise Refused("not_one")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = _decoded(content)
    if any(unicodedata.category(character) == "Cc" and character not in ALLOWED_CONTROLS for character in set(text)):
        raise Refused("not_text")
    return text.encode()


def _decoded(content: bytes) -> str:
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "gb18030")
    except UnicodeDecodeError:
        raise Refused("not_text") from None
    if any(unicodedata.category(character) in UNREADABLE for character in set(text)):
        raise Refused("not_text")
    if not marked and not _is_chinese(text):
        raise Refused("not_text")
    return text


def _is_chinese(text: str) -> bool:
    """GB18030 reads almost any bytes, also those of other languages: so most of the signs must be everyday ones."""
    signs = [character for character in text if not character.isascii()]
    return sum(map(_is_common, signs)) >= LEAST_COMMON * len(signs)


def _is_common(character: str) -> bool:
    """Of the first level of GB 2312, whose 3,755 signs are those in daily use, or of its punctuation."""
    try:
        return character.encode("gb2312")[0] < SECOND_LEVEL
    except UnicodeEncodeError:
        return False
