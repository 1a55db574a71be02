"""What of this room's tables must be what the events tell."""

from cases.verify import verifies

verifies(
    "version of the plan",
    acts=["plans.open_consultation", "plans.submit_plan"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, v.number), jsonb_build_object(
            'content', encode(sha256(v.content), 'hex'), 'digest', v.digest,
            'frozen_by', v.frozen_by_id, 'frozen_at', v.frozen_at
        ) FROM plans_planversion v JOIN plans_plan p ON p.id = v.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'version'), jsonb_build_object(
            'content', facts -> 'digest', 'digest', facts -> 'digest', 'frozen_by', by -> 'user', 'frozen_at', at
        ) FROM event
    """,
)

verifies(
    "consultation",
    acts=["plans.open_consultation"],
    stored="""
        SELECT p.case_id, c.id::text, jsonb_build_object(
            'plan', c.plan_id, 'version', v.number, 'opened_by', c.opened_by_id, 'opened_at', c.opened_at,
            'answer_by', c.answer_by
        ) FROM plans_consultation c
        JOIN plans_plan p ON p.id = c.plan_id
        LEFT JOIN plans_planversion v ON v.id = c.version_id AND v.plan_id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'consultation', jsonb_build_object(
            'plan', subject, 'version', facts -> 'version', 'opened_by', by -> 'user', 'opened_at', at,
            'answer_by', facts -> 'answer_by'
        ) FROM event
    """,
)

verifies(
    "answer in a consultation",
    acts=["plans.answer_consultation"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'consultation', a.consultation_id, 'content', encode(sha256(a.content), 'hex'), 'digest', a.digest,
            'by', a.by_id, 'at', a.at
        ) FROM plans_consultationanswer a
        JOIN plans_consultation c ON c.id = a.consultation_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'answer', jsonb_build_object(
            'consultation', facts -> 'consultation', 'content', facts -> 'digest', 'digest', facts -> 'digest',
            'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "reply in a consultation",
    acts=["plans.reply_to_consultation"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'answer', r.answer_id, 'content', encode(sha256(r.content), 'hex'), 'digest', r.digest,
            'by', r.by_id, 'at', r.at
        ) FROM plans_consultationreply r
        JOIN plans_consultationanswer a ON a.id = r.answer_id
        JOIN plans_consultation c ON c.id = a.consultation_id
        JOIN plans_plan p ON p.id = c.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'reply', jsonb_build_object(
            'answer', facts -> 'answer', 'content', facts -> 'digest', 'digest', facts -> 'digest',
            'by', by -> 'user', 'at', at
        ) FROM event
    """,
)
