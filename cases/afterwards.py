"""What is put in order after an act, in its own transaction: rooms above register it here.

It is no act itself and appends nothing; where it fails, the act has not happened.
"""

from collections.abc import Callable
from typing import Any

Rule = Callable[[Any], None]
_rules: list[Rule] = []


def afterwards(rule: Rule) -> Rule:
    """Register a function of the finished `cases.acting.Step`."""
    _rules.append(rule)
    return rule


def see_to(step: Any) -> None:
    for rule in _rules:
        rule(step)
