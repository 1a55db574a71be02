"""Hours of a day."""

from datetime import time


def is_between(first: time | None, clock: time, until: time | None) -> bool:
    """Whether a time of day lies from `first` to before `until`, over midnight where `first` is the later one; never
    where one of them is not given.
    """
    if first is None or until is None:
        return False
    return first <= clock < until if first < until else clock >= first or clock < until
