"""Whose seal counts: every kind of key that a company may have, and certificates that are not good for what they did.

What the stand-alone program says of each the application says as well.
"""

from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from records.sealing.reading import report_of
from tests.records import bundles
from tests.records.pki import NOW, STAMPS, YEAR, Holder, Key, holder, rsa_key, sealed_by, stamper

KEYS: dict[str, tuple[Any, dict[str, Any]]] = {
    "RSA, SHA-256": (rsa_key, {}),
    "RSA, SHA-512": (rsa_key, {"md_algorithm": "sha512"}),
    "RSA-PSS, SHA-256": (rsa_key, {"pss": True}),
    "RSA-PSS, SHA-384": (rsa_key, {"pss": True, "md_algorithm": "sha384"}),
    "ECDSA P-256": (lambda: ec.generate_private_key(ec.SECP256R1()), {}),
    "ECDSA P-384, SHA-384": (lambda: ec.generate_private_key(ec.SECP384R1()), {"md_algorithm": "sha384"}),
    "ECDSA P-521, SHA-512": (lambda: ec.generate_private_key(ec.SECP521R1()), {"md_algorithm": "sha512"}),
}


class Company:
    """A root, an authority for certificates under it, and a time-stamp authority."""

    def __init__(self) -> None:
        self.root = holder("Root", authority=True)
        self.middle = holder("Middle", self.root, authority=True, length=0)
        self.time = holder("Time", self.root, more=((STAMPS, True),))

    def sealed(self, who: Holder, *between: Holder, time: Holder | None = None, **terms: Any) -> bytes:
        return sealed_by(bundles.blank(), who, stamper(time or self.time), *(between or [self.middle]), **terms)


@pytest.fixture(scope="module")
def company() -> Company:
    return Company()


@pytest.fixture
def trust(company: Company, tmp_path: Path, settings: Any) -> str:
    file = tmp_path / "trust.pem"
    file.write_bytes(company.root.pem)
    settings.SEAL_TRUST, settings.SEAL_IS_DEMONSTRATION = str(file), False
    return str(file)


def said_of(pdf: bytes, trust: str) -> str:
    """What speaks against it, on which both have to agree; nothing where it is good."""
    file = Path(trust).with_name("record.pdf")
    file.write_bytes(pdf)
    ended = bundles.asked(file, "--trust", trust)
    assert report_of(pdf).holds == (ended.code == 0)
    return ended.said if ended.code else ""


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_seals(company: Company, trust: str, kind: str) -> None:
    make, terms = KEYS[kind]
    key: Key = make()
    pdf = company.sealed(holder("Seal", company.middle, key=key), **terms)
    assert said_of(pdf, trust) == ""
    place = pdf.index(b"/MediaBox")
    assert "What was signed was changed afterwards." in said_of(pdf[:place] + b"/mediaBox" + pdf[place + 9 :], trust)


def test_a_certificate_in_between_has_to_be_sent_along(company: Company, trust: str) -> None:
    said = said_of(company.sealed(holder("Seal", company.middle), company.root), trust)
    assert "The certificate of “Seal” does not lead to one that is trusted." in said


def certificates(company: Company) -> dict[str, tuple[Holder, tuple[Holder, ...]]]:
    """Each is wrong in one way: who seals, and what is sent along."""
    other, run_out = holder("Root", authority=True), holder("Middle", company.root, authority=True, days=PAST)
    nobody = holder("Nobody", company.root)
    long = holder("Too long", company.middle, authority=True)
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0")
    return {
        "another root of the same name": (holder("Seal", other), (other,)),
        "run out": (holder("Seal", company.middle, days=PAST), (company.middle,)),
        "not yet": (holder("Seal", company.middle, days=(NOW + YEAR, NOW + 2 * YEAR)), (company.middle,)),
        "under one that has run out": (holder("Seal", run_out), (run_out,)),
        "under one that is no authority": (holder("Seal", nobody), (nobody,)),
        "under one too many": (holder("Seal", long), (company.middle, long)),
        "with a rule that is not known": (holder("Seal", company.middle, more=((odd, True),)), (company.middle,)),
        "not for signing": (holder("Seal", company.middle, signs=False), (company.middle,)),
        "its own": (holder("Seal"), (company.middle,)),
    }


PAST = (NOW - 3 * YEAR, NOW - YEAR)
WRONG = (
    "another root of the same name", "run out", "not yet", "under one that has run out",
    "under one that is no authority", "under one too many", "with a rule that is not known", "not for signing",
    "its own",
)  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_certificate_that_does_not_count(company: Company, trust: str, kind: str) -> None:
    who, between = certificates(company)[kind]
    why = "is not one for seals." if kind == "not for signing" else "does not lead to one that is trusted."
    assert why in said_of(company.sealed(who, *between), trust)


def test_a_time_stamp_has_to_be_of_an_authority_for_time(company: Company, trust: str) -> None:
    seal = holder("Seal", company.middle)
    both = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    for more in ((), ((STAMPS, False),), ((both, True),)):
        time = holder("Time", company.root, more=more)
        assert "The certificate of the time stamp is not one for time stamps." in said_alone(
            company.sealed(seal, time=time), trust
        )
    elsewhere = holder("Time", holder("Elsewhere", authority=True), more=((STAMPS, True),))
    said = said_of(company.sealed(seal, time=elsewhere), trust)
    assert "The certificate of “Time” does not lead to one that is trusted." in said


def said_alone(pdf: bytes, trust: str) -> str:
    file = Path(trust).with_name("record.pdf")
    file.write_bytes(pdf)
    return bundles.asked(file, "--trust", trust).said


def test_no_time_stamp_is_no_seal(company: Company, trust: str) -> None:
    pdf = sealed_by(bundles.blank(), holder("Seal", company.middle), None, company.middle)
    assert "No time-stamp authority says when it was sealed." in said_of(pdf, trust)


@pytest.mark.parametrize("terms", [
    {"certify": False, "docmdp_permissions": MDPPerm.NO_CHANGES},
    {"docmdp_permissions": MDPPerm.FILL_FORMS},
])  # fmt: skip
def test_a_signature_that_certifies_less(company: Company, trust: str, terms: dict[str, Any]) -> None:
    said = said_of(company.sealed(holder("Seal", company.middle), **terms), trust)
    assert "The signature is no certification that allows no change." in said


def test_another_kind_of_signature(company: Company, trust: str) -> None:
    """Of PDF 1.7 and not PAdES: the application's own seals never are."""
    pdf = company.sealed(holder("Seal", company.middle), subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    assert "The signature is no certification that allows no change." in said_alone(pdf, trust)
