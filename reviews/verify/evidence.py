"""What of the evidence map's records, and of their withdrawals, must be what the events tell."""

from cases.verifying import verifies

from .files import FILES

# A record has one word for each that its event committed to, and no more.
verifies(
    "piece of evidence",
    acts=["reviews.record_evidence"],
    stored="""
        SELECT p.case_id, e.id::text, jsonb_build_object(
            'plan', e.plan_id, 'key', e.key, 'kind', e.kind, 'replaces', coalesce(e.replaces_id::text, ''),
            'days', concat_ws('/', e.happened_on, coalesce(e.since_on::text, '-'), coalesce(e.until_on::text, '-'),
                coalesce(e.consulted_on::text, '-')),
            'hours_planned', coalesce(to_jsonb(e.hours_planned), '""'),
            'hours_attended', coalesce(to_jsonb(e.hours_attended), '""'), 'result', e.result, 'way', e.way,
            'words', e.words, 'names', (SELECT string_agg(k, ' ' ORDER BY k) FROM jsonb_object_keys(e.words) k),
            'files', array_to_string(e.files, ' '), 'by', e.by_id, 'part', e.part, 'at', e.at
        ) FROM reviews_evidencerecord e JOIN plans_plan p ON p.id = e.plan_id
    """,
    told=f"""
        SELECT case_id, seq, facts ->> 'record', jsonb_build_object(
            'plan', subject, 'key', facts -> 'key', 'kind', facts -> 'kind',
            'replaces', coalesce(facts ->> 'replaces', ''),
            'days', concat_ws('/', facts ->> 'happened_on', coalesce(facts ->> 'since_on', '-'),
                coalesce(facts ->> 'until_on', '-'), coalesce(facts ->> 'consulted_on', '-')),
            'hours_planned', coalesce(to_jsonb((facts ->> 'hours_planned')::numeric), '""'),
            'hours_attended', coalesce(to_jsonb((facts ->> 'hours_attended')::numeric), '""'),
            'result', facts -> 'result', 'way', facts -> 'way',
            'words', words - 'address' - 'user_agent',
            'names', (
                SELECT string_agg(k, ' ' ORDER BY k) FROM jsonb_object_keys(words - 'address' - 'user_agent') k
            ),
            'files', {FILES}, 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,  # noqa: S608 - no value is put in
)

verifies(
    "withdrawal of evidence",
    acts=["reviews.withdraw_evidence"],
    stored="""
        SELECT p.case_id, w.id::text, jsonb_build_object(
            'plan', e.plan_id, 'record', w.record_id, 'kind', e.kind, 'reason', w.reason, 'by', w.by_id,
            'part', w.part, 'at', w.at
        ) FROM reviews_evidencewithdrawal w
        JOIN reviews_evidencerecord e ON e.id = w.record_id
        JOIN plans_plan p ON p.id = e.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'withdrawal', jsonb_build_object(
            'plan', subject, 'record', facts -> 'record', 'kind', facts -> 'kind',
            'reason', coalesce(words -> 'words', words -> 'reason'), 'by', by -> 'user', 'part', by -> 'part', 'at', at
        ) FROM event
    """,
)
