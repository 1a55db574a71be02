"""What ties the chain to copies that others keep: daily checkpoints, and the way from this case to the newest of them.

As of the moment at which the record was sealed, so that the same copy is bundled the same, however late.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cases.acts import OF_HR
from records import heads
from records.asof import CaseAsOf
from records.heads.keys import fingerprint
from records.models import DailyCheckpoint


def checkpoints(case: CaseAsOf, moment: datetime) -> dict[str, bytes]:
    """Entries by name. HR and auditors get all daily checkpoints, a chain of their own; others the newest alone, which
    says no more of other cases than how many there were.
    """
    rows = DailyCheckpoint.objects.filter(at__lte=moment).defer("leaves").order_by("number")
    proof = heads.proof_for(case.case.pk, until=moment)
    if not case.seat.is_any_of(*OF_HR):
        rows = rows.filter(number=proof.number) if proof else rows.none()
    told = list(rows)
    return {"checkpoints/checkpoints": _lines(told), **_proving(proof), **_public_keys(told)}


def _lines(rows: Iterable[DailyCheckpoint]) -> bytes:
    """`number signature key body`, the oldest first."""
    return b"".join(
        f"{row.number} {bytes(row.signature).hex()} {bytes(row.key).hex()} ".encode() + bytes(row.body) + b"\n"
        for row in rows
    )


def _proving(proof: heads.Proof | None) -> dict[str, bytes]:
    """Nothing where the case is newer than every daily checkpoint."""
    if proof is None:
        return {}
    way = {
        "number": proof.number, "case": str(proof.case_id), "seq": proof.seq, "head": proof.head.hex(),
        "index": proof.index, "count": proof.count, "path": [beside.hex() for beside in proof.path],
    }  # fmt: skip
    stamp = {f"checkpoints/stamp-{proof.number}.tsr": proof.token} if proof.token else {}
    return {"checkpoints/proof.json": json.dumps(way, indent=1).encode(), **stamp}


def _public_keys(rows: Iterable[DailyCheckpoint]) -> dict[str, bytes]:
    """Each once, named after the beginning of its fingerprint."""
    publics = {bytes(row.key) for row in rows}
    return {
        f"keys/checkpoint-{fingerprint(public)[:16]}.pem": Ed25519PublicKey.from_public_bytes(public).public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        for public in publics
    }
