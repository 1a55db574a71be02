"""Where everything of a chart stands, in the drawing's own units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.templatetags.cases import as_day
from reviews.states import Judgement
from reviews.targets import Target, target_of

from .labels import LINE, Label, spread, wrapped

WIDTH, HEIGHT = 360, 168
LEFT, RIGHT, TOP, BOTTOM = 14, 70, 24, 50  # above and below the values is room for a label
WORDS = 156  # beside the levels of a rubric, in place of RIGHT
SIGNS = 23.0  # halves of an ideograph in a line of that width, at the largest size of the letters
FLOOR = 24
BESIDE = 8  # between the drawing and its labels
AIR = 10  # between two levels, besides their words
PITCH = 13  # of the lines of a level's words
ABOVE = 34  # room for the words of the highest level, in place of TOP


@dataclass(frozen=True)
class Point:
    """A measured value on a day, in the item's unit."""

    on: date
    value: Decimal
    judgement: str


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
    """How days become x and values become y."""

    starts_on: date
    ends_on: date
    low: Decimal
    high: Decimal
    end_x: float
    height: float = HEIGHT
    top: float = TOP

    def x(self, day: date) -> float:
        share = (day - self.starts_on).days / max(1, (self.ends_on - self.starts_on).days)
        return round(LEFT + min(1.0, max(0.0, share)) * (self.end_x - LEFT), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(self.height - BOTTOM - share * (self.height - self.top - BOTTOM), 1)

    def mark(self, on: date, value: Decimal, judgement: str = "") -> Mark:
        return Mark(self.x(on), self.y(value), on, value, judgement)


@dataclass(frozen=True)
class Chart:
    """A drawing of the way to a target: a line, a band between two limits, or steps from level to level."""

    target: Target
    scale: Scale
    labels: Sequence[Label]
    marks: Sequence[Mark]
    interim: Sequence[Mark]
    width: int = WIDTH
    start_x: float = LEFT

    @property
    def height(self) -> float:
        return self.scale.height

    @property
    def end_x(self) -> float:
        return self.scale.end_x

    @property
    def label_x(self) -> float:
        return self.end_x + BESIDE

    @property
    def starts_on(self) -> date:
        return self.scale.starts_on

    @property
    def ends_on(self) -> date:
        return self.scale.ends_on

    @property
    def baseline_y(self) -> float:
        return self.scale.y(self.target.baseline)

    @property
    def target_y(self) -> float:
        return self.scale.y(self.target.target)

    @property
    def lower_y(self) -> float | None:
        """The lower edge of the band, where there is one."""
        lower = self.target.lower_limit
        return self.scale.y(lower) if lower is not None and self.target.is_band else None

    @property
    def band_height(self) -> float:
        return round((self.lower_y or self.target_y) - self.target_y, 1)

    @property
    def band_width(self) -> float:
        return self.end_x - self.start_x

    @property
    def level_ys(self) -> list[float]:
        """The heights of the levels that are neither the first nor the target."""
        ends = (self.target.baseline, self.target.target)
        return [self.scale.y(Decimal(level)) for level, _said in self.target.described if level not in ends]

    @property
    def path(self) -> str:
        """From the baseline at the start through every mark; from level to level there is no way but a step."""
        points = [(self.start_x, self.baseline_y)]
        for mark in self.marks:
            if self.target.is_rubric:
                points.append((mark.x, points[-1][1]))
            points.append((mark.x, mark.y))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

    @property
    def latest(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def floor_y(self) -> float:
        return self.height - FLOOR

    @property
    def day_y(self) -> float:
        return self.height - FLOOR + LINE + 5

    @property
    def tag(self) -> Tag | None:
        """The newest value stands beside its mark; near the right edge above it, or below where the line comes down.

        A level has its words beside the drawing already.
        """
        if self.latest is None or self.target.is_rubric:
            return None
        mark, width = self.latest, 8 + 7 * len(f"{self.latest.value.normalize():f}")
        left = self.end_x - mark.x - 8
        if width <= left:  # and no stump of the target's line is left behind it
            return Tag(
                round(mark.x + 8, 1), round(mark.y - LINE + 3, 1), round(left if left < width + 14 else width, 1)
            )
        before = self.marks[-2].y if len(self.marks) > 1 else self.baseline_y
        top = mark.y + 7 if before < mark.y else mark.y - LINE - 9
        return Tag(round(min(mark.x - width / 2, self.end_x - width), 1), round(top, 1), width)

    @property
    def caption(self) -> str:
        """The drawing in one sentence."""
        goal = self.target.quote(self.target.target) if self.target.is_rubric else self.target.goal
        words = {"began": self.target.quote(self.target.baseline), "goal": goal}
        if self.latest is None:
            return _("Began at %(began)s, target %(goal)s. Nothing was measured yet.") % words
        words |= {"now": self.target.quote(self.latest.value), "day": as_day(self.latest.on)}
        return _("Began at %(began)s, target %(goal)s, last measured %(now)s on %(day)s.") % words

    @property
    def rows(self) -> list[Mark]:
        """Interim targets and measured values by their days: the lines of the table between its first and last."""
        return sorted((*self.interim, *self.marks), key=lambda mark: mark.on)


def chart_of(item: Mapping[str, Any], calendar: Mapping[str, Any], points: Sequence[Point]) -> Chart:
    """The chart of an item of a version's content, with what was measured so far."""
    target = target_of(item)
    days = (date.fromisoformat(calendar["starts_on"]), date.fromisoformat(calendar["ends_on"]))
    if target.is_rubric:
        words = {level: wrapped(target.say(Decimal(level)), SIGNS) for level, _said in target.described}
        scale = Scale(*days, Decimal(1), Decimal(len(words)), WIDTH - WORDS, _height(words), ABOVE)
        labels = _labels_of_levels(target, scale, words)
    else:
        values = [
            target.baseline,
            target.target,
            *(row.value for row in target.interim),
            *(row.value for row in points),
        ]
        values += [target.lower_limit] if target.is_band and target.lower_limit is not None else []
        scale = Scale(*days, min(values), max(values), WIDTH - RIGHT)
        labels = _labels_of_figures(target, scale)
    marks = [scale.mark(point.on, point.value, point.judgement) for point in points]
    return Chart(target, scale, labels, marks, [scale.mark(row.due_on, row.value) for row in target.interim])


def _height(words: Mapping[int, Sequence[str]]) -> float:
    """Room for the words of every level, and one line more for the name of the first and of the target."""
    step = PITCH * (1 + max(map(len, words.values()))) + AIR
    return max(HEIGHT, ABOVE + BOTTOM + step * (len(words) - 1))


def _labels_of_levels(target: Target, scale: Scale, words: Mapping[int, Sequence[str]]) -> list[Label]:
    names = {target.baseline: pgettext("chart", "Began"), target.target: pgettext("chart", "Target")}
    labels = []
    for level, lines in words.items():
        name = names.get(Decimal(level), "")
        top = scale.y(Decimal(level)) - PITCH * (len(lines) - (0 if name else 1)) / 2 + 4
        labels.append(Label(round(top, 1), name, lines, is_goal=level == target.target, pitch=PITCH))
    return labels


def _labels_of_figures(target: Target, scale: Scale) -> list[Label]:
    """At their lines, moved apart where these are close."""
    said = [(target.baseline, pgettext("chart", "Began"), False)]
    if target.is_band and target.lower_limit is not None:
        said += [(target.target, pgettext("chart", "At most"), True)]
        said += [(target.lower_limit, pgettext("chart", "At least"), True)]
    else:
        said += [(target.target, pgettext("chart", "Target"), True)]
    ys = spread([scale.y(value) for value, _label, _is in said], 2 * LINE, LINE, HEIGHT - FLOOR)
    figure = Target(target.baseline, target.target)
    return [Label(y, name, [figure.say(value)], is_goal=goal) for y, (value, name, goal) in zip(ys, said, strict=True)]


def items_with_charts(content: Mapping[str, Any], points: Mapping[str, Sequence[Point]]) -> list[dict[str, Any]]:
    """Each item of a version's content beside its chart."""
    calendar = content["calendar"]
    return [{"item": item, "chart": chart_of(item, calendar, points.get(item["id"], ()))} for item in content["items"]]
