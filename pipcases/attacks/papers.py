"""Attacks on files: sealed records as somebody holds them, and what lies on the disk."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pikepdf
from django.core.files.storage import default_storage
from django.test import override_settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from cases.files.store import evidence
from cases.models import CaseEvent, StoredFile
from plans.models import PlanVersion
from records.acts import SEAL_RECORD
from records.models import RecordCopy
from records.sealing.seal import sealed
from records.states import CopyState

from .hand import flipped_somewhere, run
from .places import in_case, in_file

JUNK = (b"\n", b"\n% and one more thing\n", b"%%EOF\n")
Change = Callable[["Paper", Random], bytes]


@dataclass(frozen=True)
class Paper:
    """A sealed record, the file that it lies in, and the place of the event that names it."""

    pdf: bytes
    path: Path
    place: str


def papers() -> list[Paper]:
    copies = RecordCopy.objects.filter(state=CopyState.READY).select_related("case").order_by("pk")
    return [Paper(path.read_bytes(), path, _told_of(copy)) for copy in copies if (path := _path_of(copy))]


def _path_of(copy: RecordCopy) -> Path:
    return Path(default_storage.path(str(copy.file.name)))


def _told_of(copy: RecordCopy) -> str:
    events = (event for event in CaseEvent.objects.filter(case=copy.case) if event.act == SEAL_RECORD.name)
    (seq,) = [event.seq for event in events if event.data["facts"]["copy"] == str(copy.pk)]
    return in_case(copy.case.reference, seq)


def bit_flipped(paper: Paper, some: Random) -> bytes:
    """Anywhere in the file, also where no seal covers it."""
    return flipped_somewhere(paper.pdf, some)


def junk_appended(paper: Paper, some: Random) -> bytes:
    return paper.pdf + some.choice(JUNK) + some.randbytes(some.randrange(40)).hex().encode()


def page_changed(paper: Paper, some: Random) -> bytes:
    """A page is turned by an incremental update, as a PDF editor would save it."""
    writer = IncrementalPdfFileWriter(BytesIO(paper.pdf))
    pages = writer.root["/Pages"]
    page = writer.find_page_for_modification(some.randrange(int(pages["/Count"])))[0].get_object()  # type: ignore[no-untyped-call]
    page["/Rotate"] = pages["/Count"]
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def seal_taken_off(paper: Paper, some: Random) -> bytes:
    """And one page with it, every other time."""
    out = BytesIO()
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        for name in ("/AcroForm", "/Perms"):
            del pdf.Root[name]
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        if some.random() < 0.5 and len(pdf.pages) > 1:
            del pdf.pages[some.randrange(len(pdf.pages))]
        pdf.save(out)
    return out.getvalue()


def sealed_by_another(paper: Paper, some: Random) -> bytes:
    """The same pages under a seal of keys that look like ours and are not."""
    unsealed = seal_taken_off(paper, some)
    with TemporaryDirectory() as folder, override_settings(VAR=Path(folder)):
        return sealed(unsealed).pdf


HELD: dict[str, Change] = {
    "record: one bit flipped": bit_flipped,
    "record: junk appended": junk_appended,
    "record: page changed by an incremental update": page_changed,
    "record: seal taken off": seal_taken_off,
    "record: sealed with another key": sealed_by_another,
}


Strike = Callable[[Sequence[Paper], Random], tuple[Path, bytes, str]]


def record_replaced(of: Sequence[Paper], some: Random) -> tuple[Path, bytes, str]:
    """On the disk, by another sealed record, or by itself with a bit flipped."""
    one, other = some.sample(list(of), 2)
    return one.path, other.pdf if some.random() < 0.5 else flipped_somewhere(one.pdf, some), one.place


def record_and_row_replaced(of: Sequence[Paper], some: Random) -> tuple[Path, bytes, str]:
    """The row of the copy says what the file is now."""
    path, content, place = record_replaced(of, some)
    digest = hashlib.sha256(content).hexdigest()
    name = path.relative_to(default_storage.path("")).as_posix()
    run("UPDATE records_recordcopy SET sha256 = %s, pdf_sha256 = %s WHERE file = %s", [digest, digest, name])
    return path, content, place


def attachment_replaced(of: Sequence[Paper], some: Random) -> tuple[Path, bytes, str]:
    """A piece of evidence on the disk has another bit."""
    file = _some_file(some)
    path = Path(evidence().path(file.key))
    return path, flipped_somewhere(path.read_bytes(), some), in_file(file.case.reference, file.pk)


def attachment_and_row_replaced(of: Sequence[Paper], some: Random) -> tuple[Path, bytes, str]:
    """The row of the file says what it is now; the event that names it, or the version of the plan, cannot."""
    file = _some_file(some)
    path = Path(evidence().path(file.key))
    content = path.read_bytes() + b"\nAnd one more line.\n"
    digest = hashlib.sha256(content).hexdigest()
    run("UPDATE cases_storedfile SET sha256 = %s, size = %s WHERE id = %s", [digest, len(content), file.pk])
    return path, content, in_case(file.case.reference, _named_at(file))


def _some_file(some: Random) -> StoredFile:
    return some.choice(list(StoredFile.objects.select_related("case").order_by("pk")))


def _named_at(file: StoredFile) -> int:
    """The number of the first event that names it, or that names the version of the plan in which it stands."""
    versions = PlanVersion.objects.filter(plan__case=file.case)
    names = [str(file.pk), *(version.digest for version in versions if str(file.pk).encode() in bytes(version.content))]
    bodies = CaseEvent.objects.filter(case=file.case).order_by("seq").values_list("seq", "body")
    return next(seq for seq, body in bodies if any(name.encode() in bytes(body) for name in names))


ON_DISK: dict[str, Strike] = {
    "record replaced on the disk": record_replaced,
    "record replaced on the disk, and its row": record_and_row_replaced,
    "attachment replaced on the disk": attachment_replaced,
    "attachment replaced on the disk, and its row": attachment_and_row_replaced,
}
