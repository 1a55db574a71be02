"""Whether what is printed looks like what is written.

Text extraction proves nothing: with a wrong map from characters to glyphs it still reads right. So each character
that the PDF claims to show is cut out of the page's picture, and compared with the same character drawn from the
font file by another program.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

import records

FONTS = Path(records.__file__).parent / "fonts"
SCALE = 5  # pixels per point
SIDE = 24  # pixels of the square in which two pictures are compared


@dataclass(frozen=True)
class Seen:
    """A character of the PDF, and how much its picture is like it: 1 the same, 0 nothing in common."""

    character: str
    likeness: float


def ideographs(pdf: bytes) -> list[Seen]:
    """Every Chinese character of a document, each at its first place."""
    with pypdfium2.PdfDocument(pdf) as document:
        first: dict[str, Image.Image] = {}
        for page in document:
            for character, picture in _cut_out(page):
                first.setdefault(character, picture)
    return [Seen(character, _likeness(character, picture)) for character, picture in first.items()]


def _cut_out(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Image.Image]]:
    picture = page.render(scale=SCALE).to_pil().convert("L")
    text, height = page.get_textpage(), page.get_height()
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if "\u4e00" <= character <= "\u9fff":
            left, bottom, right, top = text.get_charbox(index)
            yield (
                character,
                picture.crop(
                    (
                        int(left * SCALE),
                        int((height - top) * SCALE),
                        int(right * SCALE) + 1,
                        int((height - bottom) * SCALE) + 1,
                    )
                ),
            )


def _likeness(character: str, picture: Image.Image) -> float:
    """By the better of the two weights; the correlation of the two pictures, each on its own ink."""
    found = _normal(picture)
    return max(_correlation(found, _drawn(character, weight)) for weight in ("Regular", "Bold"))


@cache
def _drawn(character: str, weight: str) -> list[float]:
    picture = Image.new("L", (120, 120), 255)
    font = ImageFont.truetype(FONTS / f"NotoSansSC-{weight}.ttf", 60)
    ImageDraw.Draw(picture).text((20, 10), character, font=font, fill=0)
    return _normal(picture)


def _normal(picture: Image.Image) -> list[float]:
    ink = ImageOps.autocontrast(ImageOps.invert(picture))
    box = ink.point(lambda grey: 255 if grey > 100 else 0).getbbox()
    cut = ink.crop(box).resize((SIDE, SIDE), Image.Resampling.BOX)
    values = [float(value) for value in cut.tobytes()]
    mean = fmean(values)
    return [value - mean for value in values]


def _correlation(one: list[float], other: list[float]) -> float:
    together = sum(a * b for a, b in zip(one, other, strict=True))
    apart = (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5
    return together / apart if apart else 1.0  # two full squares: 一
