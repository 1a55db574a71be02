"""Where a target leads: the gap between what is and what is to be (R2)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from .states import Direction


def fault_of(
    *, direction: str | None, baseline: Decimal | None, target: Decimal | None, lower_limit: Decimal | None
) -> str | None:
    """Why the gap is empty or impossible, in a sentence; None where it is sound, or not said yet."""
    if not direction or baseline is None or target is None:
        return None
    if direction == Direction.RAISE and target <= baseline:
        return _("To raise it, the target must be higher than the current level.")
    if direction == Direction.LOWER and target >= baseline:
        return _("To lower it, the target must be lower than the current level.")
    if direction == Direction.KEEP_WITHIN and lower_limit is not None:
        return _fault_of_band(baseline, lower_limit, target)
    return None


def _fault_of_band(baseline: Decimal, lower: Decimal, upper: Decimal) -> str | None:
    if lower >= upper:
        return _("The lower limit must be below the upper one.")
    if lower <= baseline <= upper:
        return _("The current level lies between the limits already: there is nothing to improve.")
    return None
