"""Reading a seal: whether it is sound, covers the whole file, and whose it is.

pyHanko's own `bottom_line` calls a file sound to which something was appended, so that the whole file is covered is
asked separately; no change after the seal is allowed.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from django.db import models
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from records.loop import done

from . import keys

log = logging.getLogger(__name__)


class SealFault(models.TextChoices):
    """What is wrong with a seal, in words for whoever holds the file."""

    UNREADABLE = "unreadable", _("This is not a PDF, or it is damaged so that it cannot be read.")
    MISSING = "missing", _("The file has no seal.")
    SEVERAL = "several", _("The file has more than one signature. A record has one seal and no other.")
    BROKEN = "broken", _("What the seal covers was changed after it was put on.")
    LARGER = "larger", _("Something was added to the file after it was sealed.")
    NOT_CERTIFIED = "not_certified", _("The signature is no certification that allows no change.")
    UNKNOWN = "unknown", _("The seal is not of an organisation that is trusted here.")
    NO_TIME = "no_time", _("No authority that is trusted here says when it was sealed.")


@dataclass(frozen=True)
class SealReport:
    """What was found; `certificate` is the SHA-256 of the sealing certificate, `at` the time the authority says."""

    faults: list[SealFault] = field(default_factory=list)
    signer: str = ""
    certificate: str = ""
    at: datetime | None = None
    authority: str = ""

    @property
    def holds(self) -> bool:
        return not self.faults


def report_of(pdf: bytes) -> SealReport:
    """What can be said of the seal on this file, whatever the file is. Raises nothing for what the file holds."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
        if len(reader.embedded_signatures) != 1 or not signatures:
            return SealReport([SealFault.SEVERAL if reader.embedded_signatures else SealFault.MISSING])
        return done(_report(signatures[0]))
    except Exception as error:  # noqa: BLE001 - a file made to harm raises what it likes; it is told as unreadable
        log.info("a PDF could not be read: %s", type(error).__name__)
        return SealReport([SealFault.UNREADABLE])


async def _report(signature: EmbeddedPdfSignature) -> SealReport:
    at = _stamped_at(signature)
    trusted = ValidationContext(trust_roots=keys.roots(), moment=at, allow_fetching=False, revocation_mode="soft-fail")
    status = await async_validate_pdf_signature(signature, trusted, ts_validation_context=trusted)
    return SealReport(
        faults=_faults(status, allows_no_change=signature.docmdp_level == MDPPerm.NO_CHANGES),
        signer=_name(signature.signer_cert),
        certificate=hashlib.sha256(signature.signer_cert.dump()).hexdigest(),
        at=at,
        authority=_name(status.timestamp_validity.signing_cert) if status.timestamp_validity else "",
    )


def _faults(status: PdfSignatureStatus, *, allows_no_change: bool) -> list[SealFault]:
    time = status.timestamp_validity
    sound = status.intact and status.valid
    found = {
        SealFault.BROKEN: not sound,
        SealFault.LARGER: sound and status.coverage != SignatureCoverageLevel.ENTIRE_FILE,
        SealFault.NOT_CERTIFIED: sound and not allows_no_change,
        SealFault.UNKNOWN: sound and not status.trusted,
        SealFault.NO_TIME: sound and not (time and time.valid and time.intact and time.trusted),
    }
    return [fault for fault, holds in found.items() if holds]


def _stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time in the time stamp: certificates have to have been good then, not today."""
    for attribute in signature.signer_info["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            content = attribute["values"][0]["content"]["encap_content_info"]["content"]
            moment: datetime = content.parsed["gen_time"].native
            return moment
    return None


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
