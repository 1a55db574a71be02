"""The case page is put together from panels that the rooms above register; this room knows none of their content."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .seat import Seat


@dataclass(frozen=True)
class Panel:
    """A piece of the case page: its template and what it needs."""

    template: str
    context: dict[str, Any]


Provider = Callable[[Seat], Panel | None]
_providers: list[tuple[int, Provider]] = []


def panel(place: int) -> Callable[[Provider], Provider]:
    """Register a panel; lower places stand higher on the page. A provider returns None where it has nothing to show."""

    def register(provider: Provider) -> Provider:
        _providers.append((place, provider))
        _providers.sort(key=lambda entry: entry[0])
        return provider

    return register


def panels_for(seat: Seat) -> list[Panel]:
    return [shown for _place, provider in _providers if (shown := provider(seat)) is not None]
