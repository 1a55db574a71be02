"""The certificates that came with the seal, and those that the organisation trusts: to be compared, not believed."""

from collections.abc import Iterable

from asn1crypto import pem, x509

from records.sealing import keys
from records.sealing.reading import certificates_in


def seal_keys(pdf: bytes) -> dict[str, bytes]:
    """Entries by name, of a sealed PDF."""
    return {"keys/seal.pem": _written(certificates_in(pdf)), "keys/roots.pem": roots()}


def roots() -> bytes:
    """What the organisation trusts, in PEM."""
    return _written(keys.roots())


def _written(certificates: Iterable[x509.Certificate]) -> bytes:
    return b"".join(pem.armor("CERTIFICATE", row.dump()) for row in certificates)
