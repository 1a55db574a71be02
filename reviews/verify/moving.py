"""Checkpoints that were arranged or moved must stand where the events tell."""

from cases.verifying import verifies

verifies(
    "move of a checkpoint",
    acts=["reviews.reschedule_checkpoint", "reviews.postpone_checkpoint"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'checkpoint', r.checkpoint_id, 'of', c.number, 'number', r.number, 'was_on', r.was_on, 'to_on', r.to_on,
            'wish', r.wish, 'is_postponed', r.is_postponed, 'agreed', r.agreed, 'reason', r.reason,
            'by', r.by_id, 'part', r.part, 'at', r.at
        ) FROM reviews_rescheduling r
        JOIN reviews_checkpoint c ON c.id = r.checkpoint_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'rescheduling', jsonb_build_object(
            'checkpoint', subject, 'of', facts -> 'checkpoint', 'number', facts -> 'number',
            'was_on', facts -> 'was_on', 'to_on', facts -> 'to_on', 'wish', facts -> 'wish',
            'is_postponed', act = 'reviews.postpone_checkpoint', 'agreed', facts -> 'agreed',
            'reason', coalesce(words -> 'reason', '""'), 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)

# Where a checkpoint stands is told by the last move of it, by somebody or with a pause; one that nobody moved stands on
# the day that the plan has for it.
verifies(
    "day of a checkpoint",
    acts=["reviews.reschedule_checkpoint", "reviews.postpone_checkpoint", "plans.resume_plan"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object('due_on', c.due_on)
        FROM reviews_checkpoint c JOIN plans_plan p ON p.id = c.plan_id
        WHERE c.due_on <> c.planned_on OR EXISTS (SELECT FROM reviews_rescheduling r WHERE r.checkpoint_id = c.id)
    """,
    told="""
        SELECT DISTINCT ON (moved.checkpoint) case_id, seq, moved.checkpoint,
            jsonb_build_object('due_on', moved.to_on)
        FROM event
        CROSS JOIN LATERAL (
            SELECT subject AS checkpoint, facts -> 'to_on' AS to_on WHERE act LIKE 'reviews.%%'
            UNION ALL
            SELECT m ->> 'checkpoint', m -> 'to_on' FROM jsonb_array_elements(facts -> 'moved_on') m
            WHERE act LIKE 'plans.%%'
        ) moved
        ORDER BY moved.checkpoint, seq DESC
    """,
)

verifies(
    "arrangement of a checkpoint",
    acts=["reviews.arrange_checkpoint"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object('meets_at', c.meets_at, 'place', c.place)
        FROM reviews_checkpoint c JOIN plans_plan p ON p.id = c.plan_id
        WHERE c.meets_at IS NOT NULL
    """,
    told="""
        SELECT DISTINCT ON (subject) case_id, seq, subject, jsonb_build_object(
            'meets_at', facts -> 'meets_at', 'place', coalesce(words -> 'place', '""')
        ) FROM event ORDER BY subject, seq DESC
    """,
)
