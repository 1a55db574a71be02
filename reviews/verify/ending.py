"""What of the final review, the outcome and its decision must be what the events tell."""

from cases.verifying import verifies

verifies(
    "final review",
    acts=["reviews.open_final_review"],
    stored="""
        SELECT p.case_id, r.id::text, jsonb_build_object(
            'plan', r.plan_id, 'number', r.number, 'version', v.number, 'opened_by', r.opened_by_id,
            'opened_at', r.opened_at, 'summary_by', r.summary_by
        ) FROM reviews_finalreview r
        JOIN plans_plan p ON p.id = r.plan_id
        LEFT JOIN plans_planversion v ON v.id = r.version_id AND v.plan_id = r.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'review', jsonb_build_object(
            'plan', subject, 'number', facts -> 'number', 'version', facts -> 'version', 'opened_by', by -> 'user',
            'opened_at', at, 'summary_by', facts -> 'summary_by'
        ) FROM event
    """,
)

verifies(
    "employee's own summary",
    acts=["reviews.summarise_plan"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'review', s.review_id, 'words', s.words, 'by', s.by_id, 'at', s.at
        ) FROM reviews_employeesummary s
        JOIN reviews_finalreview r ON r.id = s.review_id
        JOIN plans_plan p ON p.id = r.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'summary', jsonb_build_object(
            'review', facts -> 'review', 'words', coalesce(words -> 'words', '""'), 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "employee's own summary of an item",
    acts=["reviews.summarise_plan"],
    stored="""
        SELECT p.case_id, i.id::text, jsonb_build_object('summary', i.summary_id, 'item', i.item_id, 'words', i.words)
        FROM reviews_itemsummary i
        JOIN reviews_employeesummary s ON s.id = i.summary_id
        JOIN reviews_finalreview r ON r.id = s.review_id
        JOIN plans_plan p ON p.id = r.plan_id
    """,
    told="""
        SELECT case_id, seq, v.said ->> 'view', jsonb_build_object(
            'summary', facts -> 'summary', 'item', v.said -> 'item', 'words', words -> ('own:' || v.place)
        ) FROM event, jsonb_array_elements(facts -> 'views') WITH ORDINALITY v (said, place)
    """,
)

# Events from before there were final reviews tell neither review nor version, recognition nor lessons.
verifies(
    "outcome",
    acts=["reviews.propose_outcome"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number), jsonb_build_object(
            'result', o.result, 'digest', o.digest, 'proposed_by', o.proposed_by_id, 'proposed_at', o.proposed_at,
            'summary', o.summary, 'early_reason', o.early_reason, 'recognition', o.recognition, 'lessons', o.lessons,
            'review', coalesce(to_jsonb(r.number), '""'), 'version', coalesce(to_jsonb(v.number), '""'),
            'schema', CASE WHEN o.version_id IS NULL THEN 1 ELSE o.schema END
        ) FROM reviews_outcome o
        JOIN plans_plan p ON p.id = o.plan_id
        LEFT JOIN reviews_finalreview r ON r.id = o.review_id AND r.plan_id = o.plan_id
        LEFT JOIN plans_planversion v ON v.id = o.version_id AND v.plan_id = o.plan_id
        WHERE o.varies_id IS NULL
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number'), jsonb_build_object(
            'result', facts -> 'result', 'digest', facts -> 'digest', 'proposed_by', by -> 'user', 'proposed_at', at,
            'summary', coalesce(words -> 'summary', '""'), 'early_reason', coalesce(words -> 'early_reason', '""'),
            'recognition', coalesce(words -> 'recognition', '""'), 'lessons', coalesce(words -> 'lessons', '""'),
            'review', coalesce(facts -> 'review', '""'), 'version', coalesce(facts -> 'version', '""'),
            'schema', CASE WHEN facts ? 'version' THEN 2 ELSE 1 END
        ) FROM event
    """,
)

# A decision from before it was signed tells the outcome's own digest.
verifies(
    "decision",
    acts=["reviews.decide_outcome", "reviews.decide_extension"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number), jsonb_build_object(
            'result', o.result, 'digest', o.digest, 'decided_by', o.decided_by_id, 'decided_at', o.decided_at
        ) FROM reviews_outcome o JOIN plans_plan p ON p.id = o.plan_id
        WHERE o.decided_at IS NOT NULL AND o.varies_id IS NULL
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number'), jsonb_build_object(
            'result', facts -> 'result', 'digest', coalesce(facts -> 'outcome_digest', facts -> 'digest'),
            'decided_by', by -> 'user', 'decided_at', at
        ) FROM event
    """,
)

verifies(
    "reason for deciding all the same",
    acts=["reviews.decide_outcome", "reviews.decide_extension"],
    stored="""
        SELECT p.case_id, w.id::text, jsonb_build_object(
            'outcome', o.number, 'block', w.block, 'facts', w.facts, 'reason', w.reason, 'by', w.by_id, 'at', w.at
        ) FROM reviews_override w
        JOIN reviews_outcome o ON o.id = w.outcome_id
        JOIN plans_plan p ON p.id = o.plan_id
    """,
    told="""
        SELECT case_id, seq, v.said ->> 'override', jsonb_build_object(
            'outcome', facts -> 'number', 'block', v.said -> 'block', 'facts', v.said -> 'facts',
            'reason', words -> (v.said ->> 'block'), 'by', by -> 'user', 'at', at
        ) FROM event, jsonb_array_elements(facts -> 'overrides') v (said)
    """,
)

verifies(
    "result of an item",
    acts=["reviews.propose_outcome"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number, r.item_id), jsonb_build_object(
            'result', r.result, 'value', r.value, 'evidence', r.evidence, 'improved', r.improved, 'why_not', r.why_not
        )
        FROM reviews_itemresult r
        JOIN reviews_outcome o ON o.id = r.outcome_id AND o.varies_id IS NULL
        JOIN plans_plan p ON p.id = o.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', subject, facts ->> 'number', i.said ->> 'item'), jsonb_build_object(
            'result', i.said -> 'result', 'value', (i.said ->> 'value')::numeric,
            'evidence', coalesce(words -> ('evidence:' || i.place), '""'),
            'improved', coalesce(words -> ('improved:' || i.place), '""'),
            'why_not', coalesce(words -> ('why_not:' || i.place), '""')
        ) FROM event, jsonb_array_elements(facts -> 'items') WITH ORDINALITY i (said, place)
    """,
)

verifies(
    "refusal of an outcome",
    acts=["reviews.refuse_outcome"],
    stored="""
        SELECT p.case_id, x.id::text, jsonb_build_object(
            'outcome', o.number, 'by', x.by_id, 'at', x.at, 'words', x.words
        ) FROM reviews_outcomerefusal x
        JOIN reviews_outcome o ON o.id = x.outcome_id
        JOIN plans_plan p ON p.id = o.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'refusal', jsonb_build_object(
            'outcome', facts -> 'number', 'by', by -> 'user', 'at', at, 'words', coalesce(words -> 'words', '""')
        ) FROM event
    """,
)
