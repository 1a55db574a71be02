"""What a mail carries beside its words: the rooms above register who encloses what."""

from collections.abc import Callable, Iterable
from email.message import MIMEPart

from .models import Notice

Provider = Callable[[Notice], Iterable[MIMEPart]]
_providers: list[Provider] = []


def encloses(provider: Provider) -> Provider:
    """Register what gives the enclosures of a notice; nothing for one that has none. Called for every mail."""
    _providers.append(provider)
    return provider


def enclosures_of(notice: Notice) -> list[MIMEPart]:
    return [part for provider in _providers for part in provider(notice)]
