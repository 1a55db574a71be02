"""The organisation's keys: what the record is sealed with, who says the time, and whose seals are trusted.

The key of the seal comes from a PKCS#12 file or from a PKCS#11 token, and only a worker that seals ever reads it.
Where neither is configured and the database is a local one, it is a demonstration key, made on first use.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from records.keyfiles import NoKey, secret_in

from . import demonstration

PATIENCE = 10  # seconds, for the authority's answer


@contextmanager
def seal_key() -> Iterator[Signer]:
    """The key of the seal, for as long as the block runs. Raises `NoKey`."""
    if settings.SEAL_PKCS11:
        with _token() as session:
            yield PKCS11Signer(session, cert_label=settings.SEAL_PKCS11_LABEL, key_label=settings.SEAL_PKCS11_LABEL)
    elif settings.SEAL_PKCS12:
        yield _from_file()
    elif settings.SEAL_IS_DEMONSTRATION:
        yield demonstration.seal_key()
    else:
        raise NoKey("neither SEAL_PKCS12 nor SEAL_PKCS11 is set")


def authority() -> TimeStamper:
    """Who says when something was sealed (RFC 3161). Raises `NoKey` where none is configured."""
    if settings.SEAL_AUTHORITY:
        return HTTPTimeStamper(settings.SEAL_AUTHORITY, timeout=PATIENCE)
    if settings.SEAL_IS_DEMONSTRATION:
        return demonstration.authority()
    raise NoKey("SEAL_AUTHORITY is not set")


def roots() -> list[x509.Certificate]:
    """The certificates that seals and time stamps have to lead to: those in the file SEAL_TRUST, and on a local
    database those of the demonstration.
    """
    trusted = _certificates(Path(settings.SEAL_TRUST).read_bytes()) if settings.SEAL_TRUST else []
    return [*trusted, *(demonstration.roots() if settings.SEAL_IS_DEMONSTRATION else [])]


def _from_file() -> Signer:
    content = secret_in(Path(settings.SEAL_PKCS12), setting="SEAL_PKCS12")
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(content, [], passphrase=_line_in("SEAL_PASSPHRASE_FILE"))
    except ValueError as error:
        raise NoKey("The file of SEAL_PKCS12 cannot be opened with the passphrase.") from error
    return signer


def _line_in(setting: str) -> bytes | None:
    """The first line of the file that this setting names, None where it names none."""
    path = getattr(settings, setting)
    return secret_in(Path(path), setting=setting).split(b"\n")[0].strip() if path else None


@contextmanager
def _token() -> Iterator[Any]:
    """A session with the token that holds the key. Raises `NoKey` where the token or its library cannot be reached."""
    pin = _line_in("SEAL_PKCS11_PIN_FILE")
    criteria = TokenCriteria(label=settings.SEAL_PKCS11_TOKEN)
    try:
        session = open_pkcs11_session(settings.SEAL_PKCS11, token_criteria=criteria, user_pin=pin and pin.decode())
    except Exception as error:  # of the token's own library, which names no common one
        raise NoKey(f"the token cannot be opened ({type(error).__name__})") from error
    try:
        yield session
    finally:
        session.close()


def _certificates(bundle: bytes) -> list[x509.Certificate]:
    return [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(bundle, multiple=True)]
