"""The questions, and what an answer to one of them is."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from cases.acts import Words
from records.states import Answer

ASKED: dict[str, Words] = {
    "seal": _("The seal is good, and covers the whole file"),
    "named": _("The history of a case names this very file"),
    "chain": _("That history agrees with itself"),
    "checkpoint": _("A daily checkpoint stands over it"),
    "rest": _("Everything else in the ZIP agrees with it"),
}


@dataclass(frozen=True)
class Told:
    """What was asked, the answer, and why, in sentences."""

    name: str
    answer: Answer
    why: tuple[str, ...]

    @property
    def asked(self) -> str:
        return str(ASKED[self.name])

    @property
    def is_good(self) -> bool:
        return self.answer == Answer.YES


@dataclass(frozen=True)
class Verdict:
    """The answers in the order of their questions, and the SHA-256 of the file."""

    sha256: str
    answers: tuple[Told, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the file; a checkpoint that is still to come does not."""
        return all(told.answer != Answer.NO for told in self.answers)


def yes(name: str, *why: str) -> Told:
    return Told(name, Answer.YES, why)


def no(name: str, *why: str) -> Told:
    return Told(name, Answer.NO, why)


def left_open(name: str, *why: str) -> Told:
    return Told(name, Answer.OPEN, why)


def utc(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else ""
