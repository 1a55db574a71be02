"""Verifying event chains: the stored bytes are hashed again, never re-serialised.

What events tell also stands in ordinary tables, which pages and records are made from. Each room says in its own module
`verify` which rows those are (`verifies`); after the chains they are compared with what the events tell.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from .acts import OF_MAIL

EVENTS = """
SELECT f.id, f.reference, e.seq, e.prev, e.hash, e.body, c.seq, c.head
FROM cases_casefile f
LEFT JOIN case_event e ON e.case_id = f.id
LEFT JOIN case_chain c ON c.case_id = f.id
WHERE %(reference)s::text IS NULL OR f.reference = %(reference)s
ORDER BY f.id, e.seq
"""

# A text that is still there must be the one its event committed to; the time beside the body must be the body's.
DISAGREEING = """
SELECT f.reference, e.seq, CASE WHEN t.id IS NULL THEN 'its time was changed' ELSE 'its text was changed' END
FROM cases_casefile f
JOIN case_event e ON e.case_id = f.id
LEFT JOIN cases_eventtext t ON t.case_id = e.case_id AND t.seq = e.seq
  AND encode(sha256(t.salt || convert_to(t.value, 'UTF8')), 'hex')
      IS DISTINCT FROM convert_from(e.body, 'UTF8')::jsonb #>> ARRAY['texts', t.field]
WHERE (%(reference)s::text IS NULL OR f.reference = %(reference)s)
  AND (t.id IS NOT NULL OR e.at IS DISTINCT FROM (convert_from(e.body, 'UTF8')::jsonb ->> 'at')::timestamptz)
UNION ALL
SELECT f.reference, t.seq, 'it is missing, and its text is there'
FROM cases_casefile f
JOIN cases_eventtext t ON t.case_id = f.id
WHERE (%(reference)s::text IS NULL OR f.reference = %(reference)s)
  AND NOT EXISTS (SELECT FROM case_event e WHERE e.case_id = t.case_id AND e.seq = t.seq)
ORDER BY 1, 2 LIMIT 1
"""

# An event is found by its first bytes, before any JSON is read; it is asked for its body and its words once (OFFSET 0).
# A word that was erased is null here, and nulls are stripped: the row beside it is not compared.
# A row without an event is named by the number that comes after the case's last.
DIFFERING = """
WITH event AS NOT MATERIALIZED (
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
  WHERE e.body LIKE ANY (%(acts)s)
),
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


class HistoryBroken(Exception):
    """The first thing that does not agree: the case's number, the event's number, and what is wrong."""

    def __init__(self, reference: str, seq: int, reason: str) -> None:
        super().__init__(f"case {reference}, event {seq}: {reason}")
        self.reference, self.seq, self.reason = reference, seq, reason


def genesis(case_id: uuid.UUID) -> bytes:
    """What the first event of a case follows: `sha256(0x00 || case id)`."""
    return hashlib.sha256(b"\x00" + case_id.bytes).digest()


def event_hash(prev: bytes, case_id: uuid.UUID, seq: int, body: bytes) -> bytes:
    """`sha256(0x01 || prev || case id || seq || sha256(body))`, the case id as 16 bytes, seq as 8, big-endian."""
    return hashlib.sha256(
        b"\x01" + prev + case_id.bytes + seq.to_bytes(8, "big") + hashlib.sha256(body).digest()
    ).digest()


def verify(reference: str | None = None) -> int:
    """Verify one case, or all; returns how many events were read. Raises `HistoryBroken` at the first fault."""
    count = 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVENTS, {"reference": reference})
        for (case_id, number), rows in groupby(cursor, key=itemgetter(0, 1)):
            count += _verify_chain(case_id, number, rows)
        _verify_beside(reference)
    return count


def _verify_chain(case_id: uuid.UUID, reference: str, rows: Any) -> int:
    rows = list(rows)
    prev, seq = genesis(case_id), 0
    for _id, _reference, stored_seq, stored_prev, stored_hash, body, _head_seq, _head in rows:
        if stored_seq != seq + 1:
            raise HistoryBroken(reference, seq + 1, "it is missing")
        seq = stored_seq
        if bytes(stored_prev) != prev:
            raise HistoryBroken(reference, seq, "it does not follow the event before it")
        if bytes(stored_hash) != event_hash(prev, case_id, seq, bytes(body)):
            raise HistoryBroken(reference, seq, "its content was changed")
        prev = bytes(stored_hash)
    *_event, head_seq, head = rows[-1]
    if head_seq != seq or bytes(head or b"") != prev:
        raise HistoryBroken(reference, seq + 1, "the chain's head names another last event")
    return seq


def _verify_beside(reference: str | None) -> None:
    """The earliest fault is raised, whatever the order in which the rooms are loaded."""
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING, {"reference": reference})
        faults = cursor.fetchall()
        for evidence in _evidence:
            cursor.execute(DIFFERING.format(stored=evidence.stored, told=evidence.told), _asked(evidence, reference))
            faults += cursor.fetchall()
    if faults:
        raise HistoryBroken(*min(faults, key=itemgetter(0, 1)))


def _asked(evidence: Evidence, reference: str | None) -> dict[str, Any]:
    """`body` is canonical, and "act" its first key."""
    begins = [f'{{"act":"{act}",%'.encode() for act in evidence.acts]
    return {"reference": reference, "what": evidence.what, "acts": begins}


verifies(
    "comment",
    acts=["cases.add_comment"],
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'author', author_id, 'part', part, 'at', at, 'topic', topic, 'topic_id', coalesce(topic_id::text, ''),
            'field', field, 'answers', coalesce(answers_id::text, ''), 'audience', array_to_string(audience, ' '),
            'text', text
        ) FROM cases_comment
    """,
    told="""
        SELECT case_id, seq, facts ->> 'comment', jsonb_build_object(
            'author', by -> 'user', 'part', by -> 'part', 'at', at, 'topic', facts -> 'topic',
            'topic_id', coalesce(facts ->> 'topic_id', ''), 'field', coalesce(facts ->> 'field', ''),
            'answers', coalesce(facts ->> 'answers', ''), 'audience', facts -> 'audience',
            'text', coalesce(words -> 'comment', '""')
        ) FROM event
    """,
)

# Who had which part, by turns: the nth holder of a part, from when, until the next was named. Events from before the
# moment was told name none; it is not compared then. Narrow parts are told of by who gives them.
verifies(
    "part",
    acts=["cases.open_case", "plans.pass_to_second_line", "cases.change_manager", "cases.change_hr_partner"],
    stored="""
        SELECT case_id, concat_ws(' ', part, row_number() OVER (PARTITION BY case_id, part ORDER BY id)),
            jsonb_build_object('user', user_id::text, 'since', since, 'until', coalesce(to_jsonb(until), '""'))
        FROM cases_casepart WHERE deputy_for_id IS NULL AND part NOT IN ('mentor', 'witness')
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', part, row_number() OVER (PARTITION BY case_id, part ORDER BY seq)),
            jsonb_build_object('user', holder, 'since', since, 'until', CASE
                WHEN lead(seq) OVER by_turns IS NULL THEN '""' ELSE to_jsonb(lead(since) OVER by_turns)
            END)
        FROM (
            SELECT case_id, seq, part, holder, since,
                lag(holder) OVER (PARTITION BY case_id, part ORDER BY seq) AS before
            FROM event CROSS JOIN LATERAL (VALUES
                ('subject', CASE act WHEN 'cases.open_case' THEN facts ->> 'subject' END),
                ('manager', CASE act WHEN 'cases.open_case' THEN by ->> 'user' ELSE facts ->> 'manager' END),
                ('hr_partner', facts ->> 'hr_partner'),
                ('second_line', facts ->> 'second_line')
            ) given (part, holder)
            CROSS JOIN LATERAL (SELECT CASE
                WHEN act LIKE 'cases.change%%' THEN at ELSE (facts ->> 'since')::timestamptz
            END AS since) moment
            WHERE holder IS NOT NULL
        ) turn
        WHERE holder IS DISTINCT FROM before
        WINDOW by_turns AS (PARTITION BY case_id, part ORDER BY seq)
    """,
)

verifies(
    "delegation",
    acts=["cases.delegate_part", "cases.end_delegation", "cases.change_manager", "cases.change_hr_partner"],
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'part', part, 'user', user_id, 'deputy_for', deputy_for_id, 'sees', sees, 'since', since, 'until', until
        ) FROM cases_casepart WHERE deputy_for_id IS NOT NULL
    """,
    told="""
        SELECT begun.case_id, begun.seq, begun.facts ->> 'delegation', jsonb_build_object(
            'part', begun.facts -> 'part', 'user', begun.facts -> 'deputy', 'deputy_for', begun.facts -> 'principal',
            'sees', true, 'since', (begun.facts ->> 'since')::timestamptz,
            'until', coalesce((over.ended ->> 'until')::timestamptz, (begun.facts ->> 'until')::timestamptz)
        )
        FROM event begun
        LEFT JOIN LATERAL (
            SELECT ended FROM event e
            CROSS JOIN LATERAL jsonb_array_elements(coalesce(e.facts -> 'ended', jsonb_build_array(e.facts))) x (ended)
            WHERE e.case_id = begun.case_id AND e.seq > begun.seq AND e.act <> 'cases.delegate_part'
              AND x.ended ->> 'delegation' = begun.facts ->> 'delegation'
            ORDER BY e.seq LIMIT 1
        ) over ON true
        WHERE begun.act = 'cases.delegate_part'
    """,
)

# What became of each mail, by the newest event about it. What HR sent again is waiting, sent or no longer needed, until
# the next event. Mails that were sent before they were events have none, and are not `recorded`.
verifies(
    "mail",
    acts=[act.name for act in OF_MAIL],
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'kind', kind, 'recipient', recipient_id, 'message', message, 'round', round, 'fault', fault,
            'sent_at', coalesce(to_jsonb(sent_at), '""'), 'state', state
        ) FROM cases_notice WHERE recorded
    """,
    told="""
        SELECT DISTINCT ON (case_id, subject) case_id, seq, subject, jsonb_build_object(
            'kind', facts -> 'kind', 'recipient', facts -> 'recipient', 'message', facts -> 'message',
            'round', facts -> 'round',
            'fault', coalesce(facts -> 'fault', CASE act WHEN 'cases.send_notice' THEN '""'::jsonb END),
            'sent_at', CASE WHEN act = 'cases.resend_notice' THEN NULL ELSE coalesce(to_jsonb(sent), '""') END,
            'state', CASE act WHEN 'cases.send_notice' THEN 'sent' WHEN 'cases.fail_notice' THEN 'failed'
                WHEN 'cases.bounce_notice' THEN 'bounced' WHEN 'cases.settle_notice' THEN 'settled' END
        )
        FROM (
            SELECT event.*, max(at) FILTER (WHERE act = 'cases.send_notice')
                OVER (PARTITION BY case_id, subject, facts -> 'round') AS sent
            FROM event
        ) event
        ORDER BY case_id, subject, seq DESC
    """,
)
