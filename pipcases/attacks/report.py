"""What was tried and found as a table, for people and for docs/attacks.md."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from .places import Tally
from .trial import Clean

PAGE = """# What tampering leaves behind

Written by `manage.py attacks --write`; do not edit. Everything runs on a database of its own, with the cases of the
demonstration: on {days} days something was said in half of them, and at the end of each a daily checkpoint was made,
stamped, and its letter kept outside. Somebody with every right on the database and on the disk, whose triggers sleep,
then does one thing at a random place (seed {seed}). What that leaves is looked at by what the product offers, and is
undone.

* **history** is `manage.py verify_history`, **files** the same with `--files`;
* **daily checkpoints** is `manage.py checkpoint --verify`, **kept letter** the same with `--kept FILE`;
* **seal** is the seal alone, **four answers** all of `manage.py verify FILE`, which is also the page `/verify/`.

Each attack has to be found by one of them at least, and has to be named rightly: the first bad case and event, daily
checkpoint or file. Of a file that somebody holds there is no place to name.

{table}
{clean}
What one of them alone does not find:

* **Whoever reckons every later hash anew,** or cuts off the end and sets the head back, leaves a chain that agrees with
  itself: the daily checkpoints find it. Named is the first event that was signed after the change.
* **A dropped case** has no number any more, and is named by its id.
* **A database that was set back whole** agrees with itself, and so do its daily checkpoints: only a letter that was
  kept outside finds it.
* **A flipped bit in the room that the seal does not use** changes nothing that the seal covers: the SHA-256 in the
  history finds it, not the seal.
* **What happened since the newest daily checkpoint** is covered by the chains alone; that is not tried here.
"""


def lines(tallies: Iterable[Tally]) -> str:
    head = "| attack | tried | found | named rightly | found by |\n|---|---|---|---|---|\n"
    return head + "".join(map(line, tallies))


def line(tally: Tally) -> str:
    by = ", ".join(f"{name} {count}" for name, count in sorted(tally.by.items()))
    named = "" if tally.named is None else f"{tally.named} of {tally.tried}"
    return f"| {tally.attack} | {tally.tried} | {tally.found} of {tally.tried} | {named} | {by} |\n"


def told(clean: Clean) -> str:
    """What was found where nobody had touched anything."""
    speed = clean.events / clean.seconds
    return (
        f"**No false alarm:** {clean.events:,} events that nobody touched verify in {clean.seconds:.1f} s "
        f"({speed:,.0f} a second), with all daily checkpoints, letters and files; {clean.records} sealed records hold. "
        f"False alarms: {len(clean.alarms)}.\n"
    )


def missed(tallies: Sequence[Tally], clean: Clean) -> list[str]:
    """Everything that is not as promised, a line each."""
    return [fault for tally in tallies for fault in tally.missed] + [f"false alarm: {alarm}" for alarm in clean.alarms]


def write(table: str, clean: str, *, days: int, seed: int) -> Path:
    path = settings.BASE_DIR / "docs" / "attacks.md"
    path.write_text(PAGE.format(table=table, clean=clean, days=days, seed=seed))
    return path
