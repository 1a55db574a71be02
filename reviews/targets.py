"""How an item's values are put into words: with their unit, between limits, or as the level that was described (R2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.templatetags.cases import as_figure
from plans.draft import Interim
from plans.models import Item
from plans.states import Direction, Measure

NAMES = ("measure", "direction", "unit", "baseline", "target", "lower_limit", "levels", "interim")


@dataclass(frozen=True)
class Target:
    """Where an item leads. Where levels are described, every value is the number of a level."""

    baseline: Decimal
    target: Decimal
    direction: str = Direction.RAISE
    unit: str = ""
    measure: str = Measure.NUMBER
    lower_limit: Decimal | None = None
    levels: tuple[str, ...] = ()
    interim: tuple[Interim, ...] = ()

    @property
    def is_rubric(self) -> bool:
        return self.measure == Measure.RUBRIC

    @property
    def is_band(self) -> bool:
        return self.direction == Direction.KEEP_WITHIN and self.lower_limit is not None

    def say(self, value: Decimal | str) -> str:
        """A value for the reader: "4.5 %", or "2: checks the list before each batch"."""
        if not self.is_rubric:
            return f"{as_figure(value)} {self.unit}".strip()
        number = Decimal(value)
        if self.fault_of(number):
            return as_figure(value)
        level = int(number)
        return _("%(number)d: %(level)s") % {"number": level, "level": self.levels[level - 1]}

    def quote(self, value: Decimal | str) -> str:
        """A value inside a sentence; a level is a sentence of its own."""
        return _("“%(level)s”") % {"level": self.say(value)} if self.is_rubric else self.say(value)

    @property
    def began(self) -> str:
        return self.say(self.baseline)

    @property
    def goal(self) -> str:
        """What is to be reached: "at most 2 %", "between 2 and 5 °C", or the level."""
        if self.is_rubric:
            return self.say(self.target)
        if self.lower_limit is not None and self.is_band:
            limits = {"lower": as_figure(self.lower_limit), "upper": self.say(self.target)}
            return _("between %(lower)s and %(upper)s") % limits
        bound = _("at least %(value)s") if self.direction == Direction.RAISE else _("at most %(value)s")
        return bound % {"value": self.say(self.target)}

    @property
    def gap(self) -> str:
        """Where it began and where it is to go, in one sentence."""
        if self.is_band:
            return _("From %(began)s; to be kept %(goal)s.") % {"began": self.began, "goal": self.goal}
        goal = self.quote(self.target) if self.is_rubric else self.goal
        return _("From %(began)s to %(goal)s.") % {"began": self.quote(self.baseline), "goal": goal}

    @property
    def described(self) -> list[tuple[int, str]]:
        """Every level with its number."""
        return list(enumerate(self.levels, start=1)) if self.is_rubric else []

    def interim_on(self, day: date) -> str:
        """What is to be reached on this day, nothing where nothing was agreed for it."""
        return next((self.say(row.value) for row in self.interim if row.due_on == day), "")

    def fault_of(self, value: Decimal) -> str | None:
        """Why this cannot be a value of the item, in a sentence; None where it can."""
        if not self.is_rubric or (value == value.to_integral_value() and 1 <= value <= len(self.levels)):
            return None
        words = {"value": as_figure(value), "last": len(self.levels)}
        return _("There is no level %(value)s. Choose one of the levels 1 to %(last)d.") % words


def check_value(item: Item, value: Decimal | None) -> None:
    """Refuse a value that the item cannot have. What is no figure at all was refused before."""
    if value is not None and (fault := target_of(item).fault_of(value)):
        raise ValidationError(fault, code="level")


def target_of(item: Item | Mapping[str, Any]) -> Target:
    """The target of an item's row, or of an item of a version's content, whose values are texts. Content of the first
    schema has figures with a unit only.
    """
    said = item if isinstance(item, Mapping) else {name: getattr(item, name) for name in NAMES}
    fields = {name: said[name] for name in NAMES if name in said}
    lower = fields.get("lower_limit")
    fields["lower_limit"] = None if lower is None else Decimal(lower)
    fields |= {name: Decimal(fields[name]) for name in ("baseline", "target")}
    interim = sorted(map(Interim.model_validate, fields.get("interim", ())), key=lambda row: row.due_on)
    return Target(**{**fields, "levels": tuple(fields.get("levels", ())), "interim": tuple(interim)})
