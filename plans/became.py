"""What became of the rows of a version, as the rooms above know it: shown beside each row on the plan's page (ADR 6).

Whether a promised resource came is known in `reviews`; here one only needs to know that there is something to show.
"""

from collections.abc import Callable, Mapping

from cases.panels import Panel
from cases.seat import Seat

from .models import Plan, PlanVersion

Provider = Callable[[Seat, Plan, PlanVersion], Mapping[str, Panel]]
_providers: list[Provider] = []


def knows_what_became(provider: Provider) -> Provider:
    """Register who knows what became of rows of the version in force: a panel for each, by the row's id."""
    _providers.append(provider)
    return provider


def became_of(seat: Seat, plan: Plan, version: PlanVersion) -> Mapping[str, Panel]:
    """By the row's id; nothing of a version that is not in force."""
    if version.number != plan.issued:
        return {}
    return {row: shown for provider in _providers for row, shown in provider(seat, plan, version).items()}
