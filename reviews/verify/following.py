"""What of follow-ons, and of their ends, must be what the events tell."""

from cases.verifying import verifies

from .files import FILES

verifies(
    "follow-on",
    acts=["reviews.record_follow_on"],
    stored="""
        SELECT p.case_id, w.id::text, jsonb_build_object(
            'plan', w.plan_id, 'number', w.number, 'basis', w.basis, 'kind', w.kind, 'words', w.words,
            'owner', w.owner_id, 'owner_part', w.owner_part, 'due_on', w.due_on, 'by', w.by_id, 'part', w.part,
            'at', w.at
        ) FROM reviews_followon w JOIN plans_plan p ON p.id = w.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'follow_on', jsonb_build_object(
            'plan', subject, 'number', facts -> 'number', 'basis', facts -> 'basis', 'kind', facts -> 'kind',
            'words', words -> 'words', 'owner', facts -> 'owner', 'owner_part', facts -> 'owner_part',
            'due_on', facts -> 'due_on', 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)

verifies(
    "end of a follow-on",
    acts=["reviews.finish_follow_on", "reviews.drop_follow_on"],
    stored="""
        SELECT p.case_id, e.follow_on_id::text, jsonb_build_object(
            'id', e.id, 'plan', w.plan_id, 'ending', e.ending, 'done_on', coalesce(e.done_on::text, ''),
            'words', e.words, 'files', array_to_string(e.files, ' '), 'by', e.by_id, 'part', e.part, 'at', e.at
        ) FROM reviews_followonend e
        JOIN reviews_followon w ON w.id = e.follow_on_id
        JOIN plans_plan p ON p.id = w.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'follow_on', jsonb_build_object(
            'id', facts -> 'end', 'plan', subject,
            'ending', CASE act WHEN 'reviews.finish_follow_on' THEN 'done' ELSE 'dropped' END,
            'done_on', coalesce(facts ->> 'done_on', ''), 'words', words -> 'words', 'files', {FILES},
            'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)
