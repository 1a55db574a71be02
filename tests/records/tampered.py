"""A sealed file as somebody changed it."""

from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def updated(record: bytes) -> bytes:
    """A page is turned by an incremental update, as a PDF editor would save it."""
    writer = IncrementalPdfFileWriter(BytesIO(record))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer.root["/Pages"]["/Count"]
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def taken_off(record: bytes) -> bytes:
    """Without its seal, and without a trace of it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(record)) as pdf:
        del pdf.pages[0].Annots, pdf.Root.AcroForm, pdf.Root.Perms
        pdf.save(out)
    return out.getvalue()
