"""The history as one reads it: mails that went out one after the other stand in one line until it is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .acts import SEND_NOTICE
from .queries import Line


@dataclass(frozen=True)
class Entry:
    """One line, or several that are told together."""

    lines: list[Line]

    @property
    def line(self) -> Line:
        """The newest of them."""
        return self.lines[0]

    @property
    def is_folded(self) -> bool:
        return len(self.lines) > 1


def folded(lines: Iterable[Line]) -> list[Entry]:
    """Everything but mails that were sent stays by itself, also a mail that was refused or came back."""
    entries: list[Entry] = []
    for is_mail, run in groupby(lines, key=lambda line: line.act is SEND_NOTICE):
        together = list(run)
        entries += [Entry(together)] if is_mail else [Entry([line]) for line in together]
    return entries
