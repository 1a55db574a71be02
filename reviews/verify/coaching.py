"""What of the tables of coaching must be what the events tell."""

from cases.verifying import verifies

verifies(
    "coaching session",
    acts=["reviews.log_session"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'item', coalesce(s.item_id::text, ''), 'support', coalesce(s.support_id::text, ''),
            'series', coalesce(s.series_id::text, ''), 'planned_on', coalesce(s.planned_on::text, ''),
            'held_on', s.held_on, 'minutes', s.minutes, 'done', s.done, 'next_steps', s.next_steps, 'key', s.key,
            'by', s.by_id, 'part', s.part, 'at', s.at
        ) FROM reviews_coachingsession s JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'session', jsonb_build_object(
            'plan', subject, 'item', coalesce(facts ->> 'item', ''), 'support', coalesce(facts ->> 'support', ''),
            'series', coalesce(facts ->> 'series', ''), 'planned_on', coalesce(facts ->> 'planned_on', ''),
            'held_on', facts -> 'held_on', 'minutes', facts -> 'minutes', 'done', coalesce(words -> 'done', '""'),
            'next_steps', coalesce(words -> 'next_steps', '""'), 'key', facts -> 'key',
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)

verifies(
    "answer to a session",
    acts=["reviews.confirm_session"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'session', a.session_id, 'said', a.said, 'words', a.words, 'by', a.by_id, 'at', a.at
        ) FROM reviews_sessionanswer a
        JOIN reviews_coachingsession s ON s.id = a.session_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'answer', jsonb_build_object(
            'session', facts -> 'session', 'said', facts -> 'said', 'words', coalesce(words -> 'words', '""'),
            'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "series of sessions",
    acts=["reviews.plan_sessions"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'item', coalesce(s.item_id::text, ''), 'support', coalesce(s.support_id::text, ''),
            'mentor', coalesce(s.mentor_id::text, ''), 'kind', s.kind, 'weekday', s.weekday, 'starts_at', s.starts_at,
            'minutes', s.minutes, 'first_on', s.first_on, 'last_on', s.last_on, 'by', s.by_id, 'part', s.part,
            'at', s.at
        ) FROM reviews_sessionseries s JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'series', jsonb_build_object(
            'plan', subject, 'item', coalesce(facts ->> 'item', ''), 'support', coalesce(facts ->> 'support', ''),
            'mentor', coalesce(facts ->> 'mentor', ''), 'kind', facts -> 'kind', 'weekday', facts -> 'weekday',
            'starts_at', facts -> 'starts_at', 'minutes', facts -> 'minutes', 'first_on', facts -> 'first_on',
            'last_on', facts -> 'last_on', 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)

verifies(
    "end of a series",
    acts=["reviews.end_sessions"],
    stored="""
        SELECT p.case_id, e.id::text, jsonb_build_object(
            'series', e.series_id, 'from_on', e.from_on, 'reason', e.reason, 'by', e.by_id, 'part', e.part, 'at', e.at
        ) FROM reviews_seriesend e
        JOIN reviews_sessionseries s ON s.id = e.series_id
        JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'ending', jsonb_build_object(
            'series', facts -> 'series', 'from_on', facts -> 'from_on', 'reason', coalesce(words -> 'reason', '""'),
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)
