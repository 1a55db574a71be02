"""That one case's chain, up to one event, is under a signed root: for records and bundles, to be checked elsewhere."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from records.models import DailyCheckpoint

from . import keys, leaves, merkle
from .body import Body, read


@dataclass(frozen=True)
class Proof:
    """Everything that is needed to reckon it again; `index` counts from 0, `path` from the lowest."""

    number: int
    body: bytes
    signature: bytes
    key: bytes
    case_id: uuid.UUID
    seq: int
    head: bytes
    index: int
    count: int
    path: tuple[bytes, ...]
    token: bytes | None = None  # of a time-stamp authority (`records.heads.stamping`)

    @property
    def said(self) -> Body | None:
        return read(self.body)


def newest() -> DailyCheckpoint | None:
    """Without its heads, which may be large."""
    return DailyCheckpoint.objects.defer("leaves").first()


def proof_for(case_id: uuid.UUID, until: datetime | None = None) -> Proof | None:
    """By the newest daily checkpoint, or the newest until then; none where the case was opened after it."""
    made = DailyCheckpoint.objects.filter(at__lte=until) if until else DailyCheckpoint.objects.all()
    checkpoint = made.select_related("stamp").first()
    return _proof(case_id, checkpoint) if checkpoint else None


def proofs_around(case_id: uuid.UUID, at: datetime) -> list[Proof]:
    """By the first daily checkpoint after this moment and the last before it, where they know the case."""
    made = DailyCheckpoint.objects.select_related("stamp")
    near = made.filter(at__gt=at).order_by("number").first(), made.filter(at__lte=at).first()
    return [proof for checkpoint in near if checkpoint and (proof := _proof(case_id, checkpoint))]


def _proof(case_id: uuid.UUID, checkpoint: DailyCheckpoint) -> Proof | None:
    heads = bytes(checkpoint.leaves)
    index = leaves.place_of(case_id, heads)
    if index is None:
        return None
    _case, seq, head = leaves.read(leaves.split(heads)[index])
    hashes = leaves.hashes(heads)
    return Proof(
        checkpoint.number, bytes(checkpoint.body), bytes(checkpoint.signature), bytes(checkpoint.key),
        case_id, seq, head, index, len(hashes), tuple(merkle.path(hashes, index)),
        bytes(checkpoint.stamp.token) if hasattr(checkpoint, "stamp") else None,
    )  # fmt: skip


def holds(proof: Proof) -> bool:
    """Whether it was signed with its key, and leads from the case's event to the root that was signed.

    Whose key it is, is another question (`records.heads.keys.known`).
    """
    said = proof.said
    return (
        keys.is_signed(proof.body, proof.signature, proof.key)
        and said is not None
        and (said.number, said.count, said.key) == (proof.number, proof.count, keys.fingerprint(proof.key))
        and merkle.proves(
            merkle.leaf(proof.case_id, proof.seq, proof.head), proof.index, proof.count, proof.path,
            bytes.fromhex(said.root),
        )
    )  # fmt: skip
