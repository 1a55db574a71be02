"""Characters that the record's fonts cannot draw, found before anything is printed.

Each becomes its code in brackets, [U+1F600], and is listed at the end of the record: a reader sees that a character
stood there and which, where a box would say nothing. The same goes for invisible characters that turn text around.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from .render import FONTS

FAMILIES = ("NotoSansSC", "NotoSans")
WEIGHTS = ("Regular", "Bold")
LAID_OUT = frozenset("\t\n\r")
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # break or join words, and are never seen


@dataclass(frozen=True)
class Unprintable:
    """A character without a glyph, its code as printed, and its name in Unicode."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@cache
def drawn() -> frozenset[str]:
    """Every character that one of the families has in both weights."""
    return frozenset().union(*(_of_family(family) for family in FAMILIES))


def _of_family(family: str) -> frozenset[str]:
    return frozenset.intersection(*(_of_font(f"{family}-{weight}.ttf") for weight in WEIGHTS))


def _of_font(name: str) -> frozenset[str]:
    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def is_drawn(character: str) -> bool:
    """Whether it prints as itself. Controls and marks that reorder text are never left to work unseen."""
    if character in LAID_OUT or character in INVISIBLE:
        return True
    return character in drawn() and unicodedata.category(character) not in ("Cc", "Cf")


def made_printable(text: str) -> tuple[str, list[Unprintable]]:
    """The text with a code in place of every character that cannot be drawn, and those characters in order."""
    unknown = sorted(character for character in set(text) if not is_drawn(character))
    codes = {ord(character): "" if _chooses_a_form(character) else _code(character) for character in unknown}
    codes |= dict.fromkeys(map(ord, INVISIBLE - drawn()), "")
    return text.translate(codes), list(_named(unknown))


def _named(characters: Iterable[str]) -> Iterable[Unprintable]:
    for character in characters:
        if not _chooses_a_form(character):
            yield Unprintable(_code(character), unicodedata.name(character, ""))


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _chooses_a_form(character: str) -> bool:
    """A variation selector only says in which of several forms the character before it is drawn."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
