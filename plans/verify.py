"""What of this room's tables must be what the events tell."""

from cases.verify import verifies

verifies(
    "version of the plan",
    acts=["plans.submit_plan"],
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
