"""A bundle that somebody holds, read by the program that came with it (`verify.py`), with our own certificates."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import get_language

from . import verify as alone
from .keys import roots


class NoBundle(Exception):
    """The file is none, in a sentence for whoever holds it."""


@dataclass(frozen=True)
class Found:
    """The record in it, the hash that its chain ends with (none where that chain is broken), and what was found."""

    record: bytes
    ends_with: bytes | None
    answers: list[alone.Answer]

    @property
    def faults(self) -> tuple[str, ...]:
        """Each thing that is wrong, in the reader's language."""
        return tuple(_told(answer for answer in self.answers if answer.verdict == alone.NO))

    @property
    def looked_at(self) -> tuple[str, ...]:
        """What was looked at and found right: how many files, and how many events."""
        _seal, manifest, history, *_rest = self.answers
        return tuple(_told([manifest, history]))


def found_in(path: Path) -> Found:
    """Raises `NoBundle`. Whatever the file holds, no more is read at once than verify.py allows."""
    try:
        files = alone.Files(path)
        record = files.read(alone.RECORD)
    except (OSError, alone.Wrong) as error:
        raise NoBundle(_said(error)) from error
    inspection = _inspecting(files)
    answers, history = inspection.answers(), inspection.history
    return Found(record, history.hash(history.count) if history else None, answers)


def faults_of_seal(pdf: bytes) -> tuple[str, ...]:
    """What the program has against the seal of a file that begins like a PDF. It parses none: a file that was made to
    harm takes it no longer than another.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / alone.RECORD
        path.write_bytes(pdf)
        seal, *_of_bundles = _inspecting(alone.Files(path)).answers()
    return tuple(_told([seal] if seal.verdict == alone.NO else []))


def _inspecting(files: alone.Files) -> alone.Inspection:
    return alone.Inspection(files, alone.Trust(alone.in_pem(roots()), is_the_readers=True), [], [])


def _said(error: Exception) -> str:
    wrong = error if isinstance(error, alone.Wrong) else alone.Wrong("{name} cannot be read.", name="ZIP")
    return alone.told(wrong.sentence, wrong.values, _language())


def _told(answers: Iterator[alone.Answer] | list[alone.Answer]) -> Iterator[str]:
    return (alone.told(sentence, values, _language()) for answer in answers for sentence, values in answer.reasons)


def _language() -> str:
    """As verify.py names it."""
    return "zh" if (get_language() or "").startswith("zh") else "en"
