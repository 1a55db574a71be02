"""The event chain as bytes, up to the event that names the sealed record.

A line is `number hash body`: the body as it is stored, which is what was hashed, or `sha256:` and its hash where it is
not this reader's to read. HR and auditors read every body of what their pages tell; everybody those of what they did
themselves. Canonical JSON has no line break in it.
"""

import hashlib
import json
from collections.abc import Collection, Iterator

from cases.acts import OF_HR
from cases.models import CaseEvent, EventText
from cases.verify import genesis
from records.asof import CaseAsOf

HEADER = "pipcases-chain 1"


def events(case: CaseAsOf, last: CaseEvent) -> bytes:
    """All lines up to `last`, which stands in its own words in everybody's bundle: it names the record, and nobody."""
    mine = read_whole(case) | {last.seq}
    rows = CaseEvent.objects.filter(case=case.case, seq__lte=last.seq).order_by("seq")
    first = f"{HEADER} {case.case.pk} {genesis(case.case.pk).hex()}".encode()
    return b"\n".join([first, *(_line(event, mine) for event in rows.iterator(chunk_size=100)), b""])


def _line(event: CaseEvent, mine: Collection[int]) -> bytes:
    body = bytes(event.body)
    if event.seq not in mine:
        body = f"sha256:{hashlib.sha256(body).hexdigest()}".encode()
    return f"{event.seq} {event.digest} ".encode() + body


def read_whole(case: CaseAsOf) -> set[int]:
    """The numbers of the events whose bodies this reader may have."""
    is_hr, reader = case.seat.is_any_of(*OF_HR), case.seat.user.pk
    return {line.event.seq for line in case.lines if is_hr or line.event.data["by"].get("user") == reader}


def texts(case: CaseAsOf) -> bytes:
    """The words that this reader may read, each with the salt that its event's commitment was made with."""
    told: dict[str, dict[str, dict[str, str]]] = {}
    for seq, row in _texts(case):
        told.setdefault(str(seq), {})[row.field] = {"salt": bytes(row.salt).hex(), "text": row.value}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _texts(case: CaseAsOf) -> Iterator[tuple[int, EventText]]:
    whole = read_whole(case)
    shown = {(line.event.seq, name) for line in case.lines if line.event.seq in whole for name in line.texts}
    rows = EventText.objects.filter(case=case.case, seq__in={seq for seq, _name in shown}).order_by("seq", "field")
    return ((row.seq, row) for row in rows if (row.seq, row.field) in shown)
