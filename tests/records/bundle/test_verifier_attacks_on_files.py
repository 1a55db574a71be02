"""What somebody without the keys does to the files and the daily checkpoints of a bundle, each at twenty places (fixed
by a seed): all is found, and the file or the checkpoint is named.
"""

import hashlib
import json
import random
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import override_settings

from records.sealing.seal import sealed
from tests.records import bundles
from tests.records.attacks import ATTACHED, EVENTS, LINES, PLACES, event, joined, rewritten, wrong_in
from tests.records.bundles import CASE, Made, found, manifest_of, sha256

# Files ------------------------------------------------------------------------------------------


def test_an_attachment_was_replaced(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    """MANIFEST as it was; MANIFEST written anew; case.json as well, and then the seal on MANIFEST is what is left."""
    name = next(filter(ATTACHED.match, bundle.entries))
    for _place in range(PLACES):
        content = bytearray(bundle.entries[name])
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        changed = {**bundle.entries, name: bytes(content)}
        said = wrong_in(changed, tmp_path)
        assert f"{name} is not the file that MANIFEST names." in said
        assert f"{name} is not the file that case.json names." in said
        changed["MANIFEST"] = manifest_of(changed)
        said = wrong_in(changed, tmp_path)
        assert f"{name} is not the file that MANIFEST names." not in said
        assert f"{name} is not the file that case.json names." in said
        before, after = sha256(bundle.entries[name]).encode(), sha256(bytes(content)).encode()
        changed["case.json"] = changed["case.json"].replace(before, after)
        changed["MANIFEST"] = manifest_of(changed)
        said = wrong_in(changed, tmp_path)
        assert "is not the file that" not in said
        assert "[No] Every file is as the manifest says, and the manifest is sealed\n    What was signed was " in said


def test_any_file_was_changed_put_in_or_taken_out(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    for _place in range(PLACES):
        name = rng.choice(sorted(set(bundle.entries) - {"MANIFEST", "MANIFEST.p7s"}))
        content = bytearray(bundle.entries[name])
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        said = wrong_in({**bundle.entries, name: bytes(content)}, tmp_path)
        assert f"{name} is not the file that MANIFEST names." in said
        without = {other: content for other, content in bundle.entries.items() if other != name}
        assert f"{name} is missing." in wrong_in(without, tmp_path)
        assert "files/more.txt is not named in MANIFEST." in wrong_in(
            {**bundle.entries, "files/more.txt": b""}, tmp_path
        )


def test_a_version_was_replaced(bundle: Made, tmp_path: Path) -> None:
    """Also where case.json goes along: an event names the one that was frozen."""
    name = "versions/version-1.json"
    changed = {**bundle.entries, name: b'{"items":[1]}'}
    assert f"{name} is not the file that case.json names." in wrong_in(changed, tmp_path)
    before, after = sha256(bundle.entries[name]).encode(), sha256(changed[name]).encode()
    changed["case.json"] = changed["case.json"].replace(before, after)
    assert "No event names version 1 as it is here." in wrong_in(changed, tmp_path)


def test_the_record_was_replaced_by_one_that_is_sealed_as_well(bundle: Made, tmp_path: Path) -> None:
    head = bundles.hashes_of(bundle.bodies)[-2].hex()
    theirs = sealed(bundles.printed(head, "Something else happened.")).pdf
    said = wrong_in(rewritten(bundle, record=theirs), tmp_path)
    assert event(bundle.last, "it names another file than this record.pdf.") in said
    assert "[Yes] The seal" in said


def test_a_record_of_another_history_is_told_by_its_own_identifier(bundle: Made, tmp_path: Path) -> None:
    """The last event was written anew for it, and so were all hashes."""
    theirs = sealed(bundles.printed("0" * 64, "Something else happened."))
    bodies = [*bundle.bodies[:-1], bundle.bodies[-1].replace(_record_of(bundle), sha256(theirs.pdf).encode())]
    said = wrong_in(rewritten(bundle, record=theirs.pdf, events=bundles.chain_of(bodies)), tmp_path)
    assert event(bundle.last - 1, "it is not the one that the record ends with.") in said


def _record_of(bundle: Made) -> bytes:
    return sha256(bundle.entries["record.pdf"]).encode()


def test_everything_was_sealed_anew_with_another_key(bundle: Made, roots: str, tmp_path: Path) -> None:
    """The bundle then states roots of its own, and agrees with itself: only a reader's own certificates tell."""
    with override_settings(VAR=tmp_path):
        theirs = bundles.made()
    assert found(theirs.entries, tmp_path).code == 0
    said = wrong_in(theirs.entries, tmp_path, "--trust", roots)
    assert said.count("does not lead to one that is trusted.") == 3  # of PDF, MANIFEST, stamp
    mixed = {**bundle.entries, "MANIFEST": manifest_of(bundle.entries), "MANIFEST.p7s": theirs.entries["MANIFEST.p7s"]}
    assert "[No] Every file is as the manifest says" in wrong_in(mixed, tmp_path)


def test_a_manifest_of_another_certificate(bundle: Made, tmp_path: Path) -> None:
    with override_settings(VAR=tmp_path):
        theirs = bundles.signed(bundle.entries["MANIFEST"])
        trusted = {**bundle.entries, "keys/roots.pem": bundle.entries["keys/roots.pem"] + bundles.roots()}
    said = wrong_in({**trusted, "MANIFEST.p7s": theirs}, tmp_path)
    assert "MANIFEST was sealed with another certificate than record.pdf." in said


# Daily checkpoints ------------------------------------------------------------------------------


def test_a_daily_checkpoint_was_edited(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    whys = {0: "(it is missing|its line is not what)", **dict.fromkeys((1, 2, 3), "its signature is not")}
    for place in range(PLACES):
        lines, number = bundle.entries[LINES].splitlines(), rng.randint(1, 3)
        words = lines[number - 1].split(b" ", 3)
        which = place % 4
        at = rng.choice([m.start() for m in re.finditer(rb"[0-9]", words[which])])
        word = bytearray(words[which])
        word[at : at + 1] = b"4" if words[which][at : at + 1] != b"4" else b"5"
        lines[number - 1] = b" ".join([*words[:which], bytes(word), *words[which + 1 :]])
        said = wrong_in(rewritten(bundle, lines=joined(lines)), tmp_path)
        assert re.search(rf"Daily checkpoint \d+: {whys[which]}", said)


def test_a_daily_checkpoint_was_taken_out_or_signed_anew(bundle: Made, tmp_path: Path) -> None:
    lines = bundle.entries[LINES].splitlines()
    later = rewritten(bundle, lines=joined(lines[1:]))
    said = wrong_in(
        later, tmp_path
    )  # not everybody gets the earlier ones; that they were there, the seal of MANIFEST knows
    assert "Daily checkpoints before 2 are not in this bundle." in said
    assert "[No] Every file is as the manifest says" in said
    for number in (2, 3):
        cut = joined([line for line in lines if line != lines[number - 1]])
        assert f"Daily checkpoint {number}: it is missing." in wrong_in(rewritten(bundle, lines=cut), tmp_path)
    theirs = Ed25519PrivateKey.generate()
    hashes = bundles.hashes_of(bundle.bodies)
    anew = list(bundles.checkpoints_of([(at, hashes[at - 1]) for at in (10, 20, 30)], theirs))
    mixed = joined([*lines[:2], anew[2][0].rstrip(b"\n")])
    assert "Daily checkpoint 3: it does not follow" in wrong_in(rewritten(bundle, lines=mixed), tmp_path)
    whole = rewritten(bundle, lines=b"".join(line for line, _proof in anew), proof=anew[-1][1])
    said = wrong_in(whole, tmp_path, "--key", bundle.key)
    assert "Daily checkpoint 1: its key is not the one that counts." in said


def test_a_proof_was_edited(bundle: Made, tmp_path: Path, rng: random.Random) -> None:
    for _place in range(PLACES):
        proof = json.loads(bundle.entries["checkpoints/proof.json"])
        place = rng.randrange(len(proof["path"]))
        change = rng.choice([
            {"path": [*proof["path"][:place], hashlib.sha256(b"x").hexdigest(), *proof["path"][place + 1 :]]},
            {"path": proof["path"][:-1]}, {"path": [*proof["path"], "00" * 32]}, {"seq": proof["seq"] - 1},
            {"index": proof["index"] + 1}, {"count": proof["count"] - 1}, {"head": "00" * 32},
            {"case": str(bundles.OTHERS[0])}, {"index": -1},
        ])  # fmt: skip
        entries = rewritten(bundle, proof=json.dumps(proof | change).encode())
        assert "Daily checkpoint 3: the path does not lead to its root." in wrong_in(entries, tmp_path)


def test_the_stamp_is_of_another_checkpoint(bundle: Made, tmp_path: Path) -> None:
    first = bundle.entries[LINES].splitlines()[0]
    stamped = {**bundle.entries, "checkpoints/stamp-3.tsr": bundles.stamp_over(first)}
    said = wrong_in({**stamped, "MANIFEST": manifest_of(stamped)}, tmp_path)
    assert "[No] A daily checkpoint stands over it" in said
    assert "The time stamp is of something else." in said


def test_the_history_of_another_case(bundle: Made, tmp_path: Path) -> None:
    events = bundle.entries[EVENTS].replace(str(CASE).encode(), str(bundles.OTHERS[0]).encode(), 1)
    said = wrong_in(rewritten(bundle, events=events), tmp_path)
    assert "The first line of chain/events is not that of the case in case.json." in said
