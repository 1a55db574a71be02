"""Reading a seal: whether it is sound, covers the whole file, and whose it is.

pyHanko's own `bottom_line` calls a file sound to which something was appended, so that the whole file is covered is
asked separately; no change after the seal is allowed. What an update changed is not looked into: on a tagged record of
some pages that takes minutes, and anybody may ask.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from asn1crypto import cms, x509
from django.db import models
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel, StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from records.loop import done

from . import keys

log = logging.getLogger(__name__)

TOKEN = "signature_time_stamp_token"  # noqa: S105 - the name of an attribute


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


def certificates_in(pdf: bytes) -> list[x509.Certificate]:
    """Those that came with the seal and with its time stamp, each once, in an order of their own. Of a sealed PDF."""
    signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0]
    found = [*_certificates(signature.signed_data)]
    for attribute in signature.signer_info["unsigned_attrs"]:
        if attribute["type"].native == TOKEN:
            found += _certificates(attribute["values"][0]["content"])
    return sorted({row.dump(): row for row in found}.values(), key=lambda row: row.sha256)


def _certificates(signed: cms.SignedData) -> Iterator[x509.Certificate]:
    return (choice.chosen for choice in signed["certificates"])


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


def report_beside(content: bytes, seal: bytes) -> SealReport:
    """The same of a seal that is kept beside what it covers (`seal.sealed_beside`)."""
    try:
        return done(_report_beside(content, cms.ContentInfo.load(seal)["content"]))
    except Exception as error:  # noqa: BLE001 - as above
        log.info("a seal could not be read: %s", type(error).__name__)
        return SealReport([SealFault.BROKEN])


async def _report(signature: EmbeddedPdfSignature) -> SealReport:
    trusted = _trusted(at := _stamped_at(signature.signer_info))
    status = await async_validate_pdf_signature(
        signature,
        trusted,
        ts_validation_context=trusted,
        skip_diff=True,  # see above: no update is a good one
    )
    return _told(status, at, {
        SealFault.LARGER: status.coverage != SignatureCoverageLevel.ENTIRE_FILE,
        SealFault.NOT_CERTIFIED: signature.docmdp_level != MDPPerm.NO_CHANGES,
    })  # fmt: skip


async def _report_beside(content: bytes, signed: cms.SignedData) -> SealReport:
    trusted = _trusted(at := _stamped_at(signed["signer_infos"][0]))
    status = await async_validate_detached_cms(content, signed, trusted, trusted)
    return _told(status, at, {})


def _trusted(at: datetime | None) -> ValidationContext:
    return ValidationContext(trust_roots=keys.roots(), moment=at, allow_fetching=False, revocation_mode="soft-fail")


def _told(status: StandardCMSSignatureStatus, at: datetime | None, also: Mapping[SealFault, bool]) -> SealReport:
    return SealReport(
        faults=_faults(status, also),
        signer=_name(status.signing_cert),
        certificate=hashlib.sha256(status.signing_cert.dump()).hexdigest(),
        at=at,
        authority=_name(status.timestamp_validity.signing_cert) if status.timestamp_validity else "",
    )


def _faults(status: StandardCMSSignatureStatus, also: Mapping[SealFault, bool]) -> list[SealFault]:
    """Where the seal is broken nothing else is said: it says nothing then."""
    if not (status.intact and status.valid):
        return [SealFault.BROKEN]
    time = status.timestamp_validity
    found = {
        **also,
        SealFault.UNKNOWN: not status.trusted,
        SealFault.NO_TIME: not (time and time.valid and time.intact and time.trusted),
    }
    return [fault for fault, holds in found.items() if holds]


def _stamped_at(signer: cms.SignerInfo) -> datetime | None:
    """The time in the time stamp: certificates have to have been good then, not today."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == TOKEN:
            content = attribute["values"][0]["content"]["encap_content_info"]["content"]
            moment: datetime = content.parsed["gen_time"].native
            return moment
    return None


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
