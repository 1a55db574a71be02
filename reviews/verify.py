"""What of this room's tables must be what the events tell."""

from cases.verify import verifies

verifies(
    "checkpoint",
    acts=["reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object(
            'number', c.number, 'due_on', c.due_on, 'held_on', c.held_on, 'submitted_at', c.submitted_at,
            'manager_note', c.manager_note, 'next_steps', c.next_steps
        ) FROM reviews_checkpoint c JOIN plans_plan p ON p.id = c.plan_id
        WHERE c.status <> 'planned'
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object(
            'number', facts -> 'number', 'due_on', facts -> 'due_on', 'held_on', facts -> 'held_on',
            'submitted_at', at, 'manager_note', coalesce(words -> 'note', '""'),
            'next_steps', coalesce(words -> 'next_steps', '""')
        ) FROM event
    """,
)

verifies(
    "employee's note",
    acts=["reviews.add_employee_note"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object('note', c.employee_note, 'at', c.employee_noted_at)
        FROM reviews_checkpoint c JOIN plans_plan p ON p.id = c.plan_id
        WHERE c.employee_noted_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object('note', coalesce(words -> 'note', '""'), 'at', at) FROM event
    """,
)

verifies(
    "progress",
    acts=["reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, concat_ws(' ', c.id, r.item_id),
            jsonb_build_object('value', r.value, 'judgement', r.judgement, 'evidence', r.evidence)
        FROM reviews_progress r
        JOIN reviews_checkpoint c ON c.id = r.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, m.said ->> 'item'), jsonb_build_object(
            'value', (m.said ->> 'value')::numeric, 'judgement', m.said -> 'judgement',
            'evidence', coalesce(words -> ('evidence:' || m.place), '""')
        ) FROM event, jsonb_array_elements(facts -> 'measured') WITH ORDINALITY m (said, place)
    """,
)

verifies(
    "outcome",
    acts=["reviews.propose_outcome"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number), jsonb_build_object(
            'result', o.result, 'digest', o.digest, 'proposed_by', o.proposed_by_id, 'proposed_at', o.proposed_at,
            'summary', o.summary, 'early_reason', o.early_reason
        ) FROM reviews_outcome o JOIN plans_plan p ON p.id = o.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number'), jsonb_build_object(
            'result', facts -> 'result', 'digest', facts -> 'digest', 'proposed_by', by -> 'user', 'proposed_at', at,
            'summary', coalesce(words -> 'summary', '""'), 'early_reason', coalesce(words -> 'early_reason', '""')
        ) FROM event
    """,
)

verifies(
    "decision",
    acts=["reviews.decide_outcome"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number), jsonb_build_object(
            'result', o.result, 'digest', o.digest, 'decided_by', o.decided_by_id, 'decided_at', o.decided_at
        ) FROM reviews_outcome o JOIN plans_plan p ON p.id = o.plan_id
        WHERE o.decided_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number'), jsonb_build_object(
            'result', facts -> 'result', 'digest', facts -> 'digest', 'decided_by', by -> 'user', 'decided_at', at
        ) FROM event
    """,
)

verifies(
    "result of an item",
    acts=["reviews.propose_outcome"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number, r.item_id),
            jsonb_build_object('result', r.result, 'value', r.value, 'evidence', r.evidence)
        FROM reviews_itemresult r
        JOIN reviews_outcome o ON o.id = r.outcome_id
        JOIN plans_plan p ON p.id = o.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number', i.said ->> 'item'), jsonb_build_object(
            'result', i.said -> 'result', 'value', (i.said ->> 'value')::numeric,
            'evidence', coalesce(words -> ('evidence:' || i.place), '""')
        ) FROM event, jsonb_array_elements(facts -> 'items') WITH ORDINALITY i (said, place)
    """,
)

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
