"""Tokens of a time-stamp authority (RFC 3161). Imported where one is asked for or read only: pyHanko takes a second to
load, and no page needs it.
"""

from asn1crypto import cms
from django.conf import settings
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from records.loop import done

PATIENCE = 10  # seconds


class NoToken(Exception):
    """The authority cannot be reached, is not willing, or sent something else."""


def fetch(digest: bytes) -> bytes:
    authority = HTTPTimeStamper(settings.CHECKPOINT_AUTHORITY, timeout=PATIENCE)
    try:
        token: bytes = done(authority.async_timestamp(digest, "sha256")).dump()
    except (OSError, SigningError, ValueError, TypeError) as error:
        raise NoToken(type(error).__name__) from error
    return token


def is_of(token: bytes, digest: bytes) -> bool:
    """Whether it was given for this, and signed by the certificate in it. Whose that is, its reader has to say."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        content = cms.ContentInfo.load(token)["content"]
        said = done(validate_tst_signed_data(content, nobody, lambda _name: digest))
    except (SignatureValidationError, ValueError, TypeError, KeyError):
        return False
    return bool(said["intact"] and said["valid"])
