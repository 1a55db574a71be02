"""The picture of one item's progress: where it began, where it is to go, what was measured.

Only geometry is worked out here; `templates/parts/chart.html` draws it, the same on the page and in the PDF.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 360, 168  # units of the drawing's own coordinates
LEFT, RIGHT, TOP, BOTTOM = 14, 70, 24, 50  # below and above the values is room for a label
FLOOR = 24
LABEL = 11  # height of a line of a label


@dataclass(frozen=True)
class Point:
    """A measured value on a day, in the item's unit."""

    on: date
    value: Decimal
    judgement: str


@dataclass(frozen=True)
class Mark:
    """A measured value and where it stands in the drawing."""

    x: float
    y: float
    on: date
    value: Decimal
    judgement: str


@dataclass(frozen=True)
class Tag:
    """Where a label stands: its upper left corner and its width."""

    x: float
    y: float
    width: float

    @property
    def text_y(self) -> float:
        return round(self.y + LABEL + 1, 1)

    @property
    def height(self) -> float:
        return LABEL + 4


@dataclass(frozen=True)
class Chart:
    """A drawing: the heights of baseline and target, the marks, and the line through them."""

    baseline: Decimal
    target: Decimal
    unit: str
    baseline_y: float
    target_y: float
    start_x: float
    end_x: float
    marks: Sequence[Mark]
    starts_on: date
    ends_on: date
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """From the baseline at the start through every mark."""
        points = [(self.start_x, self.baseline_y), *((mark.x, mark.y) for mark in self.marks)]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

    @property
    def latest(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def floor_y(self) -> float:
        return self.height - FLOOR

    @property
    def day_y(self) -> float:
        return self.height - FLOOR + LABEL + 5

    @property
    def label_x(self) -> float:
        return self.end_x + 8

    @property
    def tag(self) -> "Tag | None":
        """The newest value stands beside its mark; near the right edge above it, or below where the line comes down."""
        if self.latest is None:
            return None
        mark, width = self.latest, 8 + 7 * len(f"{self.latest.value.normalize():f}")
        left = self.end_x - mark.x - 8
        if width <= left:  # and no stump of the target's line is left behind it
            return Tag(
                round(mark.x + 8, 1), round(mark.y - LABEL + 3, 1), round(left if left < width + 14 else width, 1)
            )
        before = self.marks[-2].y if len(self.marks) > 1 else self.baseline_y
        top = mark.y + 7 if before < mark.y else mark.y - LABEL - 9
        return Tag(round(min(mark.x - width / 2, self.end_x - width), 1), round(top, 1), width)

    @property
    def baseline_label_y(self) -> float:
        return self._label_ys[0]

    @property
    def target_label_y(self) -> float:
        return self._label_ys[1]

    @property
    def _label_ys(self) -> tuple[float, float]:
        """Where the two labels beside the lines stand: at their lines, moved apart where these are close."""
        apart = self.target_y - self.baseline_y
        short = max(0.0, 2 * LABEL - abs(apart)) / 2 * (1 if apart >= 0 else -1)
        return round(self.baseline_y - short, 1), round(self.target_y + short, 1)


def chart_of(item: Mapping[str, Any], calendar: Mapping[str, Any], points: Sequence[Point]) -> Chart:
    """The chart of an item of a version's content, with what was measured so far."""
    baseline, target = Decimal(item["baseline"]), Decimal(item["target"])
    start, end = date.fromisoformat(calendar["starts_on"]), date.fromisoformat(calendar["ends_on"])
    values = [baseline, target, *(point.value for point in points)]
    low, high = min(values), max(values)

    def x(day: date) -> float:
        share = (day - start).days / max(1, (end - start).days)
        return round(LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    marks = [Mark(x(point.on), y(point.value), point.on, point.value, point.judgement) for point in points]
    return Chart(baseline, target, item["unit"], y(baseline), y(target), LEFT, WIDTH - RIGHT, marks, start, end)


def items_with_charts(content: Mapping[str, Any], points: Mapping[str, Sequence[Point]]) -> list[dict[str, Any]]:
    """Each item of a version's content beside its chart."""
    calendar = content["calendar"]
    return [{"item": item, "chart": chart_of(item, calendar, points.get(item["id"], ()))} for item in content["items"]]
