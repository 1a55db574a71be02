"""Where an item went, in one sentence: from where it began to what was measured last, beside its target."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.states import Direction

from .targets import Target

NONE = Decimal(0)


def distance(target: Target, value: Decimal) -> Decimal:
    """How far a value is from the target, in the item's unit; 0 where it is reached."""
    above, below = value - target.target, target.target - value
    if target.direction == Direction.RAISE:
        return max(NONE, below)
    if target.is_band and target.lower_limit is not None:
        return max(NONE, above, target.lower_limit - value)
    return max(NONE, above)


def trend(target: Target, values: Sequence[Decimal]) -> str:
    """`values` are those that were measured, oldest first."""
    if not values:
        return _("Nothing was measured.")
    began, now = distance(target, target.baseline), distance(target, values[-1])
    if now == NONE:
        way = _("The target is reached.")
    elif now < began:
        way = _("Nearer to the target than at the beginning.")
    elif now == began:
        way = _("As far from the target as at the beginning.")
    else:
        way = _("Farther from the target than at the beginning.")
    measured = ngettext(
        "From %(began)s to %(now)s, measured %(count)d time.",
        "From %(began)s to %(now)s, measured %(count)d times.",
        len(values),
    ) % {"began": target.quote(target.baseline), "now": target.quote(values[-1]), "count": len(values)}
    return f"{measured} {way}"
