"""The step by which a record is out: its row says so, the chain names its file, and who waits for a link is told.

A copy of everything is out one step later, once it is bundled: the chain in the bundle already names the record.
"""

import hashlib
from typing import Any

from django.db import transaction

from cases.acting import acting
from cases.actor import Actor
from records.acts import SEAL_RECORD
from records.claims import note, settle
from records.links import tell
from records.models import RecordCopy
from records.sealing import LEVEL, Sealed
from records.states import CopyKind, CopyState


class TakenOver(Exception):
    """Another worker has this copy by now."""


def seal_record(copy: RecordCopy, *, by: Actor, record: Sealed, name: str, **printed: Any) -> None:
    """`name` is where the sealed PDF is kept; `printed` are the columns that say how it came out. Raises `TakenOver`;
    then nothing of it happened.
    """
    digest = hashlib.sha256(record.pdf).hexdigest()
    facts = {
        "copy": copy.pk, "part": copy.part, "language": copy.language, "seq": copy.seq, "head": copy.head,
        "kind": copy.kind, "sha256": digest, "pages": printed["pages"], "certificate": record.certificate,
        "level": LEVEL,
    }  # fmt: skip
    with acting(SEAL_RECORD, copy.case, by=by, facts=facts) as step:
        seal = {"pdf_sha256": digest, "seal_certificate": record.certificate, "sealed_at": step.at}
        if not note(copy, **seal, **printed):
            raise TakenOver
        if copy.kind == CopyKind.RECORD:
            give_out(copy, sha256=digest, name=name)


@transaction.atomic
def give_out(copy: RecordCopy, *, sha256: str, name: str) -> None:
    """The file is there for whoever asked. Raises `TakenOver`."""
    if not settle(copy, state=CopyState.READY, fault="", sha256=sha256, file=name):
        raise TakenOver
    tell(copy)
