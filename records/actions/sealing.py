"""The step by which a record is out: its row says so, the chain names its file, and who waits for a link is told."""

import hashlib
from typing import Any

from cases.acting import acting
from cases.actor import Actor
from records.acts import SEAL_RECORD
from records.claims import settle
from records.links import tell
from records.models import RecordCopy
from records.sealing import LEVEL, Sealed
from records.states import CopyState


class TakenOver(Exception):
    """Another worker has this copy by now."""


def seal_record(copy: RecordCopy, *, by: Actor, record: Sealed, pages: int, **kept: Any) -> None:
    """`kept` are the columns of the file that is kept, which may have more in it than the sealed PDF. Raises
    `TakenOver`; then nothing of it happened.
    """
    digest = hashlib.sha256(record.pdf).hexdigest()
    facts = {
        "copy": copy.pk, "part": copy.part, "language": copy.language, "seq": copy.seq, "head": copy.head,
        "kind": copy.kind, "sha256": digest, "pages": pages, "certificate": record.certificate, "level": LEVEL,
    }  # fmt: skip
    with acting(SEAL_RECORD, copy.case, by=by, facts=facts) as step:
        seal = {"pdf_sha256": digest, "seal_certificate": record.certificate, "sealed_at": step.at}
        if not settle(copy, state=CopyState.READY, fault="", pages=pages, **kept, **seal):
            raise TakenOver
        tell(copy)
