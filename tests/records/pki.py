"""Keys and certificates of every kind that a company may bring, and seals made with them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records.loop import done
from records.sealing.seal import METADATA, RESERVED

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = datetime.now(UTC)
YEAR = timedelta(days=365)
STAMPS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Holder:
    key: Key
    certificate: x509.Certificate

    @property
    def as_asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(DER))

    @property
    def key_as_asn1(self) -> keys.PrivateKeyInfo:
        plain = serialization.NoEncryption()
        return keys.PrivateKeyInfo.load(self.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, plain))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def rsa_key() -> Key:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def holder(
    name: str, issuer: Holder | None = None, *, key: Key | None = None, authority: bool = False, signs: bool = True,
    length: int | None = None, days: tuple[datetime, datetime] = (NOW - YEAR, NOW + YEAR),
    more: tuple[tuple[Any, bool], ...] = (),
) -> Holder:  # fmt: skip
    """`more` are further extensions, each with whether it is critical."""
    key = key or rsa_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=signs, content_commitment=signs and not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    builder = builder.issuer_name(issuer.certificate.subject if issuer else subject)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(days[0]).not_valid_after(days[1])
    basic = x509.BasicConstraints(ca=authority, path_length=length)
    for extension, critical in ((basic, True), (usage, True), *more):
        builder = builder.add_extension(extension, critical=critical)
    return Holder(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def stamper(who: Holder, *between: Holder) -> DummyTimeStamper:
    return DummyTimeStamper(who.as_asn1, who.key_as_asn1, certs_to_embed=_sent(between))


def _sent(along: tuple[Holder, ...]) -> Any:
    store: Any = SimpleCertificateStore
    return store.from_certs([each.as_asn1 for each in along])


def sealed_by(
    pdf: bytes, who: Holder, authority: DummyTimeStamper | None, *between: Holder, pss: bool = False, **terms: Any
) -> bytes:
    """As `records.sealing.seal` does it, with this key; `between` are certificates that are sent along."""
    signer = SimpleSigner(
        signing_cert=who.as_asn1, signing_key=who.key_as_asn1, cert_registry=_sent(between), prefer_pss=pss
    )
    out = BytesIO()
    sealing = PdfSigner(replace(METADATA, **terms), signer, timestamper=authority)
    done(sealing.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=RESERVED))
    return out.getvalue()
