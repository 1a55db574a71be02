"""The event chain as bytes, up to the event that names the sealed record.

A line is `number hash body`: the body as it is stored, which is what was hashed, or `sha256:` and its hash where it is
not this reader's to read. HR and auditors read every body of what their pages tell; everybody those of what they did
themselves. Canonical JSON has no line break in it.
"""

import hashlib
import json
from collections.abc import Collection

from cases.acts import OF_HR
from cases.models import CaseEvent, EventText
from cases.queries import Line, whole_history
from cases.verify import genesis
from records.asof import CaseAsOf

HEADER = "pipcases-chain 1"


def events(case: CaseAsOf, last: CaseEvent) -> bytes:
    """All lines up to `last`, which stands in its own words in everybody's bundle: it names the record, and nobody."""
    mine = {line.event.seq for line in read_whole(case, last)} | {last.seq}
    rows = CaseEvent.objects.filter(case=case.case, seq__lte=last.seq).order_by("seq")
    first = f"{HEADER} {case.case.pk} {genesis(case.case.pk).hex()}".encode()
    return b"\n".join([first, *(_line(event, mine) for event in rows.iterator(chunk_size=100)), b""])


def _line(event: CaseEvent, mine: Collection[int]) -> bytes:
    body = bytes(event.body)
    if event.seq not in mine:
        body = f"sha256:{hashlib.sha256(body).hexdigest()}".encode()
    return f"{event.seq} {event.digest} ".encode() + body


def read_whole(case: CaseAsOf, last: CaseEvent) -> list[Line]:
    """The events whose bodies this reader may have, also those after the one that the record ends with."""
    is_hr, reader = case.seat.is_any_of(*OF_HR), case.seat.user.pk
    told = (line for line in whole_history(case.seat) if line.event.seq <= last.seq)
    return [line for line in told if is_hr or line.event.data["by"]["user"] == reader]


def texts(case: CaseAsOf, last: CaseEvent) -> bytes:
    """The words that this reader may read, each with the salt that its event's commitment was made with."""
    shown = {(line.event.seq, name) for line in read_whole(case, last) for name in line.texts}
    rows = EventText.objects.filter(case=case.case, seq__in={seq for seq, _name in shown}).order_by("seq", "field")
    told: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        if (row.seq, row.field) in shown:
            told.setdefault(str(row.seq), {})[row.field] = {"salt": bytes(row.salt).hex(), "text": row.value}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
