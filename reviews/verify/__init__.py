"""What of this room's tables must be what the events tell."""

from cases.verifying import verifies

from . import (  # noqa: F401 - they register their rows
    appeal,
    coaching,
    deliveries,
    ending,
    evidence,
    following,
    linking,
    meetings,
    moving,
    sustaining,
)
from .files import FILES

verifies(
    "step in learning",
    acts=["reviews.tick_learning", "reviews.confirm_learning"],
    stored="""
        SELECT p.case_id, l.id::text, jsonb_build_object(
            'plan', l.plan_id, 'support', l.support_id, 'learning', l.learning, 'number', l.number,
            'answer', l.said, 'by', l.by_id, 'at', l.at, 'words', l.words
        ) FROM reviews_learningstep l JOIN plans_plan p ON p.id = l.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'step', jsonb_build_object(
            'plan', subject, 'support', facts -> 'support', 'learning', facts -> 'learning',
            'number', facts -> 'number', 'answer', facts -> 'answer', 'by', by -> 'user', 'at', at,
            'words', coalesce(words -> 'words', '""')
        ) FROM event
    """,
)

verifies(
    "refusal",
    acts=["reviews.refuse_receipt", "reviews.record_refusal"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'plan', r.plan_id, 'version', v.number, 'by', r.by_id, 'part', r.part, 'at', r.at, 'words', r.words,
            'presented_at', coalesce(to_jsonb(r.presented_at), '""'), 'place', r.place,
            'files', array_to_string(r.files, ' ')
        ) FROM reviews_refusal r
        JOIN plans_plan p ON p.id = r.plan_id
        LEFT JOIN plans_planversion v ON v.id = r.version_id AND v.plan_id = r.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'refusal', jsonb_build_object(
            'plan', subject, 'version', facts -> 'version', 'by', by -> 'user', 'part', by -> 'part', 'at', at,
            'words', coalesce(words -> 'words', '""'),
            'presented_at', coalesce(to_jsonb((facts ->> 'presented_at')::timestamptz), '""'),
            'place', coalesce(words -> 'place', '""'), 'files', {FILES}
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "request to a witness",
    acts=["reviews.record_refusal"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object('refusal', a.refusal_id, 'witness', a.witness_id)
        FROM reviews_attestation a
        JOIN reviews_refusal r ON r.id = a.refusal_id
        JOIN plans_plan p ON p.id = r.plan_id
    """,
    told="""
        SELECT case_id, seq, asked.id, jsonb_build_object(
            'refusal', facts -> 'refusal', 'witness', facts -> 'witnesses' -> (asked.place - 1)::integer
        ) FROM event, jsonb_array_elements_text(facts -> 'attestations') WITH ORDINALITY asked (id, place)
    """,
)

verifies(
    "attestation",
    acts=["reviews.attest_refusal"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'witness', a.witness_id, 'answer', a.answer, 'words', a.words, 'given_at', a.given_at
        ) FROM reviews_attestation a
        JOIN reviews_refusal r ON r.id = a.refusal_id
        JOIN plans_plan p ON p.id = r.plan_id
        WHERE a.status <> 'asked'
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object(
            'witness', by -> 'user', 'answer', facts -> 'answer', 'words', coalesce(words -> 'words', '""'),
            'given_at', at
        ) FROM event
    """,
)

verifies(
    "no response",
    acts=["reviews.lapse_receipt"],
    stored="""
        SELECT p.case_id, l.id::text, jsonb_build_object(
            'plan', l.plan_id, 'version', v.number, 'at', l.at, 'reminded', array_to_string(l.reminded, ' ')
        ) FROM reviews_lapse l
        JOIN plans_plan p ON p.id = l.plan_id
        LEFT JOIN plans_planversion v ON v.id = l.version_id AND v.plan_id = l.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'lapse', jsonb_build_object(
            'plan', subject, 'version', facts -> 'version', 'at', at, 'reminded', coalesce((
                SELECT string_agg(r.day, ' ' ORDER BY r.place)
                FROM jsonb_array_elements_text(facts -> 'reminded') WITH ORDINALITY r (day, place)
            ), '')
        ) FROM event
    """,
)

verifies(
    "service",
    acts=["reviews.log_service"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'version', v.number, 'channel', s.channel, 'served_on', s.served_on,
            'served_time', coalesce(s.served_time::text, ''), 'settles', s.settles, 'handed_over', s.handed_over,
            'postal_number', s.postal_number, 'sent_to', s.sent_to, 'note', s.note,
            'files', array_to_string(s.files, ' '), 'by', s.by_id, 'part', s.part, 'at', s.at
        ) FROM reviews_service s
        JOIN plans_plan p ON p.id = s.plan_id
        LEFT JOIN plans_planversion v ON v.id = s.version_id AND v.plan_id = s.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'service', jsonb_build_object(
            'plan', subject, 'version', facts -> 'version', 'channel', facts -> 'channel',
            'served_on', facts -> 'served_on', 'served_time', facts -> 'served_time', 'settles', facts -> 'settles',
            'handed_over', coalesce(words -> 'handed_over', '""'),
            'postal_number', coalesce(words -> 'postal_number', '""'), 'sent_to', coalesce(words -> 'sent_to', '""'),
            'note', coalesce(words -> 'note', '""'), 'files', {FILES},
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "proof of a service",
    acts=["reviews.add_service_proof"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'service', r.service_id, 'came_on', r.came_on, 'result', r.result, 'note', r.note,
            'files', array_to_string(r.files, ' '), 'by', r.by_id, 'part', r.part, 'at', r.at
        ) FROM reviews_serviceproof r
        JOIN reviews_service s ON s.id = r.service_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'proof', jsonb_build_object(
            'service', facts -> 'service', 'came_on', facts -> 'came_on', 'result', facts -> 'result',
            'note', coalesce(words -> 'note', '""'), 'files', {FILES},
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "file",
    acts=[
        "reviews.record_refusal",
        "reviews.log_service",
        "reviews.add_service_proof",
        "reviews.deliver",
        "reviews.file_appeal",
        "reviews.finish_follow_on",
        "reviews.record_evidence",
    ],
    stored="""
        SELECT f.case_id, f.id::text, jsonb_build_object('digest', f.sha256, 'size', f.size) FROM cases_storedfile f
        WHERE f.id IN (
            SELECT (n.file ->> 'id')::uuid FROM event, jsonb_array_elements(facts -> 'files') n (file)
        )
    """,
    told="""
        SELECT case_id, seq, n.file ->> 'id', jsonb_build_object('digest', n.file -> 'digest', 'size', n.file -> 'size')
        FROM event, jsonb_array_elements(facts -> 'files') n (file)
    """,
)

verifies(
    "addendum",
    acts=["reviews.add_addendum"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'checkpoint', a.checkpoint_id, 'number', a.number, 'wrong', a.wrong, 'right', a.right, 'by', a.by_id,
            'part', a.part, 'at', a.at
        ) FROM reviews_addendum a
        JOIN reviews_checkpoint c ON c.id = a.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'addendum', jsonb_build_object(
            'checkpoint', subject, 'number', facts -> 'number', 'wrong', words -> 'wrong', 'right', words -> 'right',
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)
