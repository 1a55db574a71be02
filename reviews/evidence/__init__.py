"""The evidence map of a case (R29): what its rules ask for, where each piece stands, what is missing.

Worked out anew from what was issued and recorded, and stored nowhere; so a copy of the record tells the map of its own
moment, and a notice can be read beside what was there when it was recorded. Engineering input, no legal advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reviews.models import EvidenceRecord

from .entries import entries_of
from .facts import Facts, Standing

__all__ = ["EvidenceMap", "Facts", "Flag", "Standing", "entries_of", "map_of", "standing_at"]


@dataclass(frozen=True)
class Flag:
    """What the map lacked when the notice was recorded: what is still missing, and what was recorded since."""

    missing: Sequence[Standing] = field(default=())
    since: Sequence[Standing] = field(default=())


@dataclass(frozen=True)
class EvidenceMap:
    """The matrix of one case."""

    entries: Sequence[Standing]
    notice: EvidenceRecord | None
    is_barred: bool
    flag: Flag | None

    @property
    def complete(self) -> int:
        return sum(row.is_complete for row in self.entries)


def map_of(facts: Facts, rows: Sequence[EvidenceRecord]) -> EvidenceMap:
    """The map, with what it lacked when the notice was recorded; `rows` are all records, also those that fell."""
    entries = entries_of(facts)
    return EvidenceMap(entries, facts.notice, facts.is_barred, _flag(facts, rows, entries))


def standing_at(rows: Sequence[EvidenceRecord], moment: datetime) -> list[EvidenceRecord]:
    """What stood at a moment: recorded by then, and neither replaced nor withdrawn."""

    def fell(row: EvidenceRecord) -> bool:
        ends = [end.at for end in (row.replacement, row.withdrawn) if end is not None]
        return any(at <= moment for at in ends)

    return [row for row in rows if row.at <= moment and not fell(row)]


def _flag(facts: Facts, rows: Sequence[EvidenceRecord], entries: Sequence[Standing]) -> Flag | None:
    if facts.notice is None:
        return None
    recorded_at = _first_of(facts.notice, rows).at
    then = replace(facts, records=standing_at(rows, recorded_at))
    lacked = {row.entry.id for row in entries_of(then) if not row.is_complete} - {"notice"}
    if not then.is_barred:
        lacked.discard("art_42")  # that check may follow until the notice takes effect
    found = [row for row in entries if row.entry.id in lacked]
    return Flag([row for row in found if not row.is_complete], [row for row in found if row.is_complete])


def _first_of(row: EvidenceRecord, rows: Sequence[EvidenceRecord]) -> EvidenceRecord:
    """What was recorded first, before any correction."""
    by_id = {other.pk: other for other in rows}
    while row.replaces_id in by_id:
        row = by_id[row.replaces_id]
    return row
