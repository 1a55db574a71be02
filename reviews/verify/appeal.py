"""Appeals, hearings and what was decided on them must be what the events tell."""

from cases.verifying import verifies

from .files import FILES

STEPS = [
    "reviews.file_appeal", "reviews.name_hearer", "reviews.arrange_hearing", "reviews.record_hearing",
    "reviews.add_hearing_statement", "reviews.decide_appeal", "reviews.withdraw_appeal",
]  # fmt: skip
ENDING = ["reviews.name_hearer", "reviews.decide_appeal", "reviews.withdraw_appeal"]

verifies(
    "appeal",
    acts=["reviews.file_appeal"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'plan', a.plan_id, 'number', a.number, 'outcome', o.number, 'grounds', array_to_string(a.grounds, ' '),
            'words', a.words, 'files', array_to_string(a.files, ' '), 'by', a.filed_by_id, 'at', a.filed_at
        ) FROM reviews_appeal a
        JOIN plans_plan p ON p.id = a.plan_id
        LEFT JOIN reviews_outcome o ON o.id = a.outcome_id AND o.plan_id = a.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'appeal', jsonb_build_object(
            'plan', subject, 'number', facts -> 'number', 'outcome', facts -> 'outcome', 'grounds', (
                SELECT string_agg(g.ground, ' ' ORDER BY g.place)
                FROM jsonb_array_elements_text(facts -> 'grounds') WITH ORDINALITY g (ground, place)
            ), 'words', words -> 'words', 'files', {FILES}, 'by', by -> 'user', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "step of an appeal",
    acts=STEPS,
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object('status', a.status)
        FROM reviews_appeal a JOIN plans_plan p ON p.id = a.plan_id
    """,
    told="""
        SELECT DISTINCT ON (of.appeal) case_id, seq, of.appeal, jsonb_build_object('status', CASE act
            WHEN 'reviews.file_appeal' THEN 'filed' WHEN 'reviews.name_hearer' THEN 'named'
            WHEN 'reviews.arrange_hearing' THEN 'arranged' WHEN 'reviews.decide_appeal' THEN 'decided'
            WHEN 'reviews.withdraw_appeal' THEN 'withdrawn' ELSE 'heard' END)
        FROM event CROSS JOIN LATERAL (SELECT coalesce(facts ->> 'appeal', subject)) of (appeal)
        ORDER BY of.appeal, seq DESC
    """,
)

verifies(
    "hearer of an appeal",
    acts=["reviews.name_hearer"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object('hearer', a.hearer_id, 'by', a.named_by_id, 'at', a.named_at)
        FROM reviews_appeal a JOIN plans_plan p ON p.id = a.plan_id
        WHERE a.hearer_id IS NOT NULL OR a.named_by_id IS NOT NULL OR a.named_at IS NOT NULL
    """,
    told="""
        SELECT DISTINCT ON (subject) case_id, seq, subject, jsonb_build_object(
            'hearer', facts -> 'hearer', 'by', by -> 'user', 'at', at
        ) FROM event ORDER BY subject, seq DESC
    """,
)

verifies(
    "hearer's part",
    acts=ENDING,
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'user', user_id, 'since', since, 'until', coalesce(to_jsonb(until), '""')
        ) FROM cases_casepart WHERE part = 'hearer'
    """,
    told="""
        SELECT n.case_id, n.seq, n.facts ->> 'case_part', jsonb_build_object(
            'user', n.facts -> 'hearer', 'since', n.at, 'until', coalesce(to_jsonb(over.at), '""')
        )
        FROM event n
        LEFT JOIN LATERAL (
            SELECT e.at FROM event e WHERE e.case_id = n.case_id AND e.facts -> 'ended_part' = n.facts -> 'case_part'
        ) over ON true
        WHERE n.act = 'reviews.name_hearer'
    """,
)

# Whoever is named anew arranges anew.
verifies(
    "arrangement of a hearing",
    acts=["reviews.arrange_hearing", "reviews.name_hearer"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'meets_on', a.meets_on, 'meets_at', a.meets_at, 'place', a.place, 'by', a.arranged_by_id,
            'at', a.arranged_at
        ) FROM reviews_appeal a JOIN plans_plan p ON p.id = a.plan_id
        WHERE a.meets_on IS NOT NULL OR a.arranged_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object(
            'meets_on', facts -> 'meets_on', 'meets_at', facts -> 'meets_at', 'place', words -> 'place',
            'by', by -> 'user', 'at', at
        ) FROM (SELECT DISTINCT ON (subject) * FROM event ORDER BY subject, seq DESC) newest
        WHERE act = 'reviews.arrange_hearing'
    """,
)

verifies(
    "hearing of an appeal",
    acts=["reviews.record_hearing"],
    stored="""
        SELECT p.case_id, h.id::text, jsonb_build_object(
            'appeal', h.appeal_id, 'number', h.number, 'held_on', h.held_on, 'came', h.came, 'attended', h.attended,
            'companion', h.companion, 'employee_said', h.employee_said, 'company_said', h.company_said,
            'by', h.by_id, 'at', h.at
        ) FROM reviews_hearing h
        JOIN reviews_appeal a ON a.id = h.appeal_id
        JOIN plans_plan p ON p.id = a.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'hearing', jsonb_build_object(
            'appeal', subject, 'number', facts -> 'of', 'held_on', facts -> 'held_on', 'came', facts -> 'came',
            'attended', words -> 'attended', 'companion', coalesce(words -> 'companion', '""'),
            'employee_said', coalesce(words -> 'employee_said', '""'),
            'company_said', coalesce(words -> 'company_said', '""'), 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "statement on a hearing",
    acts=["reviews.add_hearing_statement"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'appeal', h.appeal_id, 'hearing', s.hearing_id, 'words', s.words, 'by', s.by_id, 'at', s.at
        ) FROM reviews_hearingstatement s
        JOIN reviews_hearing h ON h.id = s.hearing_id
        JOIN reviews_appeal a ON a.id = h.appeal_id
        JOIN plans_plan p ON p.id = a.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'statement', jsonb_build_object(
            'appeal', subject, 'hearing', facts -> 'hearing', 'words', words -> 'words', 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "decision of an appeal",
    acts=["reviews.decide_appeal"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'decision', a.decision, 'reasons', a.reasons, 'digest', a.digest, 'by', a.hearer_id, 'at', a.decided_at
        ) FROM reviews_appeal a JOIN plans_plan p ON p.id = a.plan_id
        WHERE a.decided_at IS NOT NULL OR a.decision <> '' OR a.reasons <> '' OR a.digest <> ''
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object(
            'decision', facts -> 'decision', 'reasons', words -> 'reasons', 'digest', facts -> 'digest',
            'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "withdrawal of an appeal",
    acts=["reviews.withdraw_appeal"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object('words', a.withdrawal, 'at', a.withdrawn_at)
        FROM reviews_appeal a JOIN plans_plan p ON p.id = a.plan_id
        WHERE a.withdrawn_at IS NOT NULL OR a.withdrawal <> ''
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object('words', coalesce(words -> 'words', '""'), 'at', at)
        FROM event
    """,
)

verifies(
    "outcome of an appeal",
    acts=["reviews.decide_appeal"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number), jsonb_build_object(
            'varies', w.number, 'result', o.result, 'digest', o.digest, 'summary', o.summary,
            'recognition', o.recognition, 'lessons', o.lessons, 'early_reason', o.early_reason,
            'proposed_by', o.proposed_by_id, 'proposed_at', o.proposed_at,
            'decided_by', o.decided_by_id, 'decided_at', o.decided_at
        ) FROM reviews_outcome o
        JOIN plans_plan p ON p.id = o.plan_id
        LEFT JOIN reviews_outcome w ON w.id = o.varies_id AND w.plan_id = o.plan_id
        WHERE o.varies_id IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', facts ->> 'plan', facts ->> 'outcome'), jsonb_build_object(
            'varies', facts -> 'varies', 'result', facts -> 'result', 'digest', facts -> 'outcome_digest',
            'summary', words -> 'reasons', 'recognition', coalesce(words -> 'recognition', '""'),
            'lessons', coalesce(words -> 'lessons', '""'), 'early_reason', '',
            'proposed_by', by -> 'user', 'proposed_at', at, 'decided_by', by -> 'user', 'decided_at', at
        ) FROM event WHERE facts ->> 'outcome' IS NOT NULL
    """,
)

verifies(
    "result of an item after an appeal",
    acts=["reviews.decide_appeal"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, o.number, r.item_id), jsonb_build_object(
            'result', r.result, 'value', r.value, 'evidence', r.evidence, 'improved', r.improved,
            'why_not', r.why_not
        ) FROM reviews_itemresult r
        JOIN reviews_outcome o ON o.id = r.outcome_id
        JOIN plans_plan p ON p.id = o.plan_id
        WHERE o.varies_id IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', facts ->> 'plan', facts ->> 'outcome', i.said ->> 'item'),
            jsonb_build_object(
                'result', i.said -> 'result', 'value', (i.said ->> 'value')::numeric,
                'evidence', coalesce(words -> ('evidence:' || i.place), '""'),
                'improved', coalesce(words -> ('improved:' || i.place), '""'),
                'why_not', coalesce(words -> ('why_not:' || i.place), '""')
            )
        FROM event, jsonb_array_elements(facts -> 'items') WITH ORDINALITY i (said, place)
        WHERE facts ->> 'outcome' IS NOT NULL
    """,
)
