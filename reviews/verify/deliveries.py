"""What of deliveries, and of the employee's answers to them, must be what the events tell."""

from cases.verifying import verifies

from .files import FILES

verifies(
    "delivery",
    acts=["reviews.deliver"],
    stored="""
        SELECT p.case_id, d.id::text, jsonb_build_object(
            'plan', d.plan_id, 'commitment', coalesce(d.commitment_id::text, ''),
            'support', coalesce(d.support_id::text, ''), 'number', d.number, 'delivered_on', d.delivered_on,
            'words', d.words, 'files', array_to_string(d.files, ' '), 'by', d.by_id, 'part', d.part, 'at', d.at
        ) FROM reviews_delivery d JOIN plans_plan p ON p.id = d.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'delivery', jsonb_build_object(
            'plan', subject,
            'commitment', CASE facts ->> 'kind' WHEN 'commitment' THEN facts ->> 'promised' ELSE '' END,
            'support', CASE facts ->> 'kind' WHEN 'support' THEN facts ->> 'promised' ELSE '' END,
            'number', facts -> 'number', 'delivered_on', facts -> 'delivered_on', 'words', words -> 'words',
            'files', {FILES}, 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "answer to a delivery",
    acts=["reviews.confirm_delivery"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'plan', d.plan_id, 'delivery', a.delivery_id, 'answer', a.answer, 'words', a.words, 'by', a.by_id,
            'at', a.at
        ) FROM reviews_deliveryanswer a
        JOIN reviews_delivery d ON d.id = a.delivery_id
        JOIN plans_plan p ON p.id = d.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'answered', jsonb_build_object(
            'plan', subject, 'delivery', facts -> 'delivery', 'answer', facts -> 'answer',
            'words', coalesce(words -> 'words', '""'), 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)
