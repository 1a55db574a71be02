"""Putting the seal on a PDF: PAdES B-T, a certification that allows no change; and on a list of other files.

What it proves: the file is as it was when the organisation sealed it, at the time that the authority says. The
signature field is invisible and lies outside the page: a visible stamp would bring in a font that is not embedded,
which PDF/A forbids. The page says in its own words that it is sealed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimestampRequestError

from records.keyfiles import NoKey
from records.loop import done
from records.states import Fault

from . import NotSealed, Sealed, keys
from .reading import report_of

FIELD = "Seal"
METADATA = PdfSignatureMetadata(
    field_name=FIELD,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
)
RESERVED = 32 * 1024  # hexadecimal digits for the signature: with it known, the authority is asked once and not twice
OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


def sealed(pdf: bytes) -> Sealed:
    """The PDF with the seal on it, which was read again and holds. Raises `NotSealed`."""
    with _signer() as signer:
        pdf = _signed(pdf, PdfSigner(
            METADATA, signer, timestamper=keys.authority(),
            new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=OUTSIDE),
        ))  # fmt: skip
    found = report_of(pdf)
    if not found.holds:
        raise NotSealed(Fault.UNSOUND)
    return Sealed(pdf, found.certificate)


def sealed_beside(content: bytes) -> bytes:
    """The seal of something that is no PDF, to be kept beside it: CMS in DER, detached, with the same key and a time
    stamp (CAdES B-T). Raises `NotSealed`.
    """
    with _signer() as signer:
        work = signer.async_sign_general_data(content, "sha256", use_cades=True, timestamper=keys.authority())
        signature: bytes = done(work).dump()
    return signature


@contextmanager
def _signer() -> Iterator[Signer]:
    try:
        with keys.seal_key() as signer:
            yield signer
    except NoKey as error:
        raise NotSealed(Fault.KEY) from error
    except TimestampRequestError as error:
        raise NotSealed(Fault.AUTHORITY) from error


def _signed(pdf: bytes, signer: PdfSigner) -> bytes:
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    done(signer.async_sign_pdf(writer, output=out, bytes_reserved=RESERVED))
    return out.getvalue()
