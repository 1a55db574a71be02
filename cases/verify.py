"""Verifying event chains: the stored bytes are hashed again, never re-serialised.

After the chains, tables are compared with what the events tell (`cases.verifying`); those of this room stand below.
"""

import hashlib
import uuid
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from .acts import OF_MAIL
from .verifying import NotAsWritten, act_of, differing, verifies

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


class HistoryBroken(NotAsWritten):
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
    count, acts = 0, set[str]()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVENTS, {"reference": reference})
        for (case_id, number), found in groupby(cursor, key=itemgetter(0, 1)):
            rows = list(found)
            count += _verify_chain(case_id, number, rows)
            acts |= {act_of(bytes(row[5])) for row in rows if row[5]}
        _verify_beside(reference, acts)
    return count


def _verify_beside(reference: str | None, acts: set[str]) -> None:
    """The earliest fault is raised, whatever the order in which the rooms are loaded."""
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING, {"reference": reference})
        faults = [*cursor.fetchall(), *differing(cursor, reference, acts)]
    if faults:
        raise HistoryBroken(*min(faults, key=itemgetter(0, 1)))


def _verify_chain(case_id: uuid.UUID, reference: str, rows: Sequence[Any]) -> int:
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

# Which case it goes on from. The case before it tells the same from its side: whoever links cases verifies that.
verifies(
    "link to the case before it",
    acts=["cases.open_case"],
    stored="""
        SELECT id, 'follows', jsonb_build_object('follows', follows_id, 'because', follows_because)
        FROM cases_casefile WHERE follows_id IS NOT NULL OR follows_because <> ''
    """,
    told="""
        SELECT case_id, seq, 'follows', jsonb_build_object('follows', facts -> 'follows', 'because', facts -> 'because')
        FROM event WHERE facts -> 'follows' IS NOT NULL
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
        FROM cases_casepart WHERE deputy_for_id IS NULL AND part NOT IN ('mentor', 'witness', 'hearer')
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
