"""What depends on where the company is: data, never code."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Ruleset:
    """One set of rules. Lengths in days from first to last day of the plan."""

    name: str
    version: str
    shortest_plan: int
    longest_plan: int


GENERAL = Ruleset(name="general", version="2026.1", shortest_plan=28, longest_plan=184)
