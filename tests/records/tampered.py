"""A sealed file as somebody changed it."""

from io import BytesIO

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
