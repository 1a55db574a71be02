"""How an item stands, as its figures alone suggest it. The manager decides; both are kept (R41: about figures, never
about a person).

The way of an item leads from its baseline on the first day, over its interim targets, to its target on its own day, in
straight lines. What counts is how far a value still is from the target:

* no distance left: the target is met;
* no further than the way is on that day: on track;
* at least half of what the way has covered by then is done: at risk;
* anything else: off track.

Where levels are described, a level that the way has not wholly reached is not asked for yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from django.utils.translation import gettext as _

from cases.templatetags.cases import as_figure
from plans.states import Direction

from .states import Judgement
from .targets import Target

CENT = Decimal("0.01")  # values are kept to this


@dataclass(frozen=True)
class Way:
    """The way of one item, from the first day of the plan to the item's own."""

    target: Target
    starts_on: date
    due_on: date

    def suggest(self, value: Decimal, on: date) -> Judgement:
        """How a value measured on this day stands."""
        left = self._left(value)
        if not left:
            return Judgement.MET
        reaches = self._reaches(on)
        return next((judgement for judgement, most in reaches if left <= most), Judgement.OFF_TRACK)

    def bounds(self, on: date) -> list[tuple[Judgement, str]]:
        """From which value on it counts as what on this day, in words, the best first. What is worse is off track."""
        found = [(Judgement.MET, Fraction(0)), *self._reaches(on)]
        kept = [row for place, row in enumerate(found) if not place or row[1] > found[place - 1][1]]
        return [(judgement, self._say(most)) for judgement, most in kept]

    def _reaches(self, on: date) -> list[tuple[Judgement, Fraction]]:
        """The greatest distance with which a value is on track on this day, and at risk."""
        whole, most = self._left(self.target.baseline), self._expected(on)
        half = (whole + most) / 2
        if self.target.is_rubric:
            most = Fraction(ceil(most))
        return [(Judgement.ON_TRACK, most), (Judgement.AT_RISK, max(half, most))]

    def _left(self, value: Decimal) -> Fraction:
        """How far a value is from the target, 0 where it is reached."""
        upper, lower = Fraction(self.target.target), self.target.lower_limit
        if self.target.is_band and lower is not None:
            return max(Fraction(lower) - Fraction(value), Fraction(value) - upper, Fraction(0))
        left = upper - Fraction(value) if self.target.direction == Direction.RAISE else Fraction(value) - upper
        return max(left, Fraction(0))

    def _expected(self, on: date) -> Fraction:
        """How far the way is from the target on this day."""
        points = self._points()
        if on <= points[0][0]:
            return points[0][1]
        for (day, left), (next_day, next_left) in pairwise(points):
            if day < on <= next_day:
                return left + (next_left - left) * Fraction((on - day).days, (next_day - day).days)
        return points[-1][1]

    def _points(self) -> Sequence[tuple[date, Fraction]]:
        """The bends of the way: a day, and how far from the target one should be by then."""
        whole = self._left(self.target.baseline)
        between = {row.due_on: min(self._left(row.value), whole) for row in self.target.interim}
        inside = [(day, left) for day, left in sorted(between.items()) if self.starts_on < day < self.due_on]
        return [(self.starts_on, whole), *inside, (self.due_on, Fraction(0))]

    def _say(self, left: Fraction) -> str:
        """The last value that is no further from the target than this."""
        target = self.target
        if target.is_rubric or not left:
            return target.goal if not left else target.quote(self._level(left))
        if target.is_band and target.lower_limit is not None:
            edges = {
                "lower": as_figure(_rounded(Fraction(target.lower_limit) - left, up=True)),
                "upper": target.say(_rounded(Fraction(target.target) + left, up=False)),
            }
            return _("between %(lower)s and %(upper)s") % edges
        if target.direction == Direction.RAISE:
            return _("at least %(value)s") % {"value": target.say(_rounded(Fraction(target.target) - left, up=True))}
        return _("at most %(value)s") % {"value": target.say(_rounded(Fraction(target.target) + left, up=False))}

    def _level(self, left: Fraction) -> Decimal:
        """The level at this distance from the target, on the side where one began."""
        steps = Decimal(int(left))
        return self.target.target - steps if self.target.direction == Direction.RAISE else self.target.target + steps


def _rounded(value: Fraction, *, up: bool) -> Decimal:
    """To what can be typed, so that the value said is still inside."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_CEILING if up else ROUND_FLOOR)
