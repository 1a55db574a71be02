"""What the sweep asks every minute: "what is due and has no row yet?"

A room registers a function that inserts what is due; it must be idempotent, so that a missed minute, two beats or a
flushed Redis heal themselves.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from .models import SweepRun

log = logging.getLogger(__name__)

Rule = Callable[[datetime], object]
_rules: list[Rule] = []


def swept(rule: Rule) -> Rule:
    """Register a function of the present moment that the sweep calls every minute."""
    _rules.append(rule)
    return rule


def sweep() -> None:
    """Ask every rule; one that fails is logged and raised at the end, and keeps none of the others from running."""
    now = timezone.now()
    faults = [fault for rule in _rules if (fault := _run(rule, now))]
    if faults:
        raise ExceptionGroup("sweep", faults)
    SweepRun.objects.update_or_create(pk=1, defaults={"at": now})


def _run(rule: Rule, now: datetime) -> Exception | None:
    try:
        rule(now)
    except Exception as fault:
        log.exception("sweep rule %s failed", rule.__name__)
        return fault
    return None
