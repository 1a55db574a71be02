"""The checkpoints of a plan on one line of days: held, held late, missed, still to come, moved; and where today is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import pgettext, pgettext_lazy

from cases.templatetags.cases import as_day
from reviews.models import Checkpoint

from .labels import LINE, units_of

WIDTH, HEIGHT = 320, 66
LEFT, RIGHT = 12, 308
AXIS = 32  # where the line of days is
RADIUS, LEAST = 6.0, 1.5  # of a mark; where many stand close together they are smaller
GAP = 1.0  # between two marks
DAY_Y = 60


class Standing(TextChoices):
    """How a checkpoint stands, worked out from its days."""

    HELD = "held", pgettext_lazy("checkpoint", "held on time")
    LATE = "late", pgettext_lazy("checkpoint", "held late")
    MISSED = "missed", pgettext_lazy("checkpoint", "missed")
    TODAY = "today", pgettext_lazy("checkpoint", "today")
    PLANNED = "planned", pgettext_lazy("checkpoint", "to come")


@dataclass(frozen=True)
class Stop:
    """One checkpoint where it is drawn: at the day it was held, or stands for."""

    number: int
    on: date
    due_on: date
    planned_on: date
    standing: Standing
    x: float
    from_x: float
    radius: float

    @property
    def is_moved(self) -> bool:
        """Whether it stands for another day than the plan has it on."""
        return self.planned_on != self.due_on

    @property
    def left(self) -> float:
        return round(self.x - self.radius, 1)

    @property
    def right(self) -> float:
        return round(self.x + self.radius, 1)

    @property
    def top(self) -> float:
        return round(AXIS - self.radius, 1)

    @property
    def bottom(self) -> float:
        return round(AXIS + self.radius, 1)

    @property
    def diamond(self) -> str:
        corners = ((self.x, self.top), (self.right, AXIS), (self.x, self.bottom), (self.left, AXIS))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


@dataclass(frozen=True)
class Count:
    """So many stand like this: a line of the words below the picture."""

    standing: Standing
    number: int


@dataclass(frozen=True)
class Strip:
    """The line from the plan's first day to its last."""

    starts_on: date
    ends_on: date
    today: date
    stops: Sequence[Stop]
    width: int = WIDTH
    height: int = HEIGHT
    start_x: float = LEFT
    end_x: float = RIGHT
    axis_y: float = AXIS
    day_y: float = DAY_Y

    @property
    def now_x(self) -> float | None:
        if not self.starts_on <= self.today <= self.ends_on:
            return None
        return place_of(self.today, self.starts_on, self.ends_on)

    @property
    def now_label_x(self) -> float:
        """The middle of the word above today, inside the picture."""
        half = units_of(pgettext("chart", "Today")) / 2
        return round(min(max(self.now_x or 0.0, half), self.width - half), 1)

    @property
    def now_label_y(self) -> float:
        return float(LINE)

    @property
    def now_top(self) -> float:
        return float(LINE + 4)

    @property
    def now_bottom(self) -> float:
        return AXIS + 12.0

    @property
    def counts(self) -> list[Count]:
        """How many stand how, those that there are."""
        numbers = {standing: sum(stop.standing == standing for stop in self.stops) for standing in Standing}
        return [Count(standing, number) for standing, number in numbers.items() if number]

    @property
    def moved(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.is_moved]

    @property
    def days_fit(self) -> bool:
        """Whether the first day and the last stand beside each other below the line."""
        return units_of(as_day(self.starts_on)) + units_of(as_day(self.ends_on)) + LEFT <= self.width


def place_of(day: date, starts_on: date, ends_on: date) -> float:
    """Where a day is; one outside the plan stands at its edge."""
    share = (day - starts_on).days / max(1, (ends_on - starts_on).days)
    return round(LEFT + min(1.0, max(0.0, share)) * (RIGHT - LEFT), 1)


def standing_of(checkpoint: Checkpoint, today: date, late_by: date) -> Standing:
    if checkpoint.is_held:
        return Standing.LATE if checkpoint.was_late else Standing.HELD
    if checkpoint.due_on < late_by:
        return Standing.MISSED
    return Standing.TODAY if checkpoint.due_on == today == late_by else Standing.PLANNED


def strip_of(
    checkpoints: Iterable[Checkpoint], starts_on: date, ends_on: date, today: date, late_by: date | None = None
) -> Strip:
    """The strip of these checkpoints, in the order of their days. `late_by` is the day on which a paused plan stopped:
    what is due from then on is not missed.
    """
    rows = sorted(checkpoints, key=lambda row: (row.held_on or row.due_on, row.number))
    wanted = [place_of(row.held_on or row.due_on, starts_on, ends_on) for row in rows]
    radius = _radius(len(rows))
    stops = []
    for row, x in zip(rows, _apart(wanted, 2 * radius + GAP), strict=True):
        from_x = place_of(row.day_in_plan, starts_on, ends_on)
        days = (row.held_on or row.due_on, row.due_on, row.day_in_plan)
        stops.append(Stop(row.number, *days, standing_of(row, today, late_by or today), x, from_x, radius))
    return Strip(starts_on, ends_on, today, stops)


def _radius(number: int) -> float:
    """As large as all of them find room beside each other."""
    room = (RIGHT - LEFT) / max(1, number - 1) - GAP
    return round(max(LEAST, min(RADIUS, room / 2)), 2)


def _apart(wanted: Sequence[float], apart: float) -> list[float]:
    """At their days, in their order, moved apart where two would touch: to the right, then back from the edge."""
    found: list[float] = []
    for x in wanted:
        found.append(max(x, found[-1] + apart) if found else x)
    limit = float(RIGHT)
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], limit)
        limit = found[place] - apart
    return [round(x, 1) for x in found]
