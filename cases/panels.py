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


@dataclass(frozen=True)
class Registered:
    place: int
    provider: Provider
    narrow: bool


_registered: list[Registered] = []


def panel(place: int, *, narrow: bool = False) -> Callable[[Provider], Provider]:
    """Register a panel; lower places stand higher on the page. A provider returns None where it has nothing to show.

    A `narrow` panel is also asked for people who see nothing of the case but what they were asked about.
    """

    def register(provider: Provider) -> Provider:
        _registered.append(Registered(place, provider, narrow))
        _registered.sort(key=lambda entry: entry.place)
        return provider

    return register


def panels_for(seat: Seat) -> list[Panel]:
    asked = [entry.provider for entry in _registered if entry.narrow or not seat.is_narrow]
    return [shown for provider in asked if (shown := provider(seat)) is not None]
