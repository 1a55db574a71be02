"""What somebody without the keys does to the events of a bundle, each at twenty places (fixed by a seed): all is found,
and the first bad event is named.

MANIFEST is written anew afterwards, so that the hashes in it give nothing away; that its seal is broken then is found
every time, and is not what is asked about here.
"""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.chain import canonical
from tests.records import bundles
from tests.records.attacks import ATTACHED, PLACES, event, joined, lines_of, rewritten, wrong_in
from tests.records.bundles import Made, found


def test_nothing_is_found_where_nothing_was_done(bundle: Made, tmp_path: Path) -> None:
    assert found(bundle.entries, tmp_path).code == 0
    assert found(rewritten(bundle), tmp_path).code == 0  # written anew, it is what it was


# Events -----------------------------------------------------------------------------------------


def edited(line: bytes, rng: random.Random) -> bytes:
    """One character of what was said, which keeps it JSON."""
    places = [match.start() for match in re.finditer(rb"[0-9]", line) if match.start() > 80]
    place = rng.choice(places)
    return line[:place] + (b"5" if line[place : place + 1] != b"5" else b"6") + line[place + 1 :]


def later(line: bytes, rng: random.Random) -> bytes:
    return re.sub(rb'("at":"2026-03-02T)\d\d', rb"\g<1>%02d" % rng.choice([7, 8, 21, 22]), line)


@pytest.mark.parametrize("change", [edited, later])
def test_a_body_or_its_time_was_edited(
    bundle: Made, tmp_path: Path, rng: random.Random, change: Callable[[bytes, random.Random], bytes]
) -> None:
    for _place in range(PLACES):
        lines, number = lines_of(bundle), rng.randint(1, bundle.last)
        lines[number] = change(lines[number], rng)
        assert event(number, "its content was changed.") in wrong_in(rewritten(bundle, events=joined(lines)), tmp_path)


def test_two_events_were_swapped(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    for _place in range(PLACES):
        lines, number = lines_of(bundle), rng.randint(1, bundle.last - 1)
        one, other = lines[number], lines[number + 1]
        lines[number : number + 2] = other, one
        assert event(number, "it is missing.") in wrong_in(rewritten(bundle, events=joined(lines)), tmp_path)
        (begin, said), (begin_of_other, said_by_other) = (line.split(b"{", 1) for line in (one, other))
        lines[number : number + 2] = begin + b"{" + said_by_other, begin_of_other + b"{" + said
        said_of_it = wrong_in(rewritten(bundle, events=joined(lines)), tmp_path)
        assert event(number, "its content was changed.") in said_of_it


def test_one_was_taken_out_of_the_middle(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    for _place in range(PLACES):
        lines, number = lines_of(bundle), rng.randint(1, bundle.last - 1)
        del lines[number]
        assert event(number, "it is missing.") in wrong_in(rewritten(bundle, events=joined(lines)), tmp_path)


def test_the_tail_was_cut_off(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    """Also where case.json and the texts were cut with it."""
    files = {name: content for name, content in bundle.entries.items() if ATTACHED.match(name)}
    for _place in range(PLACES):
        number = rng.randint(4, bundle.last)
        cut = joined(lines_of(bundle)[:number])
        assert event(number, "it is missing") in wrong_in(rewritten(bundle, events=cut), tmp_path)
        versions = {name: content for name, content in bundle.entries.items() if name.startswith("versions/")}
        told = bundles.told_of(bundle.bodies[: number - 1], files, versions)
        texts = bundles.texts_of(range(1, number))
        entries = rewritten(bundle, events=cut, told=told, texts=texts)
        assert event(number, "it is missing; the last has to name record.pdf.") in wrong_in(entries, tmp_path)


def forged(bundle: Made, number: int) -> list[bytes]:
    """One more before this event, and the last event says what it has to of a history that is longer by one."""
    bodies = [*bundle.bodies[: number - 1], bundles.said_in(900 + number), *bundle.bodies[number - 1 : -1]]
    data = json.loads(bundle.bodies[-1])
    data["facts"] |= {"seq": len(bodies), "head": bundles.hashes_of(bodies)[-1].hex()}
    return [*bodies, canonical(data)]


def test_one_was_put_in_and_every_hash_written_anew(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    """Only what was sealed or signed tells: case.json, while it is left as it was; the record; the daily checkpoint."""
    files = {name: content for name, content in bundle.entries.items() if ATTACHED.match(name)}
    versions = {name: content for name, content in bundle.entries.items() if name.startswith("versions/")}
    for _place in range(PLACES):
        number = rng.randint(1, bundle.last - 1)
        bodies = forged(bundle, number)
        events = bundles.chain_of(bodies)
        said = wrong_in(rewritten(bundle, events=events), tmp_path)
        assert event(number, "it is another one than case.json tells of.") in said
        told = bundles.told_of(bodies[:-1], files, versions)
        said = wrong_in(rewritten(bundle, events=events, told=told, texts=b"{}"), tmp_path)
        assert event(bundle.last, "it is not the one that the record ends with.") in said
        held = event(bundle.covered, "it is not the one that the daily checkpoint holds.")
        assert (held in said) == (number <= bundle.covered)


def test_a_text_was_edited(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    for _place in range(PLACES):
        texts, number = json.loads(bundle.entries["chain/texts.json"]), rng.randint(1, bundle.last - 1)
        if number == 3:
            continue
        texts[str(number)]["comment"]["text"] += rng.choice([" ", "。", "!"])
        entries = rewritten(bundle, texts=json.dumps(texts).encode())
        assert event(number, "its text was changed.") in wrong_in(entries, tmp_path)
