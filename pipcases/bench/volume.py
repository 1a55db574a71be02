"""Many cases, for their number only: synthetic rows by SQL. Their events go through `append_event` like any other."""

from django.db import connections

from cases.models.casefile import ALPHABET

PER_MANAGER, PER_PARTNER, EVENTS = 10, 40, 4
FIRST = 500  # cases that are opened before the others, so that the database has figures to plan with
PASSWORD = "!"  # noqa: S105 - unusable: nobody signs in as one of these

PEOPLE = """
INSERT INTO people_user (password, is_superuser, email, name, title, language, time_zone, is_active, is_staff,
                         joined_at)
SELECT %(password)s, false, %(kind)s || n || '@bench.example', %(kind)s || ' ' || n, 'Operator', 'en', 'UTC', true,
       false, now() FROM generate_series(1, %(count)s) n
"""
CASES = """
INSERT INTO cases_casefile (id, reference, subject_id, language, time_zone, opened_at, stage, awaits, expected,
                            next_due_on, starts_on, ends_on, version)
SELECT gen_random_uuid(), '2001-' || (
           SELECT string_agg(substr(%(alphabet)s, 1 + (n / (30 ^ digit)::bigint %% 30)::int, 1), '' ORDER BY digit)
           FROM generate_series(0, 5) digit),
       s.id, 'en', 'UTC', timestamptz '2020-01-01' + n * interval '7 minutes', 'running', 'manager',
       'reviews.hold_checkpoint', current_date + (n %% 60)::int, current_date - 30, current_date + 60, 1
FROM generate_series(1, %(count)s) n JOIN people_user s ON s.email = 'employee' || n || '@bench.example'
"""
NUMBERED = """
CREATE TEMPORARY TABLE numbered AS
SELECT f.id, f.subject_id, f.starts_on, row_number() OVER (ORDER BY f.opened_at) AS n
FROM cases_casefile f JOIN people_user s ON s.id = f.subject_id WHERE s.email LIKE '%@bench.example'
"""
PARTS = """
INSERT INTO cases_casepart (case_id, user_id, part, sees, since)
SELECT c.id, c.subject_id, 'subject', true, now() FROM numbered c
UNION ALL
SELECT c.id, m.id, 'manager', true, now() FROM numbered c
JOIN people_user m ON m.email = 'manager' || (c.n - 1) / %(per_manager)s + 1 || '@bench.example'
UNION ALL
SELECT c.id, p.id, 'hr_partner', true, now() FROM numbered c
JOIN people_user p ON p.email = CASE (c.n - 1) / %(per_partner)s WHEN 0 THEN %(partner)s
                                ELSE 'partner' || (c.n - 1) / %(per_partner)s || '@bench.example' END
"""
# It asks about each row by itself, which is right for one case and takes an hour for as many as these.
ASLEEP, AWAKE = (
    f"ALTER TABLE cases_casepart {word} TRIGGER cases_casepart_one_at_a_time" for word in ("DISABLE", "ENABLE")
)
PLANS = """
INSERT INTO plans_plan (id, case_id, employee_id, status, revision, frozen, issued, rating, findings, standard,
                        standard_version, starts_on, ends_on, if_met, if_not_met)
SELECT gen_random_uuid(), c.id, c.subject_id, 'active', 1, 0, 0, '', '', '', '', c.starts_on, c.starts_on + 90, '', ''
FROM numbered c
"""
CHECKPOINTS = """
INSERT INTO reviews_checkpoint (id, plan_id, number, due_on, status, manager_note, next_steps, employee_note)
SELECT gen_random_uuid(), p.id, k, p.starts_on + 20 * k, 'planned', '', '', ''
FROM plans_plan p JOIN numbered c ON c.id = p.case_id, generate_series(1, 4) k
"""
COMMENTS = """
INSERT INTO cases_comment (id, case_id, topic, author_id, part, audience, text, at)
SELECT gen_random_uuid(), c.id, 'plan', c.subject_id, 'subject', '{subject,manager,hr_partner}', 'Comment ' || k,
       timestamptz '2026-01-01 09:00:00Z'
FROM numbered c, generate_series(1, %(events)s) k
"""
OPENING = (
    '{"act":"cases.open_case","at":"2026-01-01T09:00:00.000000Z","by":{"part":"manager","session":"","user":%s},'
    '"facts":{"hr_partner":%s,"subject":%s},"from":"opening","subject":{"id":"%s","kind":"cases.CaseFile"},"texts":{},'
    '"to":"drafting","v":1}'
)
OPEN = """
SELECT append_event(c.id, convert_to(format(%(body)s, m.user_id, p.user_id, c.subject_id, c.id), 'UTF8'))
FROM numbered c
JOIN cases_casepart m ON m.case_id = c.id AND m.part = 'manager'
JOIN cases_casepart p ON p.case_id = c.id AND p.part = 'hr_partner'
WHERE c.n > %(after)s AND c.n <= %(upto)s
"""
BODY = (
    '{"act":"cases.add_comment","at":"2026-01-01T09:00:00.000000Z","by":{"part":"subject","session":"","user":%s},'
    '"facts":{"among_hr":false,"answers":null,"audience":"subject manager hr_partner","comment":"%s","topic":"plan",'
    '"topic_id":null},"from":"running","subject":{"id":"%s","kind":"cases.CaseFile"},"texts":{"comment":"%s"},'
    '"to":"running","v":1}'
)
APPEND = """
INSERT INTO cases_eventtext (case_id, seq, field, salt, value)
SELECT c.case_id, appended.seq, 'comment', '', c.text
FROM cases_comment c JOIN numbered ON numbered.id = c.case_id
CROSS JOIN LATERAL append_event(numbered.id, convert_to(
    format(%(body)s, c.author_id, c.id, numbered.id, encode(sha256(convert_to(c.text, 'UTF8')), 'hex')), 'UTF8'
)) appended
"""


def fill(count: int, partner: str) -> None:
    """Add `count` running cases with their people; the first 40 have this person of HR as their partner.

    As the owner: the app's role may not make the temporary table.
    """
    with connections["owner"].cursor() as cursor:
        for kind, people in (
            ("employee", count),
            ("manager", count // PER_MANAGER + 1),
            ("partner", count // PER_PARTNER + 1),
        ):
            cursor.execute(PEOPLE, {"password": PASSWORD, "kind": kind, "count": people})
        cursor.execute(CASES, {"alphabet": ALPHABET, "count": count})
        cursor.execute(NUMBERED)
        cursor.execute(ASLEEP)
        cursor.execute(PARTS, {"per_manager": PER_MANAGER, "per_partner": PER_PARTNER, "partner": partner})
        cursor.execute(AWAKE)
        for after, upto in ((0, FIRST), (FIRST, count)):  # the function's plan is made anew once it knows of many
            cursor.execute("ANALYZE")
            cursor.execute(OPEN, {"body": OPENING, "after": after, "upto": upto})
        cursor.execute(PLANS)
        cursor.execute(CHECKPOINTS)
        cursor.execute(COMMENTS, {"events": EVENTS})
        cursor.execute(APPEND, {"body": BODY})
        cursor.execute("DROP TABLE numbered")
        cursor.execute("ANALYZE")
