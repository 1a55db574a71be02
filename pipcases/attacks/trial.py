"""Every attack at so many places, and what finds it: only what the application itself offers to anybody who asks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from cases.files.verifying import verify_files
from cases.verify import verify
from cases.verifying import NotAsWritten
from records.heads.keeping import compare
from records.heads.verifying import verify as verify_checkpoints
from records.sealing.reading import report_of
from records.verdict import verdict_of

from . import chains, checkpoints, papers
from .ground import Ground
from .hand import all_events, every_right
from .places import Check, Tally, found_by, put_back

HISTORY, CHECKPOINTS, LETTER, FILES = "history", "daily checkpoints", "kept letter", "files"
SEAL, ANSWERS = "seal", "four answers"
FLIPS = 10  # bits are flipped at ten times as many places as anything else


def everything(ground: Ground, places: int, some: Random) -> Iterator[Tally]:
    yield from on_the_database(ground, places, some)
    yield from on_the_disk(places, some)
    yield from on_paper(places, some)


def checks(ground: Ground) -> dict[str, Check]:
    """`manage.py verify_history`, `checkpoint --verify`, and `checkpoint --kept` with every letter."""
    return {
        HISTORY: verify,
        CHECKPOINTS: lambda: verify_checkpoints(roots=True),
        LETTER: lambda: [compare(path) for _number, path in sorted(ground.letters.items())],
    }


def on_the_database(ground: Ground, places: int, some: Random) -> Iterator[Tally]:
    """Each attack is done, looked at and undone."""
    events, asked = all_events(), checks(ground)
    for name, attack in chains.ATTACKS.items():
        tally = Tally(name)
        for _place in range(places):
            with every_right():
                tally.count(attack(events, some), found_by(asked))
        yield tally
    for name, strike in (checkpoints.ON_CHECKPOINTS | checkpoints.SET_BACK).items():
        tally = Tally(name)
        for _place in range(places):
            with every_right():
                tally.count(strike(ground, some), found_by(asked))
        yield tally


def on_the_disk(places: int, some: Random) -> Iterator[Tally]:
    """Looked at by `manage.py verify_history --files`."""
    sealed = papers.papers()
    for name, attack in papers.ON_DISK.items():
        tally = Tally(name)
        for _place in range(places):
            with every_right():
                path, content, expected = attack(sealed, some)
                with put_back(path):
                    path.write_bytes(content)
                    tally.count(expected, found_by({HISTORY: verify, FILES: verify_files}))
        yield tally


def on_paper(places: int, some: Random) -> Iterator[Tally]:
    """`manage.py verify FILE`. Somebody holds a file: there is no place to be named, and each answer counts."""
    sealed = papers.papers()
    for name, change in papers.HELD.items():
        tally = Tally(name)
        for _place in range(places * FLIPS if change is papers.bit_flipped else places):
            pdf = change(some.choice(sealed), some)
            tally.count(None, {what: "" for what, found in _spoken_against(pdf).items() if found})
        yield tally


def _spoken_against(pdf: bytes) -> dict[str, bool]:
    return {SEAL: not report_of(pdf).holds, ANSWERS: not verdict_of(pdf).is_good}


@dataclass(frozen=True)
class Clean:
    """A history that nobody touched: how fast it is verified, and what was wrongly found in it."""

    events: int
    seconds: float
    records: int
    alarms: list[str]


def nothing_found(ground: Ground) -> Clean:
    """Every check over everything as it stands; a fault that is found is a false alarm."""
    alarms, events = [], 0
    began = time.perf_counter()
    try:
        events = verify()
    except NotAsWritten as fault:
        alarms.append(str(fault))
    seconds = time.perf_counter() - began
    alarms += [f"{name}: {place}" for name, place in found_by(checks(ground) | {FILES: verify_files}).items()]
    sealed = papers.papers()
    alarms += [f"four answers of {paper.place}" for paper in sealed if any(_spoken_against(paper.pdf).values())]
    return Clean(events, seconds, len(sealed), alarms)
