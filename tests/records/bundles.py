"""A bundle of the agreed format, put together by hand: real seals, real hashes, real daily checkpoints, no database.

Each step has a function of its own, so that whoever attacks a bundle can write anew what they are able to: everything
but what needs the key of the seal, or that of daily checkpoints.
"""

import hashlib
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pikepdf
from asn1crypto import cms, pem
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cases.chain import canonical, commitment, utc_text
from cases.verify import event_hash, genesis
from records.bundle import verify as stand_alone
from records.heads import body, leaves, merkle
from records.loop import done
from records.render import render
from records.sealing import demonstration
from records.sealing.seal import sealed

CASE, REFERENCE = uuid.UUID("6f1c3a52-7f0e-4d59-9c39-0d8f2f9ad4c1"), "2026-7KQ2MX"
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROGRAM = Path(stand_alone.__file__)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"of a daily checkpoint").digest())
OTHERS = [uuid.UUID(int=number << 96 | 4 << 76 | 2 << 62) for number in range(2, 12)]
SALT = bytes(range(16))
Entries = dict[str, bytes]


@dataclass(frozen=True)
class Ended:
    """What the program said, in English, and with what it ended."""

    code: int
    said: str


def verified(path: Path, *arguments: str) -> Ended:
    """By a process of its own, which has nothing of ours but the file."""
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), str(path), "--language", "en", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert ended.stderr == ""
    return Ended(ended.returncode, ended.stdout)


# The history ------------------------------------------------------------------------------------


def said_in(number: int, *, act: str = "cases.add_comment", **facts: Any) -> bytes:
    """An event of ordinary size."""
    texts = {"comment": commitment(SALT, comment(number)), "address": "0" * 64, "user_agent": "1" * 64}
    return canonical({
        "v": 1, "act": act, "at": BEGUN + timedelta(minutes=number), "from": "running", "to": "running", "texts": texts,
        "by": {"user": 1 + number % 3, "part": "manager", "session": hashlib.sha256(b"%d" % number).hexdigest()[:16]},
        "subject": {"id": CASE, "kind": "cases.CaseFile"}, "facts": {"number": number, "topic": "plan", **facts},
    })  # fmt: skip


def comment(number: int) -> str:
    return f"Note {number}: 第 {number} 条。"


def hashes_of(bodies: Sequence[bytes], case: uuid.UUID = CASE) -> list[bytes]:
    found, prev = [], genesis(case)
    for seq, said in enumerate(bodies, start=1):
        prev = event_hash(prev, case, seq, said)
        found.append(prev)
    return found


def chain_of(bodies: Sequence[bytes]) -> bytes:
    lines = [f"pipcases-chain 1 {CASE} {genesis(CASE).hex()}".encode()]
    for seq, (said, digest) in enumerate(zip(bodies, hashes_of(bodies), strict=True), start=1):
        lines.append(b"%d %s %s" % (seq, digest.hex().encode(), said))
    return b"\n".join(lines) + b"\n"


def told_of(bodies: Sequence[bytes], files: Mapping[str, bytes], versions: Mapping[str, bytes]) -> bytes:
    """`case.json` as of the last of these events."""
    hashes = hashes_of(bodies)
    befores = [genesis(CASE), *hashes]
    said = {
        "schema": 1,
        "case": {"reference": REFERENCE, "id": str(CASE), "language": "en", "part": "hr_partner"},
        "as_of": {"number": len(bodies), "hash": hashes[-1].hex(), "at": utc_text(BEGUN)},
        "events": [
            {"number": seq, "hash": digest.hex(), "before": before.hex(), "body": hashlib.sha256(said).hexdigest()}
            for seq, (said, digest, before) in enumerate(zip(bodies, hashes, befores, strict=False), start=1)
        ],
        "versions": [
            {"number": number, "digest": sha256(content), "entry": name}
            for number, (name, content) in enumerate(versions.items(), start=1)
        ],
        "comments": [],
        "files": [
            {"name": "log.txt", "at": utc_text(BEGUN), "size": len(content), "sha256": sha256(content), "entry": name}
            for name, content in files.items()
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# Seals ------------------------------------------------------------------------------------------


def printed(head: str, words: str) -> bytes:
    """A page as it is before it is sealed, with the identifier that `records.making` gives it."""
    identifier = hashlib.sha256(f"{CASE} {head} en hr_partner".encode()).hexdigest()[:32]
    html = f"<html lang=en><head><title>Record</title></head><body><p>{words}</p></body></html>"
    return render(html, identifier=identifier).pdf


def blank() -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def manifest_of(entries: Entries) -> bytes:
    named = {name: sha256(content) for name, content in entries.items() if not name.startswith("MANIFEST")}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(named.items())).encode()


def signed(content: bytes) -> bytes:
    """A detached signature by the key of the seal, with a time stamp."""
    signer, authority = demonstration.seal_key(), demonstration.authority()
    data = cms.ContentInfo({"content_type": "data", "content": content})
    made: bytes = done(signer.async_sign_general_data(data, "sha256", use_cades=True, timestamper=authority)).dump()
    return made


def roots() -> bytes:
    return b"".join(pem.armor("CERTIFICATE", each.dump()) for each in demonstration.roots())


# Daily checkpoints ------------------------------------------------------------------------------


def checkpoints_of(heads: Sequence[tuple[int, bytes]], key: Ed25519PrivateKey = KEY) -> Iterator[tuple[bytes, bytes]]:
    """A line for each day on which the case had come to this event, and what proves it."""
    before = body.NONE_BEFORE
    for number, (seq, head) in enumerate(heads, start=1):
        others = {other: (number, hashlib.sha256(other.bytes).digest()) for other in OTHERS}
        found = sorted({**others, CASE: (seq, head)}.items(), key=lambda each: each[0].bytes)
        tree = [merkle.leaf(case, *each) for case, each in found]
        heads_of_all = b"".join(case.bytes + at.to_bytes(8, "big") + each for case, (at, each) in found)
        public = key.public_key().public_bytes_raw()
        said = body.write(
            number=number, at=BEGUN + timedelta(days=number), before=before, count=len(heads_of_all) // leaves.SIZE,
            leaves=sha256(heads_of_all), root=merkle.root(tree).hex(), key=sha256(public),
            readings=body.Readings(0, "0" * 64, utc_text(BEGUN)),
        )  # fmt: skip
        index = [case for case, _each in found].index(CASE)
        path = [each.hex() for each in merkle.path(tree, index)]
        proof = {"number": number, "case": str(CASE), "seq": seq, "head": head.hex()}
        proof |= {"index": index, "count": len(tree), "path": path}
        line = b"%d %s %s %s\n" % (number, key.sign(said).hex().encode(), public.hex().encode(), said)
        yield line, json.dumps(proof).encode()
        before = body.digest(said)


def stamp_over(line: bytes) -> bytes:
    _number, signature, _key, said = line.rstrip(b"\n").split(b" ", 3)
    digest = hashlib.sha256(said + bytes.fromhex(signature.decode())).digest()
    token: bytes = done(demonstration.authority().async_timestamp(digest, "sha256")).dump()
    return token


# All of it --------------------------------------------------------------------------------------


@dataclass
class Made:
    """A bundle, and what it was made of; `covered` is the event up to which a daily checkpoint stands over it."""

    entries: Entries
    bodies: list[bytes]
    covered: int
    key: str = field(default_factory=lambda: sha256(KEY.public_key().public_bytes_raw()))

    @property
    def last(self) -> int:
        return len(self.bodies)


def made(count: int = 40, told: int | None = None) -> Made:
    """A history of `count` events and the one that seals; case.json tells of `told` of them, all unless it says so."""
    versions = {"versions/version-1.json": b'{"items":[]}'}
    content = "Batch 7: 3 errors. 第七批。\n".encode()
    files = {f"files/{sha256(content)[:16]}.txt": content}
    bodies = [said_in(number) for number in range(1, count + 1)]
    version = {"version": 1, "digest": sha256(versions["versions/version-1.json"])}
    bodies[2] = said_in(3, act="plans.submit_plan", **version)
    told = told or count
    head = hashes_of(bodies[:told])[-1].hex()
    record = sealed(printed(head, "All that happened."))
    facts = {"seq": told, "head": head, "sha256": sha256(record.pdf), "certificate": record.certificate}
    bodies.append(said_in(count + 1, act="records.seal_record", language="en", part="hr_partner", **facts))
    covered = count * 3 // 4
    hashes = hashes_of(bodies)
    lines, proofs = zip(
        *checkpoints_of([(at, hashes[at - 1]) for at in (covered // 2, covered - 1, covered)]), strict=True
    )
    entries = {
        "README.txt": b"How to check this.\n",
        "record.pdf": record.pdf,
        "exhibits.pdf": sealed(blank()).pdf,
        **versions,
        **files,
        "case.json": told_of(bodies[:told], files, versions),
        "schema/case.json": b"{}",
        "chain/events": chain_of(bodies),
        "chain/texts.json": texts_of(range(1, min(count, 40) + 1)),
        "checkpoints/checkpoints": b"".join(lines),
        "checkpoints/proof.json": proofs[-1],
        f"checkpoints/stamp-{len(lines)}.tsr": stamp_over(lines[-1]),
        "keys/roots.pem": roots(),
        "verify.py": PROGRAM.read_bytes(),
    }
    return Made(with_manifest(entries), bodies, covered)


def texts_of(numbers: Sequence[int]) -> bytes:
    said = {str(number): {"comment": {"salt": SALT.hex(), "text": comment(number)}} for number in numbers}
    return json.dumps(said, ensure_ascii=False).encode()


def with_manifest(entries: Entries) -> Entries:
    """As the organisation would seal it."""
    manifest = manifest_of(entries)
    return {**entries, "MANIFEST": manifest, "MANIFEST.p7s": signed(manifest)}


def zipped(entries: Entries) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(entries: Entries, folder: Path, *arguments: str) -> Ended:
    """What the program says of a zip with these entries, within this process: attacks are many."""
    file = folder / "bundle.zip"
    file.write_bytes(zipped(entries))
    return asked(file, *arguments)


def asked(file: Path, *arguments: str) -> Ended:
    out = StringIO()
    with redirect_stdout(out):
        code = stand_alone.main([str(file), "--language", "en", *arguments])
    return Ended(code, out.getvalue())
