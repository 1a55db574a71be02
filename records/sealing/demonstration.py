"""Keys for a demonstration, development and the tests, made on first use: a root, a seal and a time-stamp authority.

They prove nothing to anybody: whoever runs a demonstration has them all. So every record sealed with them says so on
its first page.
"""

import os
import secrets
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

ROOT, SEAL, AUTHORITY = "root", "seal", "authority"
NAMES = {
    ROOT: "pipcases demonstration root",
    SEAL: "pipcases demonstration seal",
    AUTHORITY: "pipcases demonstration time",
}
YEARS = timedelta(days=20 * 365)
BITS = 2048

Pair = tuple[rsa.RSAPrivateKey, x509.Certificate]


def seal_key() -> Signer:
    return SimpleSigner(
        signing_cert=_certificate(SEAL),
        signing_key=_key(SEAL),
        cert_registry=SimpleCertificateStore.from_certs(roots()),
    )


def authority() -> TimeStamper:
    """An authority in the same process. It takes its time from the machine's clock."""
    return DummyTimeStamper(
        _certificate(AUTHORITY), _key(AUTHORITY), certs_to_embed=SimpleCertificateStore.from_certs(roots())
    )


def roots() -> list[asn1_x509.Certificate]:
    return [_certificate(ROOT)]


def _certificate(name: str) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load((_folder() / f"{name}.crt").read_bytes())


def _key(name: str) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load((_folder() / f"{name}.key").read_bytes())


def _folder() -> Path:
    """Where the keys are. They come into being all at once: of two processes that make them, one is too late."""
    folder: Path = settings.VAR / "demonstration-keys"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        _make(made)
        try:
            os.rename(made, folder)  # noqa: PTH104 - Path.rename would hide which of the two fails
        except OSError:
            shutil.rmtree(made)
    return folder


def _make(folder: Path) -> None:
    root = _pair(NAMES[ROOT], None, authority=True)
    usages: dict[str, list[x509.ObjectIdentifier]] = {
        ROOT: [],
        SEAL: [],
        AUTHORITY: [ExtendedKeyUsageOID.TIME_STAMPING],
    }
    for name, usage in usages.items():
        key, certificate = root if name == ROOT else _pair(NAMES[name], root, usages=usage)
        der, raw, plain = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        for ending, content in (("key", key.private_bytes(der, raw, plain)), ("crt", certificate.public_bytes(der))):
            file = folder / f"{name}.{ending}"
            file.write_bytes(content)
            file.chmod(0o400)


def _pair(
    name: str, issuer: Pair | None, *, authority: bool = False, usages: list[x509.ObjectIdentifier] | None = None
) -> Pair:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing_key, issued_by = (issuer[0], issuer[1].subject) if issuer else (key, subject)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(secrets.token_bytes(16)) >> 1)
        .not_valid_before(now - YEARS)  # the demo's cases, and tests, are of other days than today
        .not_valid_after(now + YEARS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=True)
    return key, builder.sign(signing_key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    """Of certificates for the root, of what is signed for the others."""
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
