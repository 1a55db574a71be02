"""The case file's list columns, gathered from the rooms above, which register a provider here."""

from collections.abc import Callable
from typing import Any

from .models import CaseFile

Provider = Callable[[CaseFile], dict[str, Any]]
COLUMNS = ("stage", "awaits", "expected", "next_due_on", "starts_on", "ends_on")
_providers: list[tuple[int, Provider]] = []


def summarises(height: int) -> Callable[[Provider], Provider]:
    """Register a function that says some of `COLUMNS` for a case. A room higher up has the last word, whatever the
    order in which the rooms are loaded.
    """

    def register(provider: Provider) -> Provider:
        _providers.append((height, provider))
        _providers.sort(key=lambda entry: entry[0])
        return provider

    return register


def refresh(case: CaseFile) -> None:
    """Bring the list columns up to date, inside the act that changed something."""
    for _height, provider in _providers:
        for column, value in provider(case).items():
            setattr(case, column, value)
    case.version += 1
    case.save(update_fields=[*COLUMNS, "version"])
