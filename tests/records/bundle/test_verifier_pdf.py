"""The seal on a PDF, read by the stand-alone program: what breaks it, and agreement with the application."""

import random
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.test import override_settings
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from records.bundle import verify as stand_alone
from records.loop import done
from records.sealing import demonstration
from records.sealing.reading import report_of
from records.sealing.seal import METADATA, sealed
from tests.records import bundles
from tests.records.bundles import Ended
from tests.records.tampered import taken_off

FLIPS, PLACES = 200, 20


@pytest.fixture(scope="module")
def plain() -> bytes:
    return bundles.blank()


@pytest.fixture(scope="module")
def record(plain: bytes) -> bytes:
    return sealed(plain).pdf


def asked(pdf: bytes, roots: str) -> Ended:
    file = Path(roots).with_name("record.pdf")
    file.write_bytes(pdf)
    return bundles.asked(file, "--trust", roots)


def are_agreed(pdf: bytes, roots: str) -> bool:
    """Whether nothing speaks against it, which program and application say with one voice."""
    is_good = asked(pdf, roots).code == 0
    assert report_of(pdf).holds == is_good
    return is_good


def gap(record: bytes) -> tuple[int, int]:
    """Where the signature stands: all else is covered."""
    found = stand_alone.RANGE.search(record)
    assert found
    return int(found[1]), int(found[2])


def flipped(record: bytes, place: int) -> bytes:
    changed = bytearray(record)
    changed[place] ^= 1 << (place % 8)
    return bytes(changed)


def test_a_seal_that_is_good(record: bytes, roots: str) -> None:
    assert are_agreed(record, roots)


def test_every_flipped_bit_that_the_seal_covers_is_found(record: bytes, roots: str, rng: random.Random) -> None:
    begin, end = gap(record)
    places = rng.sample([*range(begin), *range(end, len(record))], FLIPS)
    assert [place for place in places if are_agreed(flipped(record, place), roots)] == []


def test_a_flipped_bit_in_what_signs_is_found(record: bytes, roots: str, rng: random.Random) -> None:
    """In the attributes and the signature itself. Certificates that were sent along and lead nowhere are covered by
    nothing: there program and application may differ, and the file's SHA-256 in MANIFEST and history tells.
    """
    begin, end = gap(record)
    signature = bytes.fromhex(record[begin + 1 : end - 1].decode()).rstrip(b"\0")
    signed = stand_alone.signed_data(signature)
    for part in (signed.signed[1:], signed.signature):
        at = begin + 1 + 2 * signature.index(part)
        for place in rng.sample(range(at, at + 2 * len(part)), PLACES):
            assert (
                not are_agreed(flipped(record, place), roots)
                or chr(record[place]).lower() == chr(flipped(record, place)[place]).lower()
            )


def test_what_stands_behind_the_signature_is_zeros(record: bytes, roots: str, rng: random.Random) -> None:
    """Stricter than the application, which leaves it alone."""
    _begin, end = gap(record)
    for place in rng.sample(range(end - 4000, end - 1), PLACES):
        assert asked(record[:place] + b"7" + record[place + 1 :], roots).code == 1


def test_junk_that_is_appended_is_counted(record: bytes, roots: str, rng: random.Random) -> None:
    for _place in range(PLACES):
        junk = rng.randbytes(rng.randint(1, 500))
        assert not are_agreed(record + junk, roots)
        assert f"{len(junk)} bytes were added to the file after it was sealed." in asked(record + junk, roots).said


def updates(record: bytes) -> Iterator[bytes]:
    """The page is turned by a revision after the seal, further each time."""
    for turn in range(1, PLACES + 1):
        writer = IncrementalPdfFileWriter(BytesIO(record))
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Rotate"] = NumberObject(90 * turn)  # type: ignore[no-untyped-call]
        writer.update_container(page)
        out = BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
        yield out.getvalue()


def test_a_page_that_is_changed_by_an_update_is_found(record: bytes, roots: str) -> None:
    for changed in updates(record):
        assert not are_agreed(changed, roots)
        assert "bytes were added to the file after it was sealed." in asked(changed, roots).said


def test_a_second_signature_is_found(plain: bytes, roots: str) -> None:
    """By the same key, and no certification: it came first, so that the seal covers the whole file."""
    out = BytesIO()
    more = PdfSigner(PdfSignatureMetadata(field_name="More"), demonstration.seal_key())
    done(more.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(plain)), output=out))
    twice, metadata = BytesIO(), replace(METADATA, certify=False)
    signer = PdfSigner(metadata, demonstration.seal_key(), timestamper=demonstration.authority())
    done(signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(out.getvalue())), output=twice))
    assert not are_agreed(twice.getvalue(), roots)
    assert "There is more than one signature." in asked(twice.getvalue(), roots).said


def test_words_about_a_signature_are_none(roots: str) -> None:
    """Whoever writes them into a plan keeps nobody from checking its record."""
    said = b" /ByteRange [0 1 2 3] /ByteRange [0 10 14 9]"
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = pikepdf.String(said.decode() * 20)
        pdf.save(out)
    assert said in out.getvalue()
    assert are_agreed(sealed(out.getvalue()).pdf, roots)


def test_a_seal_that_is_taken_off_is_found(plain: bytes, record: bytes, roots: str) -> None:
    for without in (plain, taken_off(record)):
        assert not are_agreed(without, roots)
        assert "The file has no seal." in asked(without, roots).said
    begin, end = gap(record)
    assert not are_agreed(record[: begin + 1] + b"0" * (end - begin - 2) + record[end - 1 :], roots)


def test_another_key_is_not_trusted(plain: bytes, roots: str, tmp_path: Path) -> None:
    with override_settings(VAR=tmp_path):
        theirs = sealed(plain).pdf
    assert not are_agreed(theirs, roots)
    assert "“pipcases demonstration seal” does not lead to one that is trusted." in asked(theirs, roots).said


def test_a_seal_is_cut_off_anywhere(record: bytes, roots: str, rng: random.Random) -> None:
    for length in rng.sample(range(10, len(record)), PLACES):
        assert not are_agreed(record[:length], roots)


def test_a_byte_range_that_claims_more_is_found(record: bytes, roots: str) -> None:
    """The numbers in it are covered themselves, so that none can be put right."""
    found = stand_alone.RANGE.search(record)
    assert found
    begin, end, length = map(int, found.groups())
    junk = b"% more\n"
    for numbers in ((begin, end, length + len(junk)), (begin - 10, end, length), (begin, end + 8, length - 8)):
        said = b"/ByteRange [0 %d %d %d]" % numbers
        changed = record[: found.start()] + said.ljust(len(found[0])) + record[found.start() + len(found[0]) :]
        assert not are_agreed(changed + (junk if numbers[2] > length else b""), roots)
