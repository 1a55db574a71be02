"""How days and values become places in a drawing, in the drawing's own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reviews.states import Judgement
from reviews.targets import Target

from .labels import LINE

WIDTH = 320
LEFT = 14
TOP = 38  # above the highest value: the word at the line of today, and below it that of the newest value
BOTTOM = 50
FLOOR = 24


@dataclass(frozen=True)
class Point:
    """A measured value on a day, in the item's unit."""

    on: date
    value: Decimal
    judgement: str


@dataclass(frozen=True)
class Former:
    """What was to be reached until a change of the plan came into force on this day."""

    target: Target
    until: date


@dataclass(frozen=True)
class Mark:
    """A value and where it stands in the drawing; an interim target has no judgement."""

    x: float
    y: float
    on: date
    value: Decimal
    judgement: str = ""

    @property
    def judged(self) -> str:
        return str(Judgement(self.judgement).label) if self.judgement else ""

    @property
    def diamond(self) -> str:
        """The corners of the small open mark of an interim target."""
        corners = ((0, -6), (6, 0), (0, 6), (-6, 0))  # seen also around a measured mark that met it
        return " ".join(f"{self.x + right:.1f},{self.y + down:.1f}" for right, down in corners)


@dataclass(frozen=True)
class Stretch:
    """A former target where it is drawn: from one day to another, `lower_y` where it had two limits."""

    former: Former
    x: float
    end_x: float
    y: float
    lower_y: float | None


@dataclass(frozen=True)
class Tag:
    """Where the newest value stands: its upper left corner and its width."""

    x: float
    y: float
    width: float

    @property
    def text_y(self) -> float:
        return round(self.y + LINE + 1, 1)

    @property
    def height(self) -> float:
        return LINE + 4


@dataclass(frozen=True)
class Scale:
    """How days become x and values become y; what lies outside stands at the edge."""

    starts_on: date
    ends_on: date
    low: Decimal
    high: Decimal
    end_x: float
    height: float
    top: float = TOP

    def x(self, day: date) -> float:
        share = (day - self.starts_on).days / max(1, (self.ends_on - self.starts_on).days)
        return round(LEFT + min(1.0, max(0.0, share)) * (self.end_x - LEFT), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(self.height - BOTTOM - min(1.0, max(0.0, share)) * (self.height - self.top - BOTTOM), 1)

    def mark(self, on: date, value: Decimal, judgement: str = "") -> Mark:
        return Mark(self.x(on), self.y(value), on, value, judgement)

    def stretches(self, formers: Sequence[Former]) -> list[Stretch]:
        """Each former target from the day on which the one before it ended."""
        found, since = [], self.starts_on
        for row in formers:
            lower = row.target.lower_limit
            lower_y = self.y(lower) if row.target.is_band and lower is not None else None
            found.append(Stretch(row, self.x(since), self.x(row.until), self.y(row.target.target), lower_y))
            since = row.until
        return found
