"""Attacks on events and whole cases. Each does one thing at a random place and says which is the first bad event."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.apps import apps
from django.db.models import ForeignKey

from cases.chain import utc_text
from cases.models import CaseFile
from records.heads import leaves
from records.models import DailyCheckpoint

from .hand import Event, body_of, rehash, renumber, rows, run, write_body
from .places import in_case

Attack = Callable[[Sequence[Event], Random], str]
FORGED = "cases.read_as_auditor"  # nothing beside the event tells of it: a forger who has thought about it


def body_edited(events: Sequence[Event], some: Random) -> str:
    """Who did it, or what was done."""
    event = some.choice(events)
    said = body_of(event.case_id, event.seq)
    if some.random() < 0.5:
        said["by"]["user"] = (said["by"]["user"] or 0) + 1
    else:
        said["facts"]["note"] = some.randrange(1000)
    write_body(event, said)
    return in_case(event.reference, event.seq)


def time_edited(events: Sequence[Event], some: Random) -> str:
    """An hour to a month earlier, in the body and beside it."""
    event = some.choice(events)
    said = body_of(event.case_id, event.seq)
    said["at"] = utc_text(datetime.fromisoformat(said["at"]) - timedelta(hours=some.randrange(1, 720)))
    write_body(event, said)
    return in_case(event.reference, event.seq)


def two_swapped(events: Sequence[Event], some: Random) -> str:
    """Two events of one case change places."""
    first = some.choice([event for event in events if event.seq < event.last])
    second = some.choice([event for event in events if event.case_id == first.case_id and event.seq > first.seq])
    one, other = body_of(first.case_id, first.seq), body_of(second.case_id, second.seq)
    write_body(first, other)
    write_body(second, one)
    return in_case(first.reference, first.seq)


def middle_deleted(events: Sequence[Event], some: Random) -> str:
    """One event goes; every other time the gap is closed."""
    event = some.choice([event for event in events if 1 < event.seq < event.last])
    _delete(event.case_id, event.seq, event.seq)
    if some.random() < 0.5:
        renumber(event.case_id, event.seq, -1)
    return in_case(event.reference, event.seq)


def tail_deleted(events: Sequence[Event], some: Random) -> str:
    """The last events go with all that they told, and the head is set back: the chain agrees with itself."""
    event = some.choice([event for event in events if event.seq > _talk_from(event)])
    talk = "SELECT body FROM case_event WHERE case_id = %s AND seq >= %s"
    told = [json.loads(bytes(body))["facts"]["comment"] for (body,) in rows(talk, [event.case_id, event.seq])]
    run("DELETE FROM cases_comment WHERE id::text = ANY(%s)", [told])
    _delete(event.case_id, event.seq, event.last)
    run("UPDATE case_chain SET seq = %s WHERE case_id = %s", [event.seq - 1, event.case_id])
    rehash(event.case_id, event.seq - 1)
    return in_case(event.reference, event.seq)


def _talk_from(event: Event) -> int:
    """The number after which a case has comments only."""
    silent = "SELECT max(seq) FROM case_event WHERE case_id = %s AND body NOT LIKE %s"
    ((last,),) = rows(silent, [event.case_id, b'{"act":"cases.add_comment",%'])
    return int(last)


def forged(events: Sequence[Event], some: Random) -> str:
    """An event is put in between, and everything after it is numbered and hashed anew, the head too. What was signed
    first after it is what can be named.
    """
    event = some.choice([event for event in events if 1 < event.seq <= _signed_up_to(event)[-1]])
    said = body_of(event.case_id, event.seq)
    said |= {"act": FORGED, "facts": {}, "texts": {}, "to": said["from"]}
    renumber(event.case_id, event.seq - 1, 1)
    statement = """
    INSERT INTO case_event (case_id, seq, prev, hash, body, at)
    VALUES (%s, %s, sha256('new'), sha256('new'), '', %s::timestamptz)
    """
    run(statement, [event.case_id, event.seq, said["at"]])
    write_body(event, said)
    rehash(event.case_id, event.seq)
    return in_case(event.reference, next(seq for seq in _signed_up_to(event) if seq >= event.seq))


def _signed_up_to(event: Event) -> list[int]:
    """Up to which events daily checkpoints hold the case, oldest first."""
    found = []
    for checkpoint in DailyCheckpoint.objects.order_by("number"):
        heads = bytes(checkpoint.leaves)
        place = leaves.place_of(event.case_id, heads)
        if place is not None:
            found.append(leaves.read(leaves.split(heads)[place])[1])
    return found


def case_dropped(events: Sequence[Event], some: Random) -> str:
    """Every row that has to do with one case, in every table."""
    event = some.choice(events)
    _drop(CaseFile._meta.db_table, "id", f"'{event.case_id}'")
    for table in ("case_event", "case_chain"):
        run(f"DELETE FROM {table} WHERE case_id = %s", [event.case_id])  # noqa: S608 - one of two names
    return in_case(str(event.case_id), 1)


def _drop(table: str, column: str, of: str) -> None:
    """The rows of a table that point at these, once what points at them is gone."""
    for name, key, pointing in _pointing_at(table):
        _drop(name, key, f"SELECT {key} FROM {name} WHERE {pointing} IN ({of})")  # noqa: S608
    run(f"DELETE FROM {table} WHERE {column} IN ({of})")  # noqa: S608 - names of tables, and an id from the database


def _pointing_at(table: str) -> Iterator[tuple[str, str, str]]:
    """Table, primary key and column of every foreign key that leads here from another table."""
    for model in apps.get_models():
        own = model._meta.db_table
        for field in model._meta.local_fields:
            leads_here = isinstance(field, ForeignKey) and field.related_model._meta.db_table == table != own
            if leads_here and model._meta.managed:
                yield own, str(model._meta.pk.column), str(field.column)


def _delete(case_id: object, since: int, upto: int) -> None:
    for table in ("case_event", "cases_eventtext"):
        run(f"DELETE FROM {table} WHERE case_id = %s AND seq BETWEEN %s AND %s", [case_id, since, upto])  # noqa: S608


ATTACKS: dict[str, Attack] = {
    "body of an event edited": body_edited,
    "time of an event edited": time_edited,
    "two events swapped": two_swapped,
    "event deleted from the middle": middle_deleted,
    "tail deleted, head set back": tail_deleted,
    "event forged, all later hashes and the head reckoned anew": forged,
    "whole case dropped": case_dropped,
}
