"""The key that signs daily checkpoints (Ed25519), and whose signatures count.

It stands in a file of its own, outside the repository and the database, readable by one user and written by none; only
what makes daily checkpoints reads it, never the web process. A key is told by its fingerprint: the SHA-256 of its 32
public bytes. Whoever may write every table could sign all daily checkpoints anew with a key of their own, so the
present key counts, and those before it that CHECKPOINT_KEYS names.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings

from records.keyfiles import MODE, NoKey, secret_in


def signing_key() -> Ed25519PrivateKey:
    """The present key. One for demonstration is made where settings allow that, and only there."""
    path = _file()
    if path is None:
        raise NoKey("CHECKPOINT_KEY is not set: daily checkpoints need a file with an Ed25519 key.")
    if settings.MAKES_KEYS and not path.exists():
        _make(path)
    return _read(path)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()


def known() -> set[str]:
    """Fingerprints of the keys that count. The present key's is left out where this process may not read it."""
    path = _file()
    present = {fingerprint(public_bytes(_read(path)))} if path and os.access(path, os.R_OK) else set()
    return present | set(settings.CHECKPOINT_KEYS)


def is_signed(body: bytes, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):  # the latter where these bytes are no key
        return False
    return True


def _file() -> Path | None:
    return Path(settings.CHECKPOINT_KEY) if settings.CHECKPOINT_KEY else None


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(secret_in(path, setting="CHECKPOINT_KEY"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoKey("The file of CHECKPOINT_KEY holds no key in PEM without a passphrase.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey("The key of CHECKPOINT_KEY is no Ed25519 key.")
    return key


def _make(path: Path) -> None:
    """At one stroke; of two processes at once, the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        os.write(handle, pem)
        os.fchmod(handle, MODE)
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.close(handle)
        Path(name).unlink()
