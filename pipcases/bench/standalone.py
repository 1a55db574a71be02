"""How fast the program that comes with a bundle hashes a history again: `records/bundle/verify.py` in a process of its
own, which starts, reads line by line and tells. The bundle has no seals here: that it says so takes milliseconds.
"""

import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cases.chain import canonical
from cases.verify import event_hash, genesis

PROGRAM = settings.BASE_DIR / "records" / "bundle" / "verify.py"
EVENTS = 100_000
CASE = uuid.UUID(int=1)
FACTS = {"among_hr": False, "answers": None, "audience": "subject manager hr_partner", "topic": "plan"}
BODY = {
    "act": "cases.add_comment", "at": "2026-01-01T09:00:00.000000Z", "from": "running", "to": "running", "v": 1,
    "by": {"user": 1, "part": "manager", "session": "0" * 16},
    "subject": {"id": CASE, "kind": "cases.CaseFile"},
    "texts": {"comment": "0" * 64, "address": "1" * 64, "user_agent": "2" * 64},
}  # fmt: skip


def verifying() -> float:
    """Events per second."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder)
        _write(bundle)
        began = time.perf_counter()
        command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), folder, "--language", "en"]
        told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
        took = time.perf_counter() - began
    if f"All {EVENTS} events were hashed again." not in told:
        raise RuntimeError(told)
    return EVENTS / took


def _write(bundle: Path) -> None:
    (bundle / "chain").mkdir()
    (bundle / "MANIFEST").touch()
    lines = list(_lines())
    (bundle / "chain" / "events").write_bytes(b"\n".join(lines) + b"\n")
    (bundle / "chain" / "texts.json").write_text("{}")
    head = {"number": EVENTS, "hash": lines[-1].split(b" ")[1].decode()}
    told = {"case": {"id": str(CASE), "reference": "2026-BENCH0"}, "as_of": head}
    (bundle / "case.json").write_text(json.dumps({**told, "events": [], "versions": [], "files": []}))


def _lines() -> Iterator[bytes]:
    """As a bundle has them: the header, then a number, a hash and about 500 bytes each."""
    hashed = genesis(CASE)
    yield f"pipcases-chain 1 {CASE} {hashed.hex()}".encode()
    for number in range(1, EVENTS + 1):
        said = BODY if number < EVENTS else BODY | {"act": "records.seal_record"}
        body = canonical({**said, "facts": {**FACTS, "number": number}})
        hashed = event_hash(hashed, CASE, number, body)
        yield b"%d %s %s" % (number, hashed.hex().encode(), body)
