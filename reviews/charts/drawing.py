"""Where everything of a chart stands, in the drawing's own units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.templatetags.cases import as_day, as_figure
from reviews.targets import Target, target_of

from .labels import LINE, Label, spread, units_of, wrapped
from .scale import BOTTOM, FLOOR, LEFT, WIDTH, Former, Mark, Point, Scale, Stretch, Tag

HEIGHT = 182
FIGURES = 56  # the least room for figures beside the drawing
WORDS = 140  # room for the levels of a rubric there
SIGNS = 21.5  # halves of an ideograph in a line of that width
BESIDE = 8  # between the drawing and its labels
AIR = 10  # between two levels, besides their words
PITCH = 13  # of the lines of a level's words
ABOVE = 36  # room for the words of the highest level, in place of TOP
VALUE = 13  # size of the newest value's letters

Before = Sequence[tuple[date, Mapping[str, Any]]]  # contents of versions, each with the day until which it held


@dataclass(frozen=True)
class Chart:
    """A drawing of the way to a target: a line, a band between two limits, or steps from level to level."""

    target: Target
    scale: Scale
    labels: Sequence[Label]
    marks: Sequence[Mark]
    interim: Sequence[Mark]
    former: Sequence[Stretch] = ()
    today: date | None = None
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
    def target_x(self) -> float:
        """From where on the target holds: the start, or the day on which it was changed."""
        return self.former[-1].end_x if self.former else self.start_x

    @property
    def now_x(self) -> float | None:
        """The line of today, while the plan runs."""
        if self.today is None or not self.starts_on <= self.today <= self.ends_on:
            return None
        return self.scale.x(self.today)

    @property
    def now_label_y(self) -> float:
        return float(LINE)

    @property
    def now_top(self) -> float:
        return float(LINE + 4)

    @property
    def now_label_x(self) -> float:
        """The middle of the word at the line of today, so that it stays above the drawing."""
        half = units_of(pgettext("chart", "Today")) / 2
        return round(min(max(self.now_x or 0.0, self.start_x + half), self.end_x - half), 1)

    @property
    def end_day_x(self) -> float:
        """Where the last day ends: below the end, further right where the first day would touch it."""
        first, last = (units_of(as_day(day)) for day in (self.starts_on, self.ends_on))
        return round(max(self.end_x, self.start_x + first + BESIDE + last), 1)

    @property
    def band_height(self) -> float:
        return round((self.lower_y or self.target_y) - self.target_y, 1)

    @property
    def band_width(self) -> float:
        return round(self.end_x - self.target_x, 1)

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
        mark, width = self.latest, 8 + units_of(as_figure(self.latest.value), VALUE, bold=True)
        left = self.end_x - mark.x - 8
        if width <= left:  # and no stump of the target's line is left behind it
            return Tag(
                round(mark.x + 8, 1), round(mark.y - LINE + 3, 1), round(left if left < width + 14 else width, 1)
            )
        before = self.marks[-2].y if len(self.marks) > 1 else self.baseline_y
        top = mark.y + 7 if before < mark.y else mark.y - LINE - 9
        beside = max(self.start_x, min(mark.x - width / 2, self.end_x - width))
        return Tag(round(beside, 1), round(top, 1), width)

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


def chart_of(
    item: Mapping[str, Any],
    calendar: Mapping[str, Any],
    points: Sequence[Point],
    *,
    former: Sequence[Former] = (),
    today: date | None = None,
) -> Chart:
    """The chart of an item of a version's content, with what was measured so far, and what was to be reached before."""
    target = target_of(item)
    days = (date.fromisoformat(calendar["starts_on"]), date.fromisoformat(calendar["ends_on"]))
    if target.is_rubric:
        words = {level: wrapped(target.say(Decimal(level)), SIGNS) for level, _said in target.described}
        scale = Scale(*days, Decimal(1), Decimal(len(words)), WIDTH - WORDS, _height(words), ABOVE)
        labels = _labels_of_levels(target, scale, words)
    else:
        values = list(_values(target, points, former))
        said = _said(target)
        scale = Scale(*days, min(values), max(values), WIDTH - _room(said), HEIGHT)
        labels = _labels_of_figures(said, scale)
    marks = [scale.mark(point.on, point.value, point.judgement) for point in points]
    interim = [scale.mark(row.due_on, row.value) for row in target.interim]
    return Chart(target, scale, labels, marks, interim, scale.stretches(former), today)


def _values(target: Target, points: Iterable[Point], former: Iterable[Former]) -> Iterable[Decimal]:
    """Everything that is drawn at its height."""
    yield from (target.baseline, *(row.value for row in target.interim), *(row.value for row in points))
    for row in (target, *(row.target for row in former)):
        yield row.target
        if row.is_band and row.lower_limit is not None:
            yield row.lower_limit


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


def _said(target: Target) -> list[tuple[Decimal, str, bool]]:
    """What is named beside the drawing of figures: a value, what it is, and whether it is the goal."""
    began = (target.baseline, pgettext("chart", "Began"), False)
    if target.is_band and target.lower_limit is not None:
        upper = (target.target, pgettext("chart", "At most"), True)
        return [began, upper, (target.lower_limit, pgettext("chart", "At least"), True)]
    return [began, (target.target, pgettext("chart", "Target"), True)]


def _room(said: Iterable[tuple[Decimal, str, bool]]) -> float:
    widths = (max(units_of(name), units_of(as_figure(value), bold=True)) for value, name, _is_goal in said)
    return round(max(FIGURES, BESIDE + max(widths)), 1)


def _labels_of_figures(said: Sequence[tuple[Decimal, str, bool]], scale: Scale) -> list[Label]:
    """At their lines, moved apart where these are close."""
    wanted = [scale.y(value) for value, _name, _is_goal in said]
    ys = spread(wanted, 2 * LINE + 2, LINE, HEIGHT - FLOOR - LINE)
    rows = zip(ys, said, strict=True)
    return [Label(y, name, [as_figure(value)], is_goal=is_goal) for y, (value, name, is_goal) in rows]


def items_with_charts(
    content: Mapping[str, Any], points: Mapping[str, Sequence[Point]], *, before: Before = (), today: date | None = None
) -> list[dict[str, Any]]:
    """Each item of a version's content beside its chart. `before` are the contents of the versions that were in force
    before it, oldest first.
    """
    calendar = content["calendar"]
    return [
        {
            "item": item,
            "chart": chart_of(item, calendar, points.get(item["id"], ()), former=formers_of(item, before), today=today),
        }
        for item in content["items"]
    ]


def formers_of(item: Mapping[str, Any], before: Before) -> list[Former]:
    """What the item was to reach before it was changed; a version that changed something else is none. What was put in
    another way, or in another unit, cannot be drawn on the same scale.
    """
    now = target_of(item)
    rows = ((row, until) for until, content in before for row in content["items"] if row["id"] == item["id"])
    held = [Former(target_of(row), until) for row, until in rows]
    alike = [row for row in held if (row.target.measure, row.target.unit) == (now.measure, now.unit)]
    goals = [_goal(target) for target in (*(row.target for row in alike), now)]
    return [row for row, (goal, after) in zip(alike, pairwise(goals), strict=True) if goal != after]


def _goal(target: Target) -> tuple[Any, ...]:
    return target.target, target.lower_limit, target.direction
