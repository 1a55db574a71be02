"""Comparing tables with what the events tell.

What events tell also stands in ordinary tables, which pages and records are made from. Each room says in its own module
`verify` which rows those are (`verifies`); after the chains `cases.verify` asks for what does not agree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

# An event is found by its first bytes, before any JSON is read; it is asked for its body and its words once (OFFSET 0).
# A word that was erased is null here, and nulls are stripped: the row beside it is not compared.
# A row without an event is named by the number that comes after the case's last.
EVENT = """
event AS NOT MATERIALIZED (
  SELECT e.case_id, e.seq, e.at, b.body ->> 'act' AS act, b.body -> 'by' AS by,
    b.body -> 'subject' ->> 'id' AS subject, b.body -> 'facts' AS facts, w.words
  FROM case_event e
  CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body OFFSET 0) b
  CROSS JOIN LATERAL (
    SELECT (
      SELECT jsonb_object_agg(c.field, t.value) FROM jsonb_object_keys(b.body -> 'texts') c (field)
      LEFT JOIN cases_eventtext t ON t.case_id = e.case_id AND t.seq = e.seq AND t.field = c.field
    ) AS words OFFSET 0
  ) w
  WHERE {which}
)
"""
DIFFERING = """
WITH {event},
stored (case_id, key, content) AS NOT MATERIALIZED ({stored}),
told (case_id, seq, key, content) AS NOT MATERIALIZED ({told})
SELECT f.reference, coalesce(t.seq, c.seq + 1), CASE
    WHEN t.seq IS NULL THEN 'it is missing, and its ' || %(what)s || ' is there'
    WHEN s.key IS NULL THEN 'its ' || %(what)s || ' is missing'
    ELSE 'its ' || %(what)s || ' was changed: ' || (
      SELECT string_agg(d.key, ', ') FROM jsonb_each(t.content) d WHERE d.value IS DISTINCT FROM s.content -> d.key
    )
  END
FROM (
  SELECT * FROM stored
  WHERE %(reference)s::text IS NULL OR case_id = (SELECT id FROM cases_casefile WHERE reference = %(reference)s)
) s
FULL JOIN (
  SELECT case_id, seq, key, jsonb_strip_nulls(content) AS content FROM told
  WHERE %(reference)s::text IS NULL OR case_id = (SELECT id FROM cases_casefile WHERE reference = %(reference)s)
) t USING (case_id, key)
JOIN cases_casefile f ON f.id = case_id
LEFT JOIN case_chain c ON c.case_id = f.id
WHERE (s.content @> t.content) IS NOT TRUE
ORDER BY 1, 2 LIMIT 1
"""
STANDING = "WITH {event} SELECT ARRAY[{stands}]::boolean[]"
STANDS = "EXISTS (SELECT FROM ({stored}) s)"
BEGINS = b'{"act":"'  # of every body


class NotAsWritten(Exception):
    """Something is not as it was written. What it says names the place, and no person."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Rows that say again what events of these acts tell; the two queries are described at `verifies`."""

    what: str
    acts: Sequence[str]
    stored: str
    told: str


_evidence: list[Evidence] = []


def verifies(what: str, *, acts: Sequence[str], stored: str, told: str) -> None:
    """Register rows to be compared with events. `what` names such a row in the singular, for the fault's reason.

    `stored` selects `case_id, key, content` from the tables; `told` selects `case_id, seq, key, content` from `event`:
    `case_id, seq, at, act, by, subject, facts, words` of every event of these acts. `key` is a text that says which
    row, `content` a flat JSON object. Every row has its event, every event its rows, and what is told is stored.
    A free text is told by `words -> field`: absent where it was empty, null where it was erased, then not compared.
    """
    _evidence.append(Evidence(what=what, acts=acts, stored=stored, told=told))


def act_of(body: bytes) -> str:
    """What was done, without reading the JSON: `body` is canonical, and "act" its first key."""
    return body[len(BEGINS) :].partition(b'"')[0].decode(errors="replace")


def differing(cursor: Any, reference: str | None, acts: set[str]) -> list[tuple[str, int, str]]:
    """The first row of each kind that does not agree in one case, or all: case, event and what is wrong. `acts` are
    those that events were found of.
    """
    faults = []
    for evidence in _to_compare(cursor, acts):
        event = EVENT.format(which="e.body LIKE ANY (%(acts)s)")
        sql = DIFFERING.format(event=event, stored=evidence.stored, told=evidence.told)
        cursor.execute(sql, {"reference": reference, "what": evidence.what, "acts": _beginnings(evidence)})
        faults += cursor.fetchall()
    return faults


def _to_compare(cursor: Any, acts: set[str]) -> Iterator[Evidence]:
    """What these acts tell, and whatever else has rows. Of most things there is neither, and comparing nothing takes
    nearly as long as comparing a little.
    """
    untold = [evidence for evidence in _evidence if acts.isdisjoint(evidence.acts)]
    yield from (evidence for evidence in _evidence if evidence not in untold)
    stands = ", ".join(STANDS.format(stored=evidence.stored) for evidence in untold)
    cursor.execute(STANDING.format(event=EVENT.format(which="false"), stands=stands), {})
    yield from compress(untold, cursor.fetchone()[0])


def _beginnings(evidence: Evidence) -> list[bytes]:
    return [BEGINS + f'{act}",%'.encode() for act in evidence.acts]


Beyond = Callable[[], str]
_beyond: list[Beyond] = []


def verified_beyond(check: Beyond) -> Beyond:
    """Register what is verified after all chains, of whatever spans more than one case. It returns a sentence for
    whoever asked, empty where there was nothing to verify, and raises `NotAsWritten`.
    """
    _beyond.append(check)
    return check


def verify_beyond() -> list[str]:
    return [told for check in _beyond if (told := check())]
