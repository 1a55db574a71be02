"""How well vague phrases are found: precision and recall on sentences labelled by hand (`sentences/`).

A phrase that was marked is right where it overlaps a labelled one; a labelled one is found where a mark overlaps it.
The patterns were written looking at the tuning half. The held-out half was fixed before, and is only ever measured: the
first time it gave 0.984 and 0.984 for English, 0.978 and 0.698 for Chinese, whose patterns were then widened without
looking at what had been missed. One author wrote sentences and patterns, so other people's sentences will do less well.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plans.readiness.vague import marks

SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = {"en": "English", "zh": "Chinese"}
HALVES = {"tuning": "tuning half", "held_out": "held-out half"}
LABELLED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Sentence:
    """`vague` are the labelled phrases, as (start, end) in `text`."""

    text: str
    vague: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Score:
    """`marked` phrases, of which `right`; `labelled` phrases, of which `found`."""

    sentences: int
    marked: int
    right: int
    labelled: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.marked

    @property
    def recall(self) -> float:
        return self.found / self.labelled


def lines() -> Iterator[str]:
    yield f"{'vague phrases':<24}{'sentences':>10}{'precision':>10}{'recall':>9}"
    for language, name in LANGUAGES.items():
        for half, half_name in HALVES.items():
            score = measured(sentences(language, half))
            title = f"{name}, {half_name}"
            yield f"{title:<24}{score.sentences:>10}{score.precision:>10.3f}{score.recall:>9.3f}"


def sentences(language: str, half: str) -> list[Sentence]:
    data = tomllib.loads((SENTENCES / f"{language}.{half}.toml").read_text(encoding="utf-8"))
    return [labelled(line) for line in (*data["vague"], *data["fine"])]


def labelled(line: str) -> Sentence:
    """A phrase in braces is labelled; the braces themselves are taken out."""
    spans = []
    for taken_out, label in enumerate(LABELLED.finditer(line)):
        start = label.start() - 2 * taken_out
        spans.append((start, start + len(label[1])))
    return Sentence(LABELLED.sub(r"\1", line), tuple(spans))


def measured(known: list[Sentence]) -> Score:
    pairs = [(sentence.vague, [(mark.start, mark.end) for mark in marks(sentence.text)]) for sentence in known]
    return Score(
        sentences=len(known),
        marked=sum(len(marked) for _vague, marked in pairs),
        right=sum(overlap(mark, vague) for vague, marked in pairs for mark in marked),
        labelled=sum(len(vague) for vague, _marked in pairs),
        found=sum(overlap(phrase, marked) for vague, marked in pairs for phrase in vague),
    )


def overlap(span: tuple[int, int], others: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
