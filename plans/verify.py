"""What of this room's tables must be what the events tell."""

from cases.verifying import verifies

verifies(
    "version of the plan",
    acts=["plans.open_consultation", "plans.submit_plan", "plans.submit_amendment", "plans.resume_plan"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, v.number), jsonb_build_object(
            'content', encode(sha256(v.content), 'hex'), 'digest', v.digest,
            'frozen_by', v.frozen_by_id, 'frozen_at', v.frozen_at
        ) FROM plans_planversion v JOIN plans_plan p ON p.id = v.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', coalesce(facts ->> 'plan', subject), facts ->> 'version'),
        jsonb_build_object(
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

# Events from before proofs were kept name no step, factor and key: those columns are not compared then. Approvals and
# issues from before they were signed name no sign-off, and have none.
verifies(
    "sign-off",
    acts=[
        "plans.approve_plan",
        "plans.pass_to_second_line",
        "plans.approve_second_line",
        "plans.issue_plan",
        "plans.approve_amendment",
        "plans.issue_amendment",
        "plans.resume_plan",
        "reviews.sign_receipt",
        "reviews.sign_outcome",
        "reviews.sign_minutes",
        "reviews.decide_appeal",
        "reviews.decide_outcome",
        "reviews.decide_extension",
    ],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'step', s.step, 'number', s.number, 'version', v.number, 'digest', s.digest,
            'answer', s.answer, 'wording_version', s.wording_version,
            'wording', encode(sha256(convert_to(s.wording, 'UTF8')), 'hex'), 'user', s.user_id, 'part', s.part,
            'at', s.at, 'time_zone', s.time_zone, 'session', s.session, 'address', s.address,
            'user_agent', s.user_agent, 'comment', s.comment, 'factor', s.factor, 'key', s.key,
            'for', coalesce(s.deputy_for_id::text, '')
        ) FROM reviews_signoff s
        JOIN plans_plan p ON p.id = s.plan_id
        LEFT JOIN plans_planversion v ON v.id = s.version_id AND v.plan_id = s.plan_id
    """,
    told=r"""
        SELECT case_id, seq, facts ->> 'sign_off', jsonb_build_object(
            'plan', coalesce(facts ->> 'plan', subject),
            'step', coalesce(facts ->> 'step', replace(act, 'reviews.sign_', '')),
            'number', CASE WHEN act ~ '^reviews.(sign_(minutes|outcome)|decide_)' THEN facts -> 'number' END,
            'version', facts -> 'version',
            'digest', facts -> 'digest', 'answer', facts -> 'answer', 'wording_version', facts -> 'wording',
            'wording', facts -> 'wording_digest', 'user', by -> 'user', 'part', by -> 'part',
            'at', at, 'time_zone', facts -> 'time_zone', 'session', by -> 'session',
            'address', coalesce(words -> 'address', '""'), 'user_agent', coalesce(words -> 'user_agent', '""'),
            'comment', coalesce(words -> 'comment', '""'), 'factor', facts -> 'factor', 'key', facts -> 'key',
            'for', coalesce(by ->> 'for', '')
        ) FROM event WHERE facts ->> 'sign_off' IS NOT NULL OR act LIKE 'reviews.sign_%%'
    """,
)

# Issues from before the receipt window was kept tell no last day.
verifies(
    "issue of a version",
    acts=["plans.issue_plan", "plans.issue_amendment", "plans.resume_plan"],
    stored="""
        SELECT p.case_id, concat_ws(' ', p.id, v.number), jsonb_build_object(
            'by', i.by_id, 'at', i.at, 'answer_by', i.answer_by
        ) FROM plans_issuance i
        JOIN plans_plan p ON p.id = i.plan_id
        LEFT JOIN plans_planversion v ON v.id = i.version_id AND v.plan_id = i.plan_id
    """,
    told="""
        SELECT case_id, seq, concat_ws(' ', coalesce(facts ->> 'plan', subject), facts ->> 'version'),
            jsonb_build_object('by', by -> 'user', 'at', at, 'answer_by', facts -> 'answer_by') FROM event
    """,
)

verifies(
    "amendment",
    acts=["plans.begin_amendment", "plans.resume_plan"],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'plan', a.plan_id, 'number', a.number, 'kind', a.kind, 'asked_by', a.asked_by, 'base', v.number,
            'reason', a.reason, 'begun_by', a.begun_by_id, 'begun_at', a.begun_at
        ) FROM plans_amendment a
        JOIN plans_plan p ON p.id = a.plan_id
        LEFT JOIN plans_planversion v ON v.id = a.base_id AND v.plan_id = a.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'amendment', jsonb_build_object(
            'plan', facts -> 'plan', 'number', facts -> 'number', 'kind', facts -> 'kind',
            'asked_by', facts -> 'asked_by', 'base', facts -> 'base', 'reason', words -> 'reason',
            'begun_by', by -> 'user', 'begun_at', at
        ) FROM event
    """,
)

# Where an amendment stands is told by the last event about it, and its version by the last that showed one.
verifies(
    "state of an amendment",
    acts=[
        "plans.begin_amendment",
        "plans.submit_amendment",
        "plans.return_amendment",
        "plans.approve_amendment",
        "plans.issue_amendment",
        "plans.withdraw_amendment",
        "plans.resume_plan",
        "reviews.sign_receipt",
        "reviews.refuse_receipt",
        "reviews.record_refusal",
        "reviews.log_service",
    ],
    stored="""
        SELECT p.case_id, a.id::text, jsonb_build_object(
            'status', a.status, 'version', v.number, 'in_force_at', a.in_force_at
        ) FROM plans_amendment a
        JOIN plans_plan p ON p.id = a.plan_id
        LEFT JOIN plans_planversion v ON v.id = a.version_id AND v.plan_id = a.plan_id
    """,
    told="""
        SELECT DISTINCT ON (facts ->> 'amendment') case_id, seq, facts ->> 'amendment', jsonb_build_object(
            'status', CASE WHEN facts ->> 'in_force' IS NOT NULL THEN 'in_force' ELSE CASE act
                WHEN 'plans.begin_amendment' THEN 'draft'
                WHEN 'plans.submit_amendment' THEN 'hr_review'
                WHEN 'plans.return_amendment' THEN 'returned'
                WHEN 'plans.approve_amendment' THEN 'approved'
                WHEN 'plans.issue_amendment' THEN 'issued'
                WHEN 'plans.withdraw_amendment' THEN 'withdrawn'
            END END,
            'version', coalesce(facts -> 'in_force', facts -> 'version'),
            'in_force_at', CASE WHEN facts ->> 'in_force' IS NOT NULL THEN at END
        ) FROM event WHERE facts ->> 'amendment' IS NOT NULL ORDER BY facts ->> 'amendment', seq DESC
    """,
)

verifies(
    "pause",
    acts=["plans.pause_plan"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'plan', s.plan_id, 'from_on', s.from_on, 'reason', s.reason, 'by', s.paused_by_id, 'at', s.paused_at
        ) FROM plans_pause s JOIN plans_plan p ON p.id = s.plan_id
    """,
    told="""
        SELECT case_id, seq, facts ->> 'pause', jsonb_build_object(
            'plan', subject, 'from_on', facts -> 'from_on', 'reason', words -> 'reason', 'by', by -> 'user', 'at', at
        ) FROM event
    """,
)

verifies(
    "end of a pause",
    acts=["plans.resume_plan"],
    stored="""
        SELECT p.case_id, s.id::text, jsonb_build_object(
            'until_on', s.until_on, 'days', s.days, 'amendment', s.amendment_id
        ) FROM plans_pause s JOIN plans_plan p ON p.id = s.plan_id
        WHERE s.until_on IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, facts ->> 'pause', jsonb_build_object(
            'until_on', facts -> 'until_on', 'days', facts -> 'days', 'amendment', facts -> 'amendment'
        ) FROM event
    """,
)

verifies(
    "mentoring",
    acts=["plans.name_mentor", "plans.end_mentoring"],
    stored="""
        SELECT p.case_id, m.id::text, jsonb_build_object(
            'plan', m.plan_id, 'mentor', m.mentor_id, 'item', m.item, 'since', m.since,
            'until', coalesce(to_jsonb(m.until), '""')
        ) FROM plans_mentoring m JOIN plans_plan p ON p.id = m.plan_id
    """,
    told="""
        SELECT n.case_id, n.seq, row.id, jsonb_build_object(
            'plan', n.subject, 'mentor', n.facts -> 'mentor', 'item', n.facts -> 'items' -> (row.place - 1)::integer,
            'since', n.at, 'until', coalesce(to_jsonb(over.at), '""')
        )
        FROM event n
        CROSS JOIN LATERAL jsonb_array_elements_text(n.facts -> 'mentorings') WITH ORDINALITY row (id, place)
        LEFT JOIN LATERAL (
            SELECT e.at FROM event e
            WHERE e.case_id = n.case_id AND e.act = 'plans.end_mentoring' AND e.facts -> 'mentorings' ? row.id
        ) over ON true
        WHERE n.act = 'plans.name_mentor'
    """,
)

verifies(
    "mentor's part",
    acts=["plans.name_mentor", "plans.end_mentoring"],
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'user', user_id, 'since', since, 'until', coalesce(to_jsonb(until), '""')
        ) FROM cases_casepart WHERE part = 'mentor'
    """,
    told="""
        SELECT n.case_id, n.seq, n.facts ->> 'case_part', jsonb_build_object(
            'user', n.facts -> 'mentor', 'since', n.at, 'until', coalesce(to_jsonb(over.at), '""')
        )
        FROM event n
        LEFT JOIN LATERAL (
            SELECT e.at FROM event e
            WHERE e.case_id = n.case_id AND e.act = 'plans.end_mentoring'
              AND e.facts -> 'case_parts' @> (n.facts -> 'case_part')
        ) over ON true
        WHERE n.act = 'plans.name_mentor' AND n.facts ->> 'case_part' IS NOT NULL
    """,
)
