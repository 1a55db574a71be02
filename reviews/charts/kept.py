"""What was promised, one small square for each: whether it came, and what the employee says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.promises import Kept, Promise

SIDE, GAP, EDGE = 16, 6, 2
ACROSS = 14  # squares beside each other, at most


@dataclass(frozen=True)
class Square:
    """One promise where it is drawn, by its upper left corner."""

    promise: Promise
    x: float
    y: float

    @property
    def right(self) -> float:
        return self.x + SIDE

    @property
    def bottom(self) -> float:
        return self.y + SIDE

    @property
    def tick(self) -> str:
        """The sign of what was confirmed."""
        return f"{self.x + 4},{self.y + 8.5} {self.x + 7},{self.y + 11.5} {self.x + 12},{self.y + 5}"


@dataclass(frozen=True)
class Picture:
    """Squares in rows; `kept` says the same in figures."""

    kept: Kept
    squares: Sequence[Square]
    side: int = SIDE

    @property
    def width(self) -> int:
        return 2 * EDGE + (SIDE + GAP) * max(1, min(ACROSS, len(self.squares))) - GAP

    @property
    def height(self) -> int:
        rows = max(1, -(-len(self.squares) // ACROSS))
        return 2 * EDGE + (SIDE + GAP) * rows - GAP


def picture_of(kept: Kept) -> Picture:
    """In the order of the plan, so that a square keeps its place while it changes."""
    squares = [
        Square(promise, EDGE + (SIDE + GAP) * (place % ACROSS), EDGE + (SIDE + GAP) * (place // ACROSS))
        for place, promise in enumerate(kept.promises)
    ]
    return Picture(kept, squares)
