"""What of the sustain period, its check-ins and both sides' words must be what the events tell."""

from cases.verifying import verifies

verifies(
    "sustain period",
    acts=["reviews.begin_sustain"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'days', s.days, 'first_on', s.first_on, 'last_on', s.last_on, 'by', s.by_id, 'at', s.at
        ) FROM reviews_sustain s JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'sustain', jsonb_build_object(
            'plan', subject, 'days', facts -> 'days', 'first_on', facts -> 'first_on', 'last_on', facts -> 'last_on',
            'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "planned check-in",
    acts=["reviews.begin_sustain"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object(
            'sustain', c.sustain_id, 'number', c.number, 'due_on', c.due_on
        ) FROM reviews_checkin c
        JOIN reviews_sustain s ON s.id = c.sustain_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, n.day ->> 'id', jsonb_build_object(
            'sustain', facts -> 'sustain', 'number', n.place, 'due_on', n.day -> 'due_on'
        ) FROM event, jsonb_array_elements(facts -> 'check_ins') WITH ORDINALITY n (day, place)
    """,
)

verifies(
    "record of a check-in",
    acts=["reviews.record_check_in"],
    stored="""
        SELECT p.case_id, r.check_in_id::text, jsonb_build_object(
            'id', r.id, 'plan', s.plan_id, 'keeping', r.keeping, 'held_on', r.held_on, 'words', r.words,
            'agreed', r.agreed, 'by', r.by_id, 'at', r.at
        ) FROM reviews_checkinrecord r
        JOIN reviews_checkin c ON c.id = r.check_in_id
        JOIN reviews_sustain s ON s.id = c.sustain_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'check_in', jsonb_build_object(
            'id', facts -> 'record', 'plan', subject, 'keeping', facts -> 'keeping', 'held_on', facts -> 'held_on',
            'words', words -> 'words', 'agreed', coalesce(words -> 'agreed', '""'), 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "employee's words to a check-in",
    acts=["reviews.answer_check_in"],
    stored="""
        SELECT p.case_id, a.check_in_id::text, jsonb_build_object(
            'id', a.id, 'plan', s.plan_id, 'words', a.words, 'by', a.by_id, 'at', a.at
        ) FROM reviews_checkinanswer a
        JOIN reviews_checkin c ON c.id = a.check_in_id
        JOIN reviews_sustain s ON s.id = c.sustain_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'check_in', jsonb_build_object(
            'id', facts -> 'answer', 'plan', subject, 'words', words -> 'words', 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)
