"""Verifying daily checkpoints: each by itself, each against the one before, and all chains against every one of them.

A head that stands in the next daily checkpoint as well need not be looked for twice: where the later one finds its
event, so would the earlier. So of each only those heads are looked for that the next does not hold, and of the newest
all of them; every head that was ever signed is looked for once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from cases.chain import utc_text
from cases.verify import HistoryBroken
from cases.verifying import NotAsWritten, verified_beyond
from records.models import CheckpointStamp, DailyCheckpoint

from . import body, keys, leaves, merkle, readings
from .stamping import is_stamped

DIFFERING = """
WITH given AS MATERIALIZED (SELECT %(leaves)s::bytea AS leaves)
SELECT l.case_id, f.reference, l.seq,
    (SELECT max(m.seq) FROM case_event m WHERE m.case_id = l.case_id), e.hash
FROM given
CROSS JOIN generate_series(0, length(leaves) / 56 - 1) n
CROSS JOIN LATERAL (SELECT substring(leaves FROM n * 56 + 1 FOR 56) AS entry OFFSET 0) s
CROSS JOIN LATERAL (SELECT
    encode(substring(entry FROM 1 FOR 16), 'hex')::uuid AS case_id,
    ('x' || encode(substring(entry FROM 17 FOR 8), 'hex'))::bit(64)::bigint AS seq,
    substring(entry FROM 25) AS head
    OFFSET 0
) l
LEFT JOIN cases_casefile f ON f.id = l.case_id
LEFT JOIN case_event e ON e.case_id = l.case_id AND e.seq = l.seq
WHERE e.hash IS DISTINCT FROM l.head OR f.id IS NULL
ORDER BY f.reference, l.case_id LIMIT 1
"""


class CheckpointBroken(NotAsWritten):
    """The first daily checkpoint that is not as it was made, and what is wrong with it."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"daily checkpoint {number}: {reason}")
        self.number, self.reason = number, reason


@transaction.atomic
def verify(*, roots: bool) -> int:
    """Verify every daily checkpoint; returns how many there are. Raises what is wrong first, of a case or of one.

    `roots` reckons each tree again. Without it the heads are compared with their own digest in the signed body, which
    is as good for whoever trusts that both were written by the same hand, and takes a fraction of the time.
    """
    known, covered = keys.known(), list[body.Readings]()
    before, held, number = body.NONE_BEFORE, set[bytes](), 0
    for number, row in enumerate(DailyCheckpoint.objects.order_by("number").iterator(chunk_size=1), start=1):
        if row.number != number:
            raise CheckpointBroken(number, "it is missing")
        said, heads = _verified(row, before, known), bytes(row.leaves)
        if roots:
            _verify_tree(number, said, heads)
        entries = set(leaves.split(heads))
        _look_for(number - 1, held - entries)
        covered.append(said.readings)
        before, held = body.digest(bytes(row.body)), entries
    _look_for(number, held)
    _compare_readings(covered)
    _verify_stamps()
    return number


def _verified(row: DailyCheckpoint, before: str, known: set[str]) -> body.Body:
    """What it says, once it is known who signed it. Where no key is known here, any will do that signed."""
    key, signed, heads = bytes(row.key), bytes(row.body), bytes(row.leaves)
    if not keys.is_signed(signed, bytes(row.signature), key):
        raise CheckpointBroken(row.number, "its signature is not that of its body")
    if known and keys.fingerprint(key) not in known:
        raise CheckpointBroken(row.number, "it was signed with another key than those that count")
    said = body.read(signed)
    if said is None:
        raise CheckpointBroken(row.number, "its body cannot be read")
    if (said.number, said.at, said.key) != (row.number, utc_text(row.at), keys.fingerprint(key)):
        raise CheckpointBroken(row.number, "its row is not what its body says")
    if said.before != before:
        raise CheckpointBroken(row.number, "it does not follow the one before it")
    if (body.digest(heads), len(heads)) != (said.leaves, said.count * leaves.SIZE):
        raise CheckpointBroken(row.number, "its heads were changed")
    return said


def _verify_tree(number: int, said: body.Body, heads: bytes) -> None:
    if not leaves.are_in_order(heads) or merkle.root(leaves.hashes(heads)).hex() != said.root:
        raise CheckpointBroken(number, "its root is not that of its heads")


def _look_for(number: int, heads: set[bytes]) -> None:
    """Each of these heads is an event of its case, with that number and that hash."""
    if not heads:
        return
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"leaves": b"".join(sorted(heads))})
        found = cursor.fetchone()
    if found:
        raise _fault(number, found)


def _fault(number: int, found: Sequence[Any]) -> HistoryBroken:
    case_id, reference, seq, last, digest = found
    held = f"daily checkpoint {number} holds the case up to event {seq}"
    if reference is None:
        return HistoryBroken(str(case_id), 1, f"the whole case is missing; {held}")
    if digest is None:
        return HistoryBroken(reference, min((last or 0) + 1, seq), f"it is missing; {held}")
    return HistoryBroken(reference, seq, f"it is not the event that daily checkpoint {number} holds")


def _verify_stamps() -> None:
    for stamp in CheckpointStamp.objects.select_related("checkpoint").defer("checkpoint__leaves").order_by("pk"):
        if not is_stamped(stamp.checkpoint, bytes(stamp.token)):
            raise CheckpointBroken(stamp.checkpoint_id, "its time stamp is not of it")


def _compare_readings(covered: Sequence[body.Readings]) -> None:
    place = readings.differing(covered)
    if place is not None:
        raise CheckpointBroken(place + 1, "the readings that it covers were changed")


@verified_beyond
def tell_of_daily_checkpoints() -> str:
    """With the trees: whoever asks for everything has the time."""
    count = verify(roots=True)
    return f"{count} daily checkpoints verified." if count else ""
