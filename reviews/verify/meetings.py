"""What of checkpoints, their minutes and their preparation must be what the events tell."""

from cases.verifying import verifies

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

# Events from before the figures were asked what they suggest tell no suggestion.
verifies(
    "progress",
    acts=["reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, concat_ws(' ', c.id, r.item_id),
            jsonb_build_object(
            'value', r.value, 'judgement', r.judgement, 'suggested', r.suggested, 'evidence', r.evidence,
            'helped', r.helped, 'agreed', r.agreed
        ) FROM reviews_progress r
        JOIN reviews_checkpoint c ON c.id = r.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, m.said ->> 'item'), jsonb_build_object(
            'value', (m.said ->> 'value')::numeric, 'judgement', m.said -> 'judgement',
            'suggested', m.said -> 'suggested', 'evidence', coalesce(words -> ('evidence:' || m.place), '""'),
            'helped', coalesce(words -> ('helped:' || m.place), '""'),
            'agreed', coalesce(words -> ('agreed:' || m.place), '""')
        ) FROM event, jsonb_array_elements(facts -> 'measured') WITH ORDINALITY m (said, place)
    """,
)

# A checkpoint from before minutes were signed has none, and its event tells no digest.
verifies(
    "minutes",
    acts=["reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, m.checkpoint_id::text, jsonb_build_object(
            'version', v.number, 'attendees', m.attendees, 'companion', m.companion, 'encouragement', m.encouragement,
            'by', m.by_id, 'answer_by', m.answer_by, 'digest', m.digest
        ) FROM reviews_minutes m
        JOIN reviews_checkpoint c ON c.id = m.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
        LEFT JOIN plans_planversion v ON v.id = m.version_id AND v.plan_id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object(
            'version', facts -> 'version', 'attendees', coalesce(words -> 'attendees', '""'),
            'companion', coalesce(words -> 'companion', '""'),
            'encouragement', coalesce(words -> 'encouragement', '""'), 'by', by -> 'user',
            'answer_by', facts -> 'answer_by', 'digest', facts -> 'digest'
        ) FROM event WHERE facts ->> 'digest' IS NOT NULL
    """,
)

verifies(
    "refusal of minutes",
    acts=["reviews.refuse_minutes"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'checkpoint', r.minutes_id, 'by', r.by_id, 'at', r.at, 'words', r.words
        ) FROM reviews_minutesrefusal r
        JOIN reviews_checkpoint c ON c.id = r.minutes_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'refusal', jsonb_build_object(
            'checkpoint', subject, 'by', by -> 'user', 'at', at, 'words', coalesce(words -> 'words', '""')
        ) FROM event
    """,
)

# What is still being prepared is the employee's draft, and no event's.
verifies(
    "preparation",
    acts=["reviews.open_preparation", "reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'checkpoint', r.checkpoint_id, 'general', r.general, 'shared_at', r.shared_at
        ) FROM reviews_preparation r
        JOIN reviews_checkpoint c ON c.id = r.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
        WHERE r.shared_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, facts ->> 'preparation', jsonb_build_object(
            'checkpoint', subject, 'general', coalesce(words -> 'preparation', '""'), 'shared_at', at
        ) FROM event WHERE facts ->> 'preparation' IS NOT NULL
    """,
)

verifies(
    "self-assessment",
    acts=["reviews.open_preparation", "reviews.hold_checkpoint"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'preparation', s.preparation_id, 'item', s.item_id, 'standing', s.standing, 'words', s.words
        ) FROM reviews_selfassessment s
        JOIN reviews_preparation r ON r.id = s.preparation_id
        JOIN reviews_checkpoint c ON c.id = r.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
        WHERE r.shared_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, v.said ->> 'view', jsonb_build_object(
            'preparation', facts -> 'preparation', 'item', v.said -> 'item', 'standing', v.said -> 'standing',
            'words', coalesce(words -> ('own:' || v.place), '""')
        ) FROM event, jsonb_array_elements(facts -> 'views') WITH ORDINALITY v (said, place)
    """,
)
