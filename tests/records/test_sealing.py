"""The seal: what it proves, what breaks it, whose key it takes, and what happens while it cannot be put on."""

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_der_private_key, pkcs12
from cryptography.x509 import load_der_x509_certificate
from django.conf import settings
from django.test import override_settings

from records.sealing import NotSealed, demonstration
from records.sealing.reading import SealFault, SealReport, report_of
from records.sealing.seal import sealed
from records.states import Fault
from tests.authority import Authority
from tests.records.tampered import taken_off, updated

PASSPHRASE = b"correct horse"
FLIPS = 200


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A PDF of two pages that nobody sealed."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(2):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def record(plain: bytes) -> bytes:
    return sealed(plain).pdf


def faults(pdf: bytes) -> list[SealFault]:
    return report_of(pdf).faults


def test_a_sealed_file_says_who_sealed_it_and_when_and_under_what_terms(record: bytes) -> None:
    found = report_of(record)
    assert found.holds
    assert (found.signer, found.authority) == ("pipcases demonstration seal", "pipcases demonstration time")
    assert found.at is not None
    with pikepdf.open(BytesIO(record)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert int(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 1  # no changes
        assert field.Rect[0] < 0 or field.Rect[2] <= 0 or [float(edge) for edge in field.Rect] == [0, 0, 0, 0]


def test_what_was_sealed_is_all_still_there(plain: bytes, record: bytes) -> None:
    assert record.startswith(plain)


def test_junk_that_is_appended_is_found(record: bytes) -> None:
    assert faults(record + b"\n% and one more thing") == [SealFault.LARGER]


def test_a_page_that_is_changed_by_an_update_is_found(record: bytes) -> None:
    assert faults(updated(record)) == [SealFault.LARGER]


def test_a_seal_that_is_taken_off_is_found(plain: bytes, record: bytes) -> None:
    assert faults(plain) == [SealFault.MISSING]
    assert faults(taken_off(record)) == [SealFault.MISSING]


def test_another_key_is_not_trusted(plain: bytes, tmp_path: Path) -> None:
    with override_settings(VAR=tmp_path):
        theirs = sealed(plain).pdf
        assert report_of(theirs).holds
    assert set(faults(theirs)) == {SealFault.UNKNOWN, SealFault.NO_TIME}


def test_every_flipped_bit_that_the_seal_covers_is_found(record: bytes) -> None:
    """It does not cover the signature itself: there the file's SHA-256 in the chain tells that it was changed."""
    covered = _covered(record)
    places = random.Random(7).sample(covered, FLIPS)
    missed = [place for place in places if report_of(_flipped(record, place)).holds]
    assert missed == []


def _covered(record: bytes) -> list[int]:
    begin = record.rindex(b"/ByteRange")
    numbers = record[record.index(b"[", begin) + 1 : record.index(b"]", begin)].split()
    first, length, second, rest = map(int, numbers)
    return [*range(first, first + length), *range(second, second + rest)]


def _flipped(record: bytes, place: int) -> bytes:
    changed = bytearray(record)
    changed[place] ^= 1 << (place % 8)
    return bytes(changed)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\0" * 100, b"%PDF-1.7\n" + b"<<" * 5000])
def test_what_is_no_pdf_is_told_so(junk: bytes) -> None:
    assert report_of(junk) == SealReport([SealFault.UNREADABLE])


# Keys -------------------------------------------------------------------------------------------


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    """A PKCS#12 file as a company's own would be, and its passphrase in a file."""
    demonstration.roots()
    folder = settings.VAR / "demonstration-keys"
    key, certificate, root = ((folder / name).read_bytes() for name in ("seal.key", "seal.crt", "root.crt"))
    content = pkcs12.serialize_key_and_certificates(
        b"seal", load_der_private_key(key, None), load_der_x509_certificate(certificate),  # type: ignore[arg-type]
        [load_der_x509_certificate(root)], BestAvailableEncryption(PASSPHRASE),
    )  # fmt: skip
    file, secret = tmp_path / "seal.p12", tmp_path / "passphrase"
    for path, said in ((file, content), (secret, PASSPHRASE + b"\n")):
        path.write_bytes(said)
        path.chmod(0o400)
    with override_settings(SEAL_PKCS12=str(file), SEAL_PASSPHRASE_FILE=str(secret)):
        yield file


def test_a_key_comes_from_a_file_that_only_its_owner_reads(plain: bytes, key_file: Path) -> None:
    assert report_of(sealed(plain).pdf).holds
    key_file.chmod(0o440)
    assert refusal(plain) == Fault.KEY
    key_file.unlink()
    assert refusal(plain) == Fault.KEY


def test_a_wrong_passphrase_is_no_key(plain: bytes, key_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"not it")
    wrong.chmod(0o400)
    with override_settings(SEAL_PASSPHRASE_FILE=str(wrong)):
        assert refusal(plain) == Fault.KEY


def test_without_a_key_nothing_is_sealed_and_nothing_goes_out_unsealed(plain: bytes) -> None:
    with override_settings(SEAL_IS_DEMONSTRATION=False):
        assert refusal(plain) == Fault.KEY
    with override_settings(SEAL_PKCS11="/nowhere/libtoken.so", SEAL_PKCS11_TOKEN="x", SEAL_PKCS11_LABEL="seal"):
        assert refusal(plain) == Fault.KEY


def refusal(pdf: bytes) -> Fault:
    with pytest.raises(NotSealed) as refused:
        sealed(pdf)
    return refused.value.fault


# The authority ----------------------------------------------------------------------------------


def test_the_time_comes_from_an_authority_over_http(plain: bytes) -> None:
    with Authority() as authority, override_settings(SEAL_AUTHORITY=authority.url):
        found = report_of(sealed(plain).pdf)
    assert found.holds
    assert len(authority.shown) == 1


def test_an_authority_that_does_not_answer_is_waited_for(plain: bytes) -> None:
    with Authority(status=503) as authority, override_settings(SEAL_AUTHORITY=authority.url):
        assert refusal(plain) == Fault.AUTHORITY
    with override_settings(SEAL_AUTHORITY=authority.url):  # it is gone by now
        assert refusal(plain) == Fault.AUTHORITY


def test_two_threads_seal_at_once(plain: bytes) -> None:
    done: list[bool] = []
    threads = [Thread(target=lambda: done.append(report_of(sealed(plain).pdf).holds)) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 3
