#!/usr/bin/env python3
"""Check a bundle of pipcases, or a sealed record, without pipcases and without a network.

    python3 verify.py                  in the folder where the bundle was unpacked
    python3 verify.py bundle.zip       the bundle as it is (a folder will do as well)
    python3 verify.py record.pdf       a sealed PDF alone: its seal only, everything else stays open
    python3 verify.py --help           what a reader who knows better can bring along

It needs Python 3.10 or newer and the package `cryptography` (38 or newer). It writes nothing and asks nobody.
It ends with 0 where nothing speaks against the file, 1 where something is wrong, 2 where nothing could be checked.
Whoever doubts the maker of a bundle takes this program from elsewhere, or reads it first.

What it asks, and what an answer is worth

1. Seal. record.pdf and exhibits.pdf are, byte for byte, as they were when the holder of the certificate sealed them, at
   the time that a time-stamp authority states.
2. Manifest. Every file of the bundle is named in MANIFEST with its SHA-256, none is missing and none is besides, and
   MANIFEST is sealed with the certificate that sealed record.pdf.
3. History. Each event is hashed again, together with the hash of the one before it: none was changed, put in, taken out
   or moved since its hash was made known. Versions and files are those that case.json names, versions and texts those
   that the events commit to; where a body may not be read, its texts cannot be compared, and that is said.
4. Named. The last event of the history names record.pdf by its SHA-256, and the event up to which the record goes; and
   record.pdf, under its seal, carries an identifier that is reckoned from the hash of that event.
5. Daily checkpoint. A key of its own signed, on the day that is named, one root over the histories of all cases, and
   this history is under that root. Daily checkpoints are a chain of their own, and are mailed to auditors.

It detects later changes by anyone who does not also control the copies outside: the time stamps, the letters that
auditors keep, the bundles that others hold. Whoever has every key and every copy can make another history that agrees
with itself. And it does not prove that what was entered was true, only that it is what was entered. Whether the times
of events go forward is not asked: clocks of servers are set.

Whom to trust is the reader's choice. Certificates lead to keys/roots.pem, which is what the maker of the bundle states;
`--trust` names others instead. The key of daily checkpoints is told by its fingerprint; `--key` names one that counts.
Nothing is asked of a revocation list: certificates have to have been good at the time of the seal.

The format, line by line (SHA-256 throughout, digests in lower-case hexadecimal, texts in UTF-8)

MANIFEST      `<sha256>  <name>`, as sha256sum writes it, sorted by name; every file but MANIFEST and MANIFEST.p7s
MANIFEST.p7s  detached CMS signature (RFC 5652) over MANIFEST, with a time stamp (RFC 3161) as unsigned attribute
record.pdf    PAdES (ETSI EN 319 142, ETSI.CAdES.detached): /ByteRange covers all but the hexadecimal signature;
              the first /ID is the first half of SHA-256(`<case uuid> <hash> <language> <part>`), as hexadecimal text
chain/events  `pipcases-chain 1 <case uuid> <genesis>`, then for each event `<number> <hash> <body>`;
              genesis = SHA-256(0x00 || case uuid, 16 bytes)
              hash    = SHA-256(0x01 || hash before || case uuid || number, 8 bytes big-endian || SHA-256(body))
              where this reader may not read a body, `sha256:<SHA-256(body)>` stands for it
chain/texts.json              {number: {field: {salt, text}}}; the body commits to SHA-256(salt || text)
case.json                     the case for machines; schema/case.json says what is in it
checkpoints/checkpoints       `<number> <signature> <public key> <body>`: Ed25519 (RFC 8032) over the body, which names
                              the SHA-256 of the body before it, the root, and the SHA-256 of the public key; HR and
                              auditors get all of them, others the one that the path leads to
checkpoints/proof.json        the path from this history to the root of checkpoint `number` (tree of RFC 6962):
                              leaf = SHA-256(0x00 || case uuid || number of the event, 8 bytes || its hash),
                              node = SHA-256(0x01 || left || right)
checkpoints/stamp-N.tsr       time stamp (RFC 3161) over body and signature of checkpoint N, one after the other
keys/seal.pem, keys/roots.pem certificates: those of the seal, and those that the maker of the bundle trusts
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import ssl
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
except ImportError:
    print("This needs / 需要安装: python3 -m pip install cryptography", file=sys.stderr)
    raise SystemExit(2) from None

RECORD, EXHIBITS, MANIFEST, MANIFEST_SEAL = "record.pdf", "exhibits.pdf", "MANIFEST", "MANIFEST.p7s"
EVENTS, TEXTS, CASE = "chain/events", "chain/texts.json", "case.json"
CHECKPOINTS, PROOF, ROOTS = "checkpoints/checkpoints", "checkpoints/proof.json", "keys/roots.pem"
YES, NO, OPEN = "Yes", "No", "Open"
NONE_BEFORE = "0" * 64
MIB = 1024 * 1024
LARGEST = 24 * MIB  # of a file that is read at once: JSON, MANIFEST, certificates
LONGEST_LINE = 4 * MIB
MOST_FILES = 20_000
SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what a computer leaves in a folder by itself


class Wrong(Exception):
    """Something speaks against the file: a sentence of `CHINESE` (below), and what goes into its braces."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


class Unreadable(Wrong):
    """There is nothing to check."""


@dataclass
class Answer:
    """To one of the five questions. One thing that is wrong makes it No."""

    question: str
    verdict: str = YES
    reasons: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def say(self, sentence: str, **values: object) -> None:
        self.reasons.append((sentence, values))

    def leave_open(self, sentence: str, **values: object) -> None:
        self.verdict = OPEN if self.verdict == YES else self.verdict
        self.say(sentence, **values)

    def refuse(self, wrong: Wrong) -> None:
        self.verdict = NO
        self.say(wrong.sentence, **wrong.values)


# The file ----------------------------------------------------------------------------------------


class Files:
    """The files of a bundle by name: of a folder, of a zip that is never unpacked, or one PDF."""

    def __init__(self, path: Path) -> None:
        self.is_bundle, self.folder, self.zip = True, path, None
        if path.is_dir():
            self.names = _names_in(path)
        elif _first(path) == b"%PDF-":
            self.is_bundle, self.folder, self.names = False, path.parent, [path.name]
        else:
            self.zip = _zip(path)
            self.names = [entry.filename for entry in self.zip.infolist()]
        if self.is_bundle and not {RECORD, MANIFEST} & set(self.names):
            raise Unreadable("There is no bundle of pipcases in it.")
        self.record = RECORD if self.is_bundle else path.name

    def open(self, name: str) -> BinaryIO:
        if name not in self.names:
            raise Wrong("{name} is missing.", name=name)
        if self.zip:
            return io.BufferedReader(self.zip.open(name), 65536)  # type: ignore[type-var]
        return (self.folder / name).open("rb")

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Wrong("{name} is larger than this program reads.", name=name)
        return content

    def json(self, name: str) -> Any:
        try:
            return json.loads(self.read(name).decode(), object_pairs_hook=_once)
        except (ValueError, RecursionError):
            raise Wrong("{name} is no JSON.", name=name) from None

    def lines(self, name: str) -> Iterator[bytes]:
        with self.open(name) as stream:
            while line := stream.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise Wrong("{name} is larger than this program reads.", name=name)
                yield line.rstrip(b"\n")

    def sha256(self, name: str) -> str:
        with self.open(name) as stream:
            return _digest(stream, "sha256", [(0, None)]).hex()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice in one object is read differently by different readers."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _first(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(5)


def _names_in(folder: Path) -> list[str]:
    """No link is followed out of the folder."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = [path.relative_to(folder).as_posix() for path in files if path.name not in SYSTEMS]
    if len(found) > MOST_FILES or any((folder / name).is_symlink() or not (folder / name).is_file() for name in found):
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="links, or too many files")
    return sorted(found)


def _zip(path: Path) -> zipfile.ZipFile:
    """Stored entries alone, so that none is larger than the zip. Its directory is measured before it is read."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - 42))
        end = stream.read().rjust(42, b"\0")
    many, length, start = (int.from_bytes(end[at:to], "little") for at, to in ((30, 32), (32, 36), (36, 40)))
    if end[20:24] != b"PK\5\6":
        raise Unreadable("This is neither a PDF nor a zip, or something was added at its end.")
    if end[:4] == b"PK\6\7" or many > MOST_FILES or start + length + 22 != size or length > LARGEST:
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="the zip's directory")
    try:
        found = zipfile.ZipFile(path)
    except Exception:  # noqa: BLE001 - a directory that was made to harm raises what it likes
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="the zip's directory") from None
    _refuse_odd(found.infolist(), size)
    return found


def _refuse_odd(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    if any(not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)*", name, re.ASCII) for name in names):
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="a name that leads elsewhere")
    if len(set(names)) < len(names):
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="a name that stands there twice")
    stored = all((e.compress_type, e.flag_bits & 1) == (0, 0) and e.file_size == e.compress_size for e in entries)
    if not stored or sum(entry.file_size for entry in entries) > size:
        raise Unreadable("This is no bundle as pipcases writes it: {why}.", why="compressed; unpack it first")


def _digest(stream: BinaryIO, algorithm: str, ranges: Sequence[tuple[int, int | None]]) -> bytes:
    """Of these ranges (begin, end) one after the other; the end None is that of the file."""
    digest = hashlib.new(algorithm)
    for begin, end in ranges:
        stream.seek(begin)
        left = sys.maxsize if end is None else end - begin
        while left and (block := stream.read(min(left, MIB))):
            digest.update(block)
            left -= len(block)
    return digest.digest()


# DER (X.690): strict, and never beyond the bytes that are there ------------------------------------

INTEGER, BITS, OCTETS, OID, TIME, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x18, 0x30, 0x31
CONTEXT_0, CONTEXT_1, CONTEXT_2, IMPLICIT_0 = 0xA0, 0xA1, 0xA2, 0x80


@dataclass(frozen=True)
class Element:
    """One element: its tag, its content, and the whole of it with tag and length."""

    tag: int
    content: bytes
    whole: bytes


def element(data: bytes, at: int = 0) -> Element:
    """The one that begins there. Refuses long tags, lengths that are not the shortest, and what goes beyond the end."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise Wrong("A signature is not in DER.")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size], "big")
        start += size
        if not 1 <= size <= 4 or length < 0x80 or length < 1 << 8 * (size - 1):
            raise Wrong("A signature is not in DER.")
    if start + length > len(data):
        raise Wrong("A signature is not in DER.")
    return Element(data[at], data[start : start + length], data[at : start + length])


def elements(data: bytes) -> list[Element]:
    found, at = [], 0
    while at < len(data):
        found.append(element(data, at))
        at += len(found[-1].whole)
    return found


def parts(parent: Element, *tags: int) -> list[Element]:
    """What is inside, which begins with these tags."""
    found = elements(parent.content)
    if tuple(part.tag for part in found[: len(tags)]) != tags:
        raise Wrong("A signature is not in DER.")
    return found


def oid(part: Element) -> str:
    """With dots: each number in bytes of 7 bits, the last of them below 0x80; the first two share one."""
    if not 0 < len(part.content) <= 32 or part.content[-1] & 0x80:
        raise Wrong("A signature is not in DER.")
    numbers, value = list[int](), 0
    for byte in part.content:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


# Signatures and certificates (RFC 5652, 5035, 3161, 5280) -------------------------------------------

HASHES: dict[str, hashes.HashAlgorithm] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
RSA, PSS, MGF1 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
WITH_RSA = dict(zip((f"1.2.840.113549.1.1.{n}" for n in (11, 12, 13)), HASHES.values(), strict=True))
WITH_ECDSA = dict(zip((f"1.2.840.10045.4.3.{n}" for n in (2, 3, 4)), HASHES.values(), strict=True))
DATA, SIGNED_DATA, TOKEN_INFO = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
NAMES_CERTIFICATE, NAMES_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
TOKEN = "1.2.840.113549.1.9.16.2.14"  # noqa: S105 - the name of the attribute with the time stamp
UNDERSTOOD = {f"2.5.29.{n}" for n in (14, 15, 17, 19, 32, 35, 37)}  # extensions that may be critical
LONGEST_PATH, MOST_CERTIFICATES = 8, 32


def hash_of(algorithm: Element) -> hashes.HashAlgorithm:
    name = oid(parts(algorithm, OID)[0])
    if name not in HASHES:
        raise Wrong("A signature uses an algorithm that does not count here: {name}.", name=name)
    return HASHES[name]


def check_signature(key: Any, signature: bytes, data: bytes, algorithm: Element, stated: Element | None = None) -> bool:
    """Whether this key signed. `stated` is the hash that stands beside it, where the algorithm itself names none."""
    kind, *parameters = parts(algorithm, OID)
    name = oid(kind)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and name in WITH_ECDSA:
            key.verify(signature, data, ec.ECDSA(WITH_ECDSA[name]))
        elif isinstance(key, rsa.RSAPublicKey) and name == PSS:
            key.verify(signature, data, *_pss(parameters))
        elif isinstance(key, rsa.RSAPublicKey) and (name in WITH_RSA or (name == RSA and stated)):
            key.verify(signature, data, padding.PKCS1v15(), WITH_RSA[name] if name in WITH_RSA else hash_of(stated))  # type: ignore[arg-type]
        else:
            raise Wrong("A signature uses an algorithm that does not count here: {name}.", name=name)
    except InvalidSignature:
        return False
    return True


def _pss(parameters: Sequence[Element]) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    """RFC 4055. What is left out there means SHA-1, which does not count here."""
    given = {part.tag: elements(part.content)[0] for part in elements(parameters[0].content)} if parameters else {}
    if not {CONTEXT_0, CONTEXT_1, CONTEXT_2} <= set(given):
        raise Wrong("A signature uses an algorithm that does not count here: {name}.", name=PSS)
    mask, mask_hash = parts(given[CONTEXT_1], OID, SEQUENCE)
    if oid(mask) != MGF1:
        raise Wrong("A signature uses an algorithm that does not count here: {name}.", name=oid(mask))
    salt = int.from_bytes(given[CONTEXT_2].content, "big")
    return padding.PSS(padding.MGF1(hash_of(mask_hash)), salt), hash_of(given[CONTEXT_0])


class Certificate:
    """X.509 in DER; `cryptography` reads what is inside."""

    def __init__(self, der: bytes) -> None:
        self.der, self.inside = der, x509.load_der_x509_certificate(der)
        self.signed, self.algorithm, signature = parts(element(der), SEQUENCE, SEQUENCE, BITS)
        self.signature = signature.content[1:]  # the first byte says how many bits are left over: none
        fields = [part for part in elements(self.signed.content) if part.tag != CONTEXT_0]
        self.serial, _algorithm, self.issuer, _validity, self.subject = (part.whole for part in fields[:5])
        self.fingerprint = hashlib.sha256(der).hexdigest()

    @property
    def name(self) -> str:
        common = self.inside.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(common[0].value) if common else self.inside.subject.rfc4514_string()

    def extension(self, kind: Any) -> Any:
        """Value and whether it is critical; None where it is not there."""
        try:
            found = self.inside.extensions.get_extension_for_class(kind)
        except x509.ExtensionNotFound:
            return None, False
        return found.value, found.critical

    def was_good(self, at: datetime) -> bool:
        """In its days, and with nothing critical in it that is not understood here."""
        begin, end = _days(self.inside)
        critical = {each.oid.dotted_string for each in self.inside.extensions if each.critical}
        return begin <= at <= end and critical <= UNDERSTOOD

    def issued(self, other: Certificate, below: int) -> bool:
        """Whether this is an authority for certificates, and signed the other, under which `below` more stand."""
        basic, usage = self.extension(x509.BasicConstraints)[0], self.extension(x509.KeyUsage)[0]
        may = basic is not None and basic.ca and (basic.path_length is None or basic.path_length >= below)
        if self.subject != other.issuer or not may or (usage is not None and not usage.key_cert_sign):
            return False
        try:
            return check_signature(self.inside.public_key(), other.signature, other.signed.whole, other.algorithm)
        except (Wrong, ValueError, UnsupportedAlgorithm):  # an algorithm that does not count: another path may
            return False

    def may_seal(self) -> bool:
        usage = self.extension(x509.KeyUsage)[0]
        return usage is None or bool(usage.content_commitment)

    def may_stamp(self) -> bool:
        """RFC 3161, section 2.3: this use alone, and critical."""
        usages, critical = self.extension(x509.ExtendedKeyUsage)
        return critical and list(usages) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _days(inside: x509.Certificate) -> tuple[datetime, datetime]:
    """From when to when. Older versions of `cryptography` give the same without a time zone."""
    if hasattr(inside, "not_valid_before_utc"):
        return inside.not_valid_before_utc, inside.not_valid_after_utc
    utc = timezone.utc  # noqa: UP017 - Python 3.10 has no other name for it
    return inside.not_valid_before.replace(tzinfo=utc), inside.not_valid_after.replace(tzinfo=utc)


def in_pem(content: bytes) -> list[Certificate]:
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    blocks = content.decode("latin-1").split(begin)[1:1001]
    return [Certificate(ssl.PEM_cert_to_DER_cert(begin + block.partition(end)[0] + end)) for block in blocks]


@dataclass(frozen=True)
class Trust:
    """The certificates that count, and whether the reader named them."""

    roots: Sequence[Certificate]
    is_the_readers: bool

    def check(self, leaf: Certificate, pool: Sequence[Certificate], at: datetime) -> None:
        """Refuses what does not lead to one of them, over others that were sent along. Without any it stays open."""
        known, waiting, seen = {root.der for root in self.roots}, [(leaf, 0)], set[bytes]()
        while waiting and known:
            certificate, below = waiting.pop()
            is_root = certificate.der in known
            if not certificate.was_good(at) and not (is_root and below):  # a root's own days do not count (RFC 5280)
                continue
            if is_root:
                return
            if certificate.der not in seen and below < LONGEST_PATH:
                seen.add(certificate.der)
                waiting += [(each, below + 1) for each in (*self.roots, *pool) if each.issued(certificate, below)]
        if self.roots:
            raise Wrong("The certificate of “{name}” does not lead to one that is trusted.", name=leaf.name)


@dataclass(frozen=True)
class Signed:
    """A signature in CMS with its one signer."""

    kind: str
    content: bytes | None
    certificates: Sequence[Certificate]
    signer: Element
    hashed_with: Element
    attributes: dict[str, Element]
    signed: bytes
    algorithm: Element
    signature: bytes
    unsigned: dict[str, Element]


def signed_data(der: bytes) -> Signed:
    info = element(der)
    kind, wrapped = parts(info, OID, CONTEXT_0)[:2]
    if oid(kind) != SIGNED_DATA or info.whole != der:
        raise Wrong("A signature is not in DER.")
    _version, _algorithms, content, *rest = parts(parts(wrapped, SEQUENCE)[0], INTEGER, SET, SEQUENCE)
    certificates = [each for part in rest if part.tag == CONTEXT_0 for each in _certificates(part)]
    signers = elements(rest[-1].content) if rest and rest[-1].tag == SET else []
    if len(signers) != 1:
        raise Wrong("There is more than one signature, or none.")
    _number, signer, hashed_with, attributes, algorithm, signature, *unsigned = elements(signers[0].content)
    if attributes.tag != CONTEXT_0 or signature.tag != OCTETS:
        raise Wrong("A signature is not in DER.")
    what, *inside = parts(content, OID)
    return Signed(
        oid(what), elements(inside[0].content)[0].content if inside else None, certificates, signer, hashed_with,
        _attributes(attributes), bytes([SET]) + attributes.whole[1:], algorithm, signature.content,
        _attributes(unsigned[0]) if unsigned else {},
    )  # fmt: skip


def _certificates(part: Element) -> Iterator[Certificate]:
    """What cannot be read helps nobody, and harms nobody."""
    for each in elements(part.content)[:MOST_CERTIFICATES]:
        try:
            yield Certificate(each.whole)
        except (ValueError, Wrong):
            continue


def _attributes(part: Element) -> dict[str, Element]:
    """By their names, each once and with one value."""
    found: dict[str, Element] = {}
    for each in elements(part.content):
        kind, values = parts(each, OID, SET)
        (value,) = elements(values.content)
        if found.setdefault(oid(kind), value) is not value:
            raise Wrong("A signature is not in DER.")
    return found


def signer_of(signed: Signed, digest_of: Callable[[str], bytes]) -> Certificate:
    """The certificate whose key signed; `digest_of` gives the digest of what was signed, by the name of the hash."""
    if (
        not {CONTENT_TYPE, MESSAGE_DIGEST} <= set(signed.attributes)
        or oid(signed.attributes[CONTENT_TYPE]) != signed.kind
    ):
        raise Wrong("The signature does not say what it is of.")
    if signed.attributes[MESSAGE_DIGEST].content != digest_of(hash_of(signed.hashed_with).name):
        raise Wrong("What was signed was changed afterwards.")
    certificate = _named_in(signed)
    key = certificate.inside.public_key()
    if not check_signature(key, signed.signature, signed.signed, signed.algorithm, signed.hashed_with):
        raise Wrong("The signature was not made with the key of its certificate.")
    return certificate


def _named_in(signed: Signed) -> Certificate:
    """By issuer and number, or by its key; and by its digest, under the signature (RFC 5035, and RFC 2634 of old)."""
    attribute, hashed_with = signed.attributes.get(NAMES_CERTIFICATE_V2), "sha256"
    if attribute is None and signed.kind == TOKEN_INFO:
        attribute, hashed_with = signed.attributes.get(NAMES_CERTIFICATE), "sha1"
    if attribute is None:
        raise Wrong("The signature does not name its certificate.")
    first = parts(parts(attribute, SEQUENCE)[0], SEQUENCE)[0]
    said = elements(first.content)
    if said[0].tag == SEQUENCE:
        hashed_with = hash_of(said.pop(0)).name
    for each in signed.certificates:
        if _is_meant(signed.signer, each) and hashlib.new(hashed_with, each.der).digest() == said[0].content:
            return each
    raise Wrong("The certificate that the signature names is missing.")


def _is_meant(signer: Element, certificate: Certificate) -> bool:
    if signer.tag == IMPLICIT_0:
        key = certificate.extension(x509.SubjectKeyIdentifier)[0]
        return key is not None and key.digest == signer.content
    issuer, serial = parts(signer, SEQUENCE, INTEGER)
    return (issuer.whole, serial.whole) == (certificate.issuer, certificate.serial)


@dataclass(frozen=True)
class Stamp:
    """What a time-stamp authority says."""

    at: datetime
    certificate: Certificate
    pool: Sequence[Certificate]

    @property
    def time(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} UTC"


def stamp_of(token: bytes, over: bytes) -> Stamp:
    """Whether it is to be trusted is another question."""
    signed = signed_data(token)
    content = signed.content
    if signed.kind != TOKEN_INFO or content is None:
        raise Wrong("The time stamp is none.")
    certificate = signer_of(signed, lambda name: hashlib.new(name, content).digest())
    _version, _policy, imprint, _number, at = parts(element(content), INTEGER, OID, SEQUENCE, INTEGER, TIME)[:5]
    algorithm, digest = parts(imprint, SEQUENCE, OCTETS)
    if hashlib.new(hash_of(algorithm).name, over).digest() != digest.content:
        raise Wrong("The time stamp is of something else.")
    if not certificate.may_stamp():
        raise Wrong("The certificate of the time stamp is not one for time stamps.")
    return Stamp(_moment(at.content.decode()), certificate, signed.certificates)


def _moment(text: str) -> datetime:
    """GeneralizedTime, as RFC 3161 asks for it: UTC, with fractions of a second or without."""
    whole, _point, _fraction = text.removesuffix("Z").partition(".")
    return datetime.strptime(whole + "+0000", "%Y%m%d%H%M%S%z")


# 1. The seal --------------------------------------------------------------------------------------

CERTIFIES = (
    rb"/Type\s*/Sig\b",
    rb"/SubFilter\s*/ETSI\.CAdES\.detached\b",
    rb"/TransformMethod\s*/DocMDP\b",
    rb"/TransformParams\s*<<[^<>]*/P\s+1\s*(/|>>)",
)
_GAP, _NUMBER = rb"\s{0,4}", rb"\s{1,4}(\d{1,12})"
RANGE = re.compile(rb"/ByteRange" + _GAP + rb"\[" + _GAP + rb"0" + 3 * _NUMBER + _GAP + rb"\]")
LONGEST_RANGE, MOST_RANGES = 96, 20


def check_seal(der: bytes, digest_of: Callable[[str], bytes], trust: Trust, answer: Answer, name: str) -> Certificate:
    """Of a PDF or of MANIFEST: who sealed it, and when."""
    signed = signed_data(der)
    if signed.kind != DATA or signed.content is not None:
        raise Wrong("The signature does not say what it is of.")
    certificate = signer_of(signed, digest_of)
    if not certificate.may_seal():
        raise Wrong("The certificate of the seal is not one for seals.")
    if TOKEN not in signed.unsigned:
        raise Wrong("No time-stamp authority says when it was sealed.")
    stamp = stamp_of(signed.unsigned[TOKEN].whole, signed.signature)
    for each in (certificate, stamp.certificate):
        trust.check(each, [*signed.certificates, *stamp.pool], stamp.at)
    said = {"name": name, "signer": certificate.name, "authority": stamp.certificate.name, "time": stamp.time}
    answer.say("{name} was sealed by “{signer}”; “{authority}” says: at {time}.", **said)
    return certificate


def check_pdf(files: Files, name: str, trust: Trust, answer: Answer) -> Certificate:
    """The bytes that the seal covers are all but its own: so nothing else in the file can be another one's."""
    with files.open(name) as stream:
        size = stream.seek(0, io.SEEK_END)
        ranges = _ranges(stream)
        if not ranges:
            raise Wrong("The file has no seal.")
        place, begin, end, length = ranges.pop()
        _check_cover(begin, end, end + length - size)
        if any(_is_signature(stream, *other[1:3]) for other in ranges):
            raise Wrong("There is more than one signature.")
        _check_terms(stream, begin, end, place)
        covered = [(0, begin), (end, None)]
        return check_seal(
            _signature_in(stream, begin, end), lambda name: _digest(stream, name, covered), trust, answer, name
        )


def _ranges(stream: BinaryIO) -> list[tuple[int, int, int, int]]:
    """Place and numbers of what looks like a /ByteRange, also in texts: the first twenty, and the last, the seal's."""
    stream.seek(0)
    found, kept, at = list[tuple[int, int, int, int]](), b"", 0
    while block := stream.read(MIB):
        window, before = kept + block, found[-1][0] if found else -1
        for each in RANGE.finditer(window):
            if at + each.start() > before:
                found.append((at + each.start(), int(each[1]), int(each[2]), int(each[3])))
        del found[MOST_RANGES:-1]
        kept = window[-LONGEST_RANGE:]
        at += len(window) - len(kept)
    return found


def _check_cover(begin: int, end: int, beyond: int) -> None:
    """It leaves out what stands from begin to end, and ends with the file."""
    if beyond < 0:
        raise Wrong("{count} bytes were added to the file after it was sealed.", count=-beyond)
    if beyond > 0 or not 0 < end - begin < MIB:
        raise Wrong("The seal does not cover the whole file.")


def _is_signature(stream: BinaryIO, begin: int, end: int) -> bool:
    """Not words that somebody wrote."""
    stream.seek(begin)
    return 0 < end - begin < MIB and re.fullmatch(rb"<[0-9A-Fa-f\s]+>", stream.read(end - begin)) is not None


def _signature_in(stream: BinaryIO, begin: int, end: int) -> bytes:
    """Hexadecimal digits between angle brackets: the signature, then zeros."""
    stream.seek(begin)
    found = re.fullmatch(rb"<((?:[0-9A-Fa-f]{2})+)>", stream.read(end - begin))
    content = bytes.fromhex(found[1].decode()) if found else b""
    signature = element(content).whole
    if content[len(signature) :].strip(b"\0"):
        raise Wrong("The seal leaves out more than its signature.")
    return signature


def _check_terms(stream: BinaryIO, begin: int, end: int, place: int) -> None:
    """The dictionary around the signature certifies the file, and allows no change."""
    stream.seek(max(0, begin - 4096))
    before = stream.read(min(begin, 4096)).rpartition(b" obj")[2]
    stream.seek(end)
    after = stream.read(4096).partition(b"endobj")[0]
    is_inside = begin - len(before) <= place < end + len(after)
    said = before + after
    if (
        not is_inside
        or not re.search(rb"/Contents\s*$", before)
        or not all(re.search(term, said) for term in CERTIFIES)
    ):
        raise Wrong("The signature is no certification that allows no change.")


# The five questions -------------------------------------------------------------------------------

SEALS = b'{"act":"records.seal_record",'
HIDDEN = re.compile(rb"sha256:([0-9a-f]{64})")
NAMED_DIGEST = re.compile(rb'"digest":"([0-9a-f]{64})"')


class History:
    """The events of one case, one after the other. Of each the hash is kept (32 bytes), and no body but the last."""

    def __init__(self, first: bytes, told: Any, texts: Any) -> None:
        kind, version, case, genesis = first.decode().split(" ")
        self.id, self.reference = uuid.UUID(case), str(told["case"]["reference"])
        self.before = hashlib.sha256(b"\x00" + self.id.bytes).digest()
        if (kind, version, case, genesis) != ("pipcases-chain", "1", told["case"]["id"], self.before.hex()):
            raise Wrong("The first line of chain/events is not that of the case in case.json.")
        self.told = {row["number"]: row for row in told["events"]}
        self.texts = {int(number): fields for number, fields in texts.items() if re.fullmatch("[1-9][0-9]*", number)}
        if len(self.texts) < len(texts):
            raise Wrong("{name} is no JSON.", name=TEXTS)
        self.wanted = {row["digest"] for row in told["versions"]}
        self.hashes, self.last, self.named, self.hidden = bytearray(), b"", set[str](), 0

    @property
    def count(self) -> int:
        return len(self.hashes) // 32

    def hash(self, number: int) -> bytes:
        """Of this event. Refuses one that is not there."""
        if not 1 <= number <= self.count:
            raise self.broken(self.count + 1, "Case {case}, event {number}: it is missing.")
        return bytes(self.hashes[32 * number - 32 : 32 * number])

    def broken(self, number: int, sentence: str) -> Wrong:
        return Wrong(sentence, case=self.reference, number=number)

    def take(self, number: int, line: bytes) -> None:
        """The next event. Refuses one that is not as it was written."""
        written, _, rest = line.partition(b" ")
        stated, _, body = rest.partition(b" ")
        if written != b"%d" % number:
            raise self.broken(number, "Case {case}, event {number}: it is missing.")
        hidden = HIDDEN.fullmatch(body)
        content = bytes.fromhex(hidden[1].decode()) if hidden else hashlib.sha256(body).digest()
        place = self.id.bytes + number.to_bytes(8, "big")
        digest = hashlib.sha256(b"\x01" + self.before + place + content).digest()
        self._compare(number, stated.decode("latin-1"), content.hex(), digest.hex())
        self._look_into(number, body, is_hidden=bool(hidden))
        self.hashes += digest
        self.before, self.last = digest, body

    def _compare(self, number: int, stated: str, content: str, digest: str) -> None:
        said = self.told.get(number)
        if stated != digest and said and said["body"] == content:
            raise self.broken(number, "Case {case}, event {number}: it does not follow the event before it.")
        if stated != digest:
            raise self.broken(number, "Case {case}, event {number}: its content was changed.")
        if said and (said["hash"], said["before"], said["body"]) != (digest, self.before.hex(), content):
            raise self.broken(number, "Case {case}, event {number}: it is another one than case.json tells of.")

    def _look_into(self, number: int, body: bytes, *, is_hidden: bool) -> None:
        self.hidden += is_hidden
        self.named |= self.wanted.intersection(found.decode() for found in NAMED_DIGEST.findall(body))
        if number in self.texts and not is_hidden:
            committed = json.loads(body)["texts"]
            for name, text in self.texts[number].items():
                salted = bytes.fromhex(text["salt"]) + text["text"].encode()
                if committed.get(name) != hashlib.sha256(salted).hexdigest():
                    raise self.broken(number, "Case {case}, event {number}: its text was changed.")

    def check_end(self, head: Any) -> None:
        """Nothing that is told of elsewhere is missing, and the last event is the one that names the record."""
        if self.count < max([0, *self.told, *self.texts]):
            raise self.broken(self.count + 1, "Case {case}, event {number}: it is missing.")
        if self.hash(head["number"]).hex() != head["hash"]:
            raise self.broken(head["number"], "Case {case}, event {number}: it is another one than case.json tells of.")
        if not self.last.startswith(SEALS):
            raise self.broken(
                self.count + 1, "Case {case}, event {number}: it is missing; the last has to name record.pdf."
            )


class Inspection:
    """One file, asked five questions."""

    def __init__(self, files: Files, trust: Trust, keys: Sequence[str], kept: Sequence[Checkpoint]) -> None:
        self.files, self.trust, self.keys, self.kept = files, trust, keys, kept
        self.certificate: Certificate | None = None
        self.history: History | None = None

    def answers(self) -> list[Answer]:
        return [
            self._asked("The seal is good, and covers the whole file", self.seal, is_of_bundle=False),
            self._asked("Every file is as the manifest says, and the manifest is sealed", self.manifest),
            self._asked("The history of the case agrees with itself", self.events),
            self._asked("That history names this very record", self.naming),
            self._asked("A daily checkpoint stands over it", self.checkpoints),
        ]

    def _asked(self, question: str, ask: Callable[[Answer], None], *, is_of_bundle: bool = True) -> Answer:
        """A file that was made to harm may raise anything at all: then it is not as the format says."""
        answer = Answer(question)
        if is_of_bundle and not self.files.is_bundle:
            answer.leave_open("Only a whole bundle can answer this.")
            return answer
        try:
            ask(answer)
        except Wrong as wrong:
            answer.refuse(wrong)
        except Exception as fault:  # noqa: BLE001 - see above
            answer.refuse(
                Wrong("This is not as the format says, and cannot be read ({fault}).", fault=type(fault).__name__)
            )
        return answer

    def seal(self, answer: Answer) -> None:
        names = [self.files.record]
        if self.files.is_bundle and EXHIBITS in self.files.names:
            names.append(EXHIBITS)
        for name in names:
            try:
                certificate = check_pdf(self.files, name, self.trust, answer)
            except Wrong as wrong:
                raise Wrong("{name}: {why}", name=name, why=wrong) from wrong
            if self.certificate and certificate.der != self.certificate.der:
                raise Wrong("{name} was sealed with another certificate than record.pdf.", name=name)
            self.certificate = certificate
        answer.say("SHA-256 of the certificate: {sha256}", sha256=certificate.fingerprint)
        self._tell_of_trust(answer)

    def _tell_of_trust(self, answer: Answer) -> None:
        if not self.trust.roots:
            answer.leave_open("Whose certificate that is stays open: name the certificates that you trust (--trust).")
        elif not self.trust.is_the_readers:
            answer.say(
                "That it counts is the word of whoever made the bundle (keys/roots.pem): compare, or use --trust."
            )

    def manifest(self, answer: Answer) -> None:
        content = self.files.read(MANIFEST)
        named = dict(_sums(content))
        for name in sorted({*named, *self.files.names} - {MANIFEST, MANIFEST_SEAL}):
            try:
                self._check_entry(name, named.get(name))
            except Wrong as wrong:
                answer.refuse(wrong)
        seal = self.files.read(MANIFEST_SEAL)
        certificate = check_seal(seal, lambda name: hashlib.new(name, content).digest(), self.trust, answer, MANIFEST)
        if self.certificate is None or certificate.der != self.certificate.der:
            raise Wrong("{name} was sealed with another certificate than record.pdf.", name=MANIFEST)
        answer.say("{count} files have the SHA-256 that it names.", count=len(named))

    def _check_entry(self, name: str, digest: str | None) -> None:
        if digest is None:
            raise Wrong("{name} is not named in MANIFEST.", name=name)
        try:
            found = self.files.sha256(name)
        except (OSError, zipfile.BadZipFile):
            found = ""
        if found != digest:
            raise Wrong("{name} is not the file that MANIFEST names.", name=name)

    def events(self, answer: Answer) -> None:
        told = self.files.json(CASE)
        lines = self.files.lines(EVENTS)
        history = History(next(lines, b""), told, self.files.json(TEXTS))
        for number, line in enumerate(lines, start=1):
            history.take(number, line)
        history.check_end(told["as_of"])
        self._check_beside(told, history)
        self.history = history
        answer.say("All {count} events were hashed again.", count=history.count)
        if history.hidden:
            answer.say(
                "Of {count} events this copy holds the hashes alone: texts of theirs cannot be compared.",
                count=history.hidden,
            )

    def _check_beside(self, told: Any, history: History) -> None:
        """Versions and files are what case.json says; an event named each version, where its body can be read."""
        for row, digest in [(r, r["digest"]) for r in told["versions"]] + [(r, r["sha256"]) for r in told["files"]]:
            if row["entry"] and self.files.sha256(row["entry"]) != digest:
                raise Wrong("{name} is not the file that case.json names.", name=row["entry"])
        for row in told["versions"]:
            if row["digest"] not in history.named and not history.hidden:
                raise Wrong("No event names version {number} as it is here.", number=row["number"])

    def naming(self, answer: Answer) -> None:
        history = self.history
        if history is None:
            answer.leave_open("The history does not agree: what it names does not count.")
            return
        facts = json.loads(history.last)["facts"]
        seq, head = facts["seq"], history.hash(facts["seq"]).hex()
        if facts["sha256"] != self.files.sha256(RECORD):
            raise history.broken(
                history.count, "Case {case}, event {number}: it names another file than this record.pdf."
            )
        if facts["head"] != head:
            raise history.broken(seq, "Case {case}, event {number}: it is not the one that the record ends with.")
        said = f"{history.id} {head} {facts['language']} {facts['part']}"
        if self._identifier() != hashlib.sha256(said.encode()).hexdigest()[:32]:
            raise history.broken(seq, "Case {case}, event {number}: it is not the one that the record ends with.")
        if self.certificate and self.certificate.fingerprint != facts["certificate"]:
            raise history.broken(
                history.count, "Case {case}, event {number}: it names another certificate of the seal."
            )
        answer.say("Event {number} names it: a record as of event {seq}.", number=history.count, seq=seq)

    def _identifier(self) -> str:
        """The first half of the /ID at the end of record.pdf."""
        with self.files.open(RECORD) as stream:
            stream.seek(max(0, stream.seek(0, io.SEEK_END) - 4096))
            found = re.findall(rb"/ID\s*\[\s*<([0-9A-Fa-f]{64})>", stream.read())
        return bytes.fromhex(found[-1].decode()).decode("latin-1") if found else ""

    def checkpoints(self, answer: Answer) -> None:
        proof = self.files.json(PROOF) if PROOF in self.files.names else None
        found, before, first, number = None, "", 0, 0
        for line in self.files.lines(CHECKPOINTS):
            number = number + 1 if before else int(line.split(b" ", 1)[0])
            first = first or number
            checkpoint = Checkpoint.read(line, number, before or NONE_BEFORE * (number == 1), self.keys)
            if any(kept.said["number"] == number and kept.body != checkpoint.body for kept in self.kept):
                raise Wrong("Daily checkpoint {number}: it is another one than was kept outside.", number=number)
            if proof and proof["number"] == number:
                found = checkpoint
            before = hashlib.sha256(checkpoint.body).hexdigest()
        self._tell_of_others(answer, first, number)
        if proof is None or not number:
            answer.leave_open("The case is newer than every daily checkpoint here: the next will be the first over it.")
        elif found is None:
            raise Wrong("Daily checkpoint {number}: it is missing.", number=proof["number"])
        else:
            self._prove(answer, proof, found)

    def _tell_of_others(self, answer: Answer, first: int, last: int) -> None:
        """Not every reader gets the daily checkpoints from before the one that the path leads to."""
        if first > 1:
            answer.say("Daily checkpoints before {number} are not in this bundle.", number=first)
        for at, number in ((kept.said["at"], kept.said["number"]) for kept in self.kept):
            if number < first:
                answer.leave_open(
                    "Daily checkpoint {number}, of {at}, was kept outside and has to be older than those here.",
                    at=at,
                    number=number,
                )
            if number > last:
                answer.leave_open(
                    "Daily checkpoint {number}, of {at}, was kept outside and has to be newer than this.",
                    at=at,
                    number=number,
                )

    def _prove(self, answer: Answer, proof: Any, checkpoint: Checkpoint) -> None:
        case, seq, head = uuid.UUID(proof["case"]), proof["seq"], bytes.fromhex(proof["head"])
        leaf = hashlib.sha256(b"\x00" + case.bytes + seq.to_bytes(8, "big") + head).digest()
        path = [bytes.fromhex(beside) for beside in proof["path"]]
        said = checkpoint.said
        if proof["count"] != said["count"] or _root(leaf, proof["index"], said["count"], path).hex() != said["root"]:
            raise Wrong("Daily checkpoint {number}: the path does not lead to its root.", number=said["number"])
        history = self.history
        if history is None:
            answer.leave_open(
                "The history does not agree, or cannot be read: nothing can be compared with the checkpoint."
            )
            return
        if case != history.id or history.hash(seq) != head:
            raise history.broken(seq, "Case {case}, event {number}: it is not the one that the daily checkpoint holds.")
        self._tell_of(answer, checkpoint, history, seq)

    def _tell_of(self, answer: Answer, checkpoint: Checkpoint, history: History, seq: int) -> None:
        number, at = checkpoint.said["number"], checkpoint.said["at"]
        answer.say(
            "Daily checkpoint {number}, of {at}, holds the history up to event {seq}.", number=number, at=at, seq=seq
        )
        name = f"checkpoints/stamp-{number}.tsr"
        if name in self.files.names:
            stamp = stamp_of(self.files.read(name), checkpoint.body + checkpoint.signature)
            self.trust.check(stamp.certificate, stamp.pool, stamp.at)
            answer.say("“{authority}” says: it was there at {time}.", authority=stamp.certificate.name, time=stamp.time)
        answer.say("SHA-256 of its key: {sha256}", sha256=hashlib.sha256(checkpoint.key).hexdigest())
        if not self.keys:
            answer.say("Compare that with what auditors were given, or name it (--key).")
        if seq < history.count:
            said: dict[str, object] = {"first": seq + 1, "last": history.count}
            answer.leave_open(
                "Events {first} to {last} are newer: only the next daily checkpoint will hold them.", **said
            )


def _sums(content: bytes) -> Iterator[tuple[str, str]]:
    """Name and digest of each line. Refuses what is not sorted, so that no name stands there twice."""
    before = ""
    for line in content.decode().removesuffix("\n").split("\n"):
        found = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
        if not found or found[2] <= before:
            raise Wrong("MANIFEST has a line that is not as sha256sum writes it, or is not in order.")
        before = found[2]
        yield found[2], found[1]


@dataclass(frozen=True)
class Checkpoint:
    """A daily checkpoint that was signed with its key."""

    key: bytes
    signature: bytes
    body: bytes
    said: Any

    @classmethod
    def read(cls, line: bytes, number: int, before: str, keys: Sequence[str]) -> Checkpoint:
        """The one with this number, which follows the body with that digest, if one is known. Refuses keys that do not
        count.
        """
        written, signature, key, body = line.split(b" ", 3)
        if written != b"%d" % number:
            raise Wrong("Daily checkpoint {number}: it is missing.", number=number)
        found = cls.signed(bytes.fromhex(key.decode()), bytes.fromhex(signature.decode()), body)
        fingerprint = hashlib.sha256(found.key).hexdigest()
        if keys and fingerprint not in keys:
            raise Wrong("Daily checkpoint {number}: its key is not the one that counts.", number=number)
        if (found.said["number"], found.said["key"]) != (number, fingerprint):
            raise Wrong("Daily checkpoint {number}: its line is not what its body says.", number=number)
        if before and found.said["before"] != before:
            raise Wrong("Daily checkpoint {number}: it does not follow the one before it.", number=number)
        return found

    @classmethod
    def signed(cls, key: bytes, signature: bytes, body: bytes) -> Checkpoint:
        said = json.loads(body)
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, body)
        except InvalidSignature:
            raise Wrong(
                "Daily checkpoint {number}: its signature is not that of its body.", number=said["number"]
            ) from None
        return cls(key, signature, body, said)


def _kept(letter: Path) -> Checkpoint:
    """From the file that came with a letter to an auditor."""
    try:
        file = json.loads(letter.read_bytes()[:MIB])
        found = Checkpoint.signed(bytes.fromhex(file["key"]), bytes.fromhex(file["signature"]), file["body"].encode())
        if not isinstance(found.said["number"], int) or not isinstance(found.said["at"], str):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable("{name} holds no daily checkpoint that was kept.", name=letter.name) from None
    return found


def _root(leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes:
    """What the path leads to, from the leaf at this place of `count`; nothing where it is too short or too long."""
    reached, beside = leaf, list(path)
    if not 0 <= index < count:
        return b""
    while count > 1:
        if index ^ 1 < count:
            if not beside:
                return b""
            other = beside.pop(0)
            reached = hashlib.sha256(b"\x01" + (other + reached if index & 1 else reached + other)).digest()
        index, count = index // 2, (count + 1) // 2
    return b"" if beside else reached


# What is said -------------------------------------------------------------------------------------

LANGUAGES = ("en", "zh")


def told(sentence: str, values: dict[str, object], language: str) -> str:
    """In this language. What comes out of the file is shown without anything that a terminal would obey."""
    template = CHINESE[sentence] if language == "zh" else sentence
    return template.format(**{name: _shown(value, language) for name, value in values.items()})


def _shown(value: object, language: str) -> str:
    if isinstance(value, Wrong):
        return told(value.sentence, value.values, language)
    text = CHINESE.get(str(value), str(value)) if language == "zh" else str(value)
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])


def report(answers: Sequence[Answer], language: str) -> Iterator[str]:
    for answer in answers:
        yield f"[{told(answer.verdict, {}, language)}] {told(answer.question, {}, language)}"
        yield from (f"    {told(sentence, values, language)}" for sentence, values in answer.reasons)
    verdicts = {answer.verdict for answer in answers}
    end = "Something is wrong with this file." if NO in verdicts else "Nothing speaks against this file."
    yield told(end, {}, language) + (" " + told("What is open stands above.", {}, language) if OPEN in verdicts else "")


def main(arguments: Sequence[str] | None = None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no Chinese
    given = _arguments().parse_args(arguments)
    languages = LANGUAGES if given.language == "both" else (given.language,)
    try:
        files = Files(given.file)
        kept = [_kept(letter) for letter in given.kept]
        answers = Inspection(files, _trust(given.trust, files), given.key, kept).answers()
    except (OSError, Wrong) as fault:
        wrong = fault if isinstance(fault, Wrong) else Unreadable("{name} cannot be read.", name=given.file.name)
        print("\n".join(told(wrong.sentence, wrong.values, language) for language in languages))
        return 2
    print("\n\n".join("\n".join(report(answers, language)) for language in languages))
    return int(any(answer.verdict == NO for answer in answers))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check a bundle of pipcases or a sealed record. / 核验 pipcases 的案件包或已签章的书面记录。",
        epilog="Ends with 0: nothing speaks against it; 1: something is wrong; 2: nothing could be checked.",
    )
    parser.add_argument("file", nargs="?", type=Path, default=Path(__file__).resolve().parent,
                        help="bundle.zip, its folder, or a PDF / 案件包、其文件夹或 PDF")  # fmt: skip
    parser.add_argument("--language", choices=(*LANGUAGES, "both"), default="both")
    parser.add_argument("--trust", type=Path, metavar="ROOTS.pem", help="certificates that you trust / 你信任的证书")
    parser.add_argument("--key", type=_fingerprint, action="append", default=[], metavar="FINGERPRINT",
                        help="SHA-256 of a key of daily checkpoints that counts / 每日存证密钥")  # fmt: skip
    parser.add_argument("--kept", type=Path, action="append", default=[], metavar="LETTER",
                        help="a daily checkpoint that an auditor kept (.json) / 审计员保存的每日存证")  # fmt: skip
    return parser


def _fingerprint(text: str) -> str:
    found = text.replace(":", "").strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", found):
        raise argparse.ArgumentTypeError("64 hexadecimal characters are needed")
    return found


def _trust(path: Path | None, files: Files) -> Trust:
    """What the reader named, else what the bundle says of itself."""
    try:
        roots = in_pem(path.read_bytes()[:MIB] if path else files.read(ROOTS))
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - whatever it holds, it is no certificate
        roots = []
    if path and not roots:
        raise Unreadable("{name} holds no certificate.", name=path.name)
    return Trust(roots, is_the_readers=bool(path))


CHINESE = {
    "Yes": "是",
    "No": "否",
    "Open": "待定",
    "The seal is good, and covers the whole file": "签章有效，且覆盖整个文件",
    "Every file is as the manifest says, and the manifest is sealed": "每个文件都与清单一致，且清单已加盖签章",
    "The history of the case agrees with itself": "案件历史前后一致",
    "That history names this very record": "该历史记有的正是这份书面记录",
    "A daily checkpoint stands over it": "有每日存证覆盖它",
    "Nothing speaks against this file.": "没有发现任何对该文件不利之处。",
    "Something is wrong with this file.": "该文件有问题。",
    "What is open stands above.": "尚未确定之处见上。",
    "Only a whole bundle can answer this.": "只有完整的案件包才能回答这一点。",
    "This is not as the format says, and cannot be read ({fault}).": "这与格式不符，无法读取（{fault}）。",
    "{name} cannot be read.": "无法读取 {name}。",
    "{name} is missing.": "缺少 {name}。",
    "{name} is larger than this program reads.": "{name} 超出本程序读取的大小。",
    "{name} is no JSON.": "{name} 不是 JSON。",
    "{name} holds no certificate.": "{name} 中没有证书。",
    "There is no bundle of pipcases in it.": "其中没有 pipcases 的案件包。",
    "This is no bundle as pipcases writes it: {why}.": "这不是 pipcases 写出的案件包：{why}。",
    "links, or too many files": "含有链接，或文件过多",
    "the zip's directory": "压缩包目录有问题",
    "a name that leads elsewhere": "有文件名指向别处",
    "a name that stands there twice": "有文件名出现两次",
    "compressed; unpack it first": "经过压缩；请先解包",
    "This is neither a PDF nor a zip, or something was added at its end.":
        "这既不是 PDF 也不是 zip，或末尾被添加了内容。",
    "A signature is not in DER.": "有签名不是 DER 格式。",
    "A signature uses an algorithm that does not count here: {name}.": "有签名使用了此处不认可的算法：{name}。",
    "The certificate of “{name}” does not lead to one that is trusted.": "“{name}”的证书不能追溯到受信任的证书。",
    "There is more than one signature, or none.": "签名不止一个，或没有签名。",
    "There is more than one signature.": "有不止一个签名。",
    "The file has no seal.": "文件没有签章。",
    "The signature does not say what it is of.": "签名没有说明它所签的是什么。",
    "What was signed was changed afterwards.": "签署的内容在签署之后被改动过。",
    "The signature was not made with the key of its certificate.": "该签名不是用其证书的密钥作出的。",
    "The signature does not name its certificate.": "签名没有指明其证书。",
    "The certificate that the signature names is missing.": "缺少签名所指明的证书。",
    "The time stamp is none.": "时间戳不是有效的时间戳。",
    "The time stamp is of something else.": "时间戳属于别的内容。",
    "The certificate of the time stamp is not one for time stamps.": "时间戳的证书不是用于时间戳的证书。",
    "The certificate of the seal is not one for seals.": "签章的证书不是用于签章的证书。",
    "No time-stamp authority says when it was sealed.": "没有时间戳机构证明签章的加盖时间。",
    "{name} was sealed by “{signer}”; “{authority}” says: at {time}.":
        "{name} 由“{signer}”加盖签章；“{authority}”证明的时间：{time}。",
    "The seal does not cover the whole file.": "签章没有覆盖整个文件。",
    "{count} bytes were added to the file after it was sealed.": "文件加盖签章之后又添加了 {count} 个字节。",
    "The seal leaves out more than its signature.": "签章未覆盖的不只是签名本身。",
    "The signature is no certification that allows no change.": "该签名不是不允许任何改动的认证签名。",
    "{name}: {why}": "{name}：{why}",
    "{name} was sealed with another certificate than record.pdf.": "{name} 与 record.pdf 不是用同一证书加盖签章的。",
    "SHA-256 of the certificate: {sha256}": "证书的 SHA-256：{sha256}",
    "Whose certificate that is stays open: name the certificates that you trust (--trust).":
        "该证书属于谁尚未确定：请用 --trust 指明你信任的证书。",
    "That it counts is the word of whoever made the bundle (keys/roots.pem): compare, or use --trust.":
        "认可它只是案件包制作者自己的说法（keys/roots.pem）：请自行比对，或使用 --trust。",
    "{name} is not named in MANIFEST.": "MANIFEST 中没有 {name}。",
    "{name} is not the file that MANIFEST names.": "{name} 不是 MANIFEST 所记的文件。",
    "{count} files have the SHA-256 that it names.": "{count} 个文件的 SHA-256 与清单一致。",
    "MANIFEST has a line that is not as sha256sum writes it, or is not in order.":
        "MANIFEST 中有一行不合 sha256sum 的格式，或顺序不对。",
    "The first line of chain/events is not that of the case in case.json.":
        "chain/events 的首行与 case.json 中的案件不符。",
    "Case {case}, event {number}: it is missing.": "案件 {case}，事件 {number}：缺失。",
    "Case {case}, event {number}: it is missing; the last has to name record.pdf.":
        "案件 {case}，事件 {number}：缺失；最后一个事件必须记有 record.pdf。",
    "Case {case}, event {number}: it does not follow the event before it.":
        "案件 {case}，事件 {number}：与前一事件不相连。",
    "Case {case}, event {number}: its content was changed.": "案件 {case}，事件 {number}：内容被改动过。",
    "Case {case}, event {number}: its text was changed.": "案件 {case}，事件 {number}：文字被改动过。",
    "Case {case}, event {number}: it is another one than case.json tells of.":
        "案件 {case}，事件 {number}：与 case.json 所述的不是同一事件。",
    "Case {case}, event {number}: it names another file than this record.pdf.":
        "案件 {case}，事件 {number}：它记有的不是这份 record.pdf。",
    "Case {case}, event {number}: it names another certificate of the seal.":
        "案件 {case}，事件 {number}：它记有的是另一签章证书。",
    "Case {case}, event {number}: it is not the one that the record ends with.":
        "案件 {case}，事件 {number}：它不是书面记录的末尾事件。",
    "Case {case}, event {number}: it is not the one that the daily checkpoint holds.":
        "案件 {case}，事件 {number}：它不是每日存证所存的事件。",
    "All {count} events were hashed again.": "已重新计算全部 {count} 个事件的摘要值。",
    "Of {count} events this copy holds the hashes alone: texts of theirs cannot be compared.":
        "其中 {count} 个事件，本副本只含其摘要值：其文字无法比对。",
    "{name} is not the file that case.json names.": "{name} 不是 case.json 所记的文件。",
    "No event names version {number} as it is here.": "没有事件记有这里的第 {number} 版。",
    "The history does not agree: what it names does not count.": "案件历史不一致，其所记内容不作数。",
    "Event {number} names it: a record as of event {seq}.": "事件 {number} 记有它：截至事件 {seq} 的书面记录。",
    "Daily checkpoint {number}: it is missing.": "每日存证 {number}：缺失。",
    "Daily checkpoints before {number} are not in this bundle.": "本案件包不含每日存证 {number} 之前的各次。",
    "Daily checkpoint {number}: its signature is not that of its body.": "每日存证 {number}：签名与其内容不符。",
    "Daily checkpoint {number}: its key is not the one that counts.": "每日存证 {number}：其密钥不是有效的密钥。",
    "Daily checkpoint {number}: its line is not what its body says.": "每日存证 {number}：该行与其内容不符。",
    "Daily checkpoint {number}: it does not follow the one before it.": "每日存证 {number}：与前一次不相连。",
    "Daily checkpoint {number}: it is another one than was kept outside.":
        "每日存证 {number}：与外部保存的不是同一个。",
    "Daily checkpoint {number}: the path does not lead to its root.": "每日存证 {number}：路径不能通向其根。",
    "Daily checkpoint {number}, of {at}, was kept outside and has to be older than those here.":
        "外部保存的 {at} 的每日存证 {number} 应比本案件包中的各次更早。",
    "Daily checkpoint {number}, of {at}, was kept outside and has to be newer than this.":
        "外部保存的每日存证 {number}（{at}）须晚于本案件包。",
    "{name} holds no daily checkpoint that was kept.": "{name} 中没有所保存的每日存证。",
    "The case is newer than every daily checkpoint here: the next will be the first over it.":
        "本案件比这里的每次每日存证都新：下一次将首次覆盖它。",
    "The history does not agree, or cannot be read: nothing can be compared with the checkpoint.":
        "案件历史不一致或无法读取：没有可与每日存证比对的内容。",
    "Daily checkpoint {number}, of {at}, holds the history up to event {seq}.":
        "{at} 的每日存证 {number} 存有截至事件 {seq} 的历史。",
    "“{authority}” says: it was there at {time}.": "“{authority}”证明：{time} 时它已存在。",
    "SHA-256 of its key: {sha256}": "其密钥的 SHA-256：{sha256}",
    "Compare that with what auditors were given, or name it (--key).": "请与审计员所得的比对，或用 --key 指明。",
    "Events {first} to {last} are newer: only the next daily checkpoint will hold them.":
        "事件 {first} 至 {last} 在其后发生：下一次每日存证才会覆盖它们。",
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
