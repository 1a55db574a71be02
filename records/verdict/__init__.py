"""What can be said of a file that somebody holds: four answers, each with its reason.

Whether its seal is good, whether a case's history names this very file, whether that history still agrees with itself,
and whether a daily checkpoint stands over it. A bundle has a fifth: whether everything beside the record is what the
seal and the history say. Nothing is kept of what was asked about.
"""

import hashlib
from pathlib import Path

from cases.models import CaseFile
from records.models import RecordCopy
from records.queries import sealing_of

from . import erased, here
from .answers import Told, Verdict
from .bundles import answers_on
from .carried import carried_in

__all__ = ["Told", "Verdict", "sealed_from", "verdict_of", "verdict_of_file"]


def verdict_of_file(path: Path) -> Verdict:
    """Of a PDF or a bundle, or whatever else it is."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return verdict_of(path.read_bytes())
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Verdict(sha256, tuple(answers_on(path, lambda pdf: verdict_of(pdf).answers)))


def verdict_of(pdf: bytes) -> Verdict:
    """Of one file that should be a sealed PDF."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    copy = RecordCopy.objects.filter(pdf_sha256=sha256).select_related("case").first()
    event = sealing_of(copy) if copy else None
    seal, at = here.seal(pdf)
    carried = carried_in(pdf) if at and copy is None else None
    if at and carried and not CaseFile.objects.filter(pk=carried.case_id).exists():
        return Verdict(sha256, (seal, *erased.answers(carried, at)))
    case = copy.case if copy and event else None
    return Verdict(sha256, (seal, here.named(event), here.chain(case), here.checkpoint(case, event)))


def sealed_from(head: str) -> RecordCopy | None:
    """The newest sealed record that was made from this head: what the code on a printed page names."""
    return RecordCopy.objects.filter(head=head).exclude(pdf_sha256="").order_by("-sealed_at").first()
