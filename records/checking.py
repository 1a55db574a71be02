"""What a printed record says of its seal, and the square code on its last page that leads to where it is checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import segno
from django.conf import settings

from .sealing import LEVEL

QUIET = 4  # modules of white around a code (ISO/IEC 18004, 6.3.8)


@dataclass(frozen=True)
class Code:
    """A QR code as one path: `side` is its width and height in modules, with the white around it."""

    side: int
    path: str


@dataclass(frozen=True)
class Checking:
    """What a record says of its seal, and where it leads. `level` is that of PAdES (ETSI EN 319 142-1)."""

    head: str

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}/verify/?head={self.head}"

    @property
    def page(self) -> str:
        """The same without the digest, for somebody who types it."""
        return f"{settings.SITE_URL}/verify/"

    @property
    def is_demonstration(self) -> bool:
        return bool(settings.SEAL_IS_DEMONSTRATION)

    @property
    def level(self) -> str:
        return LEVEL

    @cached_property
    def code(self) -> Code:
        return code_of(self.address)


def code_of(text: str) -> Code:
    """Error correction M: it reads when a seventh of it is dirty. Segno draws the same for the same text."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]
    return Code(len(rows) + 2 * QUIET, "".join(_runs(rows)))


def _runs(rows: list[list[int]]) -> Iterator[str]:
    """Each run of black modules as a bar one module high."""
    for y, row in enumerate(rows, start=QUIET):
        x = 0
        while x < len(row):
            length = next((n for n, module in enumerate(row[x:]) if module != row[x]), len(row) - x)
            if row[x]:
                yield f"M{x + QUIET} {y}h{length}v1h-{length}z"
            x += length
