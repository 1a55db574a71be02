"""What depends on where the company is: data, never code."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Ruleset:
    """One set of rules. Lengths in days from first to last day of the plan; `..._within` in days from the step before
    to the day by which the next is expected.
    """

    name: str
    version: str
    shortest_plan: int
    longest_plan: int
    decide_within: int
    close_within: int


GENERAL = Ruleset(
    name="general", version="2026.1", shortest_plan=28, longest_plan=184, decide_within=10, close_within=10
)
