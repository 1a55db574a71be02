"""Writing a bundle anew without the keys, and what is said of it."""

import re
from pathlib import Path

from tests.records.bundles import REFERENCE, Entries, Made, found, manifest_of

PLACES = 20
EVENTS, LINES = "chain/events", "checkpoints/checkpoints"
ATTACHED = re.compile(r"files/")


def rewritten(bundle: Made, **changed: bytes) -> Entries:
    """With these entries (named by what stands in `NAMES`), and a MANIFEST that agrees with them."""
    entries = {**bundle.entries, **{NAMES[name]: content for name, content in changed.items()}}
    return {**entries, "MANIFEST": manifest_of(entries)}


NAMES = {
    "events": EVENTS, "texts": "chain/texts.json", "told": "case.json", "record": "record.pdf", "lines": LINES,
    "exhibits": "exhibits.pdf", "proof": "checkpoints/proof.json",
}  # fmt: skip


def lines_of(bundle: Made) -> list[bytes]:
    """The first is the header, so that a line stands at its event's number."""
    return bundle.entries[EVENTS].splitlines()


def joined(lines: list[bytes]) -> bytes:
    return b"\n".join(lines) + b"\n"


def event(number: int, why: str) -> str:
    return f"Case {REFERENCE}, event {number}: {why}"


def wrong_in(entries: Entries, folder: Path, *arguments: str) -> str:
    ended = found(entries, folder, *arguments)
    assert ended.code == 1
    assert "MANIFEST" in entries
    return ended.said
