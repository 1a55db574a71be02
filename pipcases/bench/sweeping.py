"""How long the sweep takes over all open cases, compared with inserting the very rows it found.

The synthetic cases get what a running plan has besides: a version that was issued and received, an item with something
promised, checkpoints ahead. One case in twenty has a checkpoint today. Rows by SQL, as in `volume`; their histories
know nothing of this, so it comes after everything is verified.
"""

import statistics
from collections.abc import Iterator

from django.db import connections

from cases.sweep import sweep

from .record import seconds

ONE_IN = 20
TRIES = 3
RUNNING = """
CREATE TEMPORARY TABLE running AS
SELECT l.id, l.case_id, l.employee_id, row_number() OVER (ORDER BY l.id) AS n
FROM plans_plan l JOIN people_user u ON u.id = l.employee_id WHERE u.email LIKE '%@bench.example'
"""
VERSIONS = """
INSERT INTO plans_planversion (id, plan_id, number, content, digest, frozen_by_id, frozen_at)
SELECT gen_random_uuid(), r.id, 1, '{}', encode(sha256(''), 'hex'), r.employee_id, now() - interval '40 days'
FROM running r
"""
ISSUED = """
INSERT INTO plans_issuance (id, plan_id, version_id, by_id, at, answer_by)
SELECT gen_random_uuid(), v.plan_id, v.id, v.frozen_by_id, v.frozen_at, v.frozen_at::date + 7
FROM plans_planversion v JOIN running r ON r.id = v.plan_id
"""
SIGNED = """
INSERT INTO reviews_signoff (id, plan_id, version_id, step, part, user_id, answer, comment, digest, wording,
                             wording_version, at, time_zone, address, user_agent, session, factor)
SELECT gen_random_uuid(), v.plan_id, v.id, 'receipt', 'subject', v.frozen_by_id, 'received', '', v.digest, '', '1',
       v.frozen_at + interval '1 day', 'UTC', '', '', '', ''
FROM plans_planversion v JOIN running r ON r.id = v.plan_id
"""
ITEMS = """
INSERT INTO plans_item (id, plan_id, position, area, observed, observed_on, impact, cause, analysis, baseline, target,
                        unit, direction, measured_by, data_source, assessor, due_on)
SELECT gen_random_uuid(), r.id, 0, '', '', current_date, '', 'knowledge', '', 6, 2, '%', 'lower', '', '', '',
       current_date + 60
FROM running r
"""
COMMITMENTS = """
INSERT INTO plans_commitment (id, item_id, position, kind, content, owner, needed_by)
SELECT gen_random_uuid(), i.id, 0, 'mentor_time', '', '', current_date + 30
FROM plans_item i JOIN running r ON r.id = i.plan_id
"""
HELD = """
UPDATE reviews_checkpoint c SET status = 'held', held_on = due_on, submitted_at = now()
FROM running r WHERE r.id = c.plan_id AND c.status = 'planned'
"""
CHECKPOINTS = """
INSERT INTO reviews_checkpoint (id, plan_id, number, due_on, status, manager_note, next_steps, employee_note)
SELECT gen_random_uuid(), r.id, 10 + k, current_date + CASE WHEN r.n %% %(one_in)s = 0 THEN 0 ELSE 15 END + 15 * k,
       'planned', '', '', ''
FROM running r, generate_series(0, 3) k
"""
PREPARE = (RUNNING, VERSIONS, ISSUED, SIGNED, ITEMS, COMMITMENTS, HELD, CHECKPOINTS, "VACUUM ANALYZE")
FOUND = "CREATE TEMPORARY TABLE found AS SELECT * FROM cases_notice WHERE kind = 'reviews.checkpoint_due_today'"
FORGET = "DELETE FROM cases_notice WHERE kind = 'reviews.checkpoint_due_today'"
PLAIN = "INSERT INTO cases_notice SELECT * FROM found"
FIGURES = """
SELECT (SELECT count(*) FROM plans_plan WHERE status = 'active'), count(DISTINCT about), count(*) FROM found
"""


def lines() -> Iterator[str]:
    """The rows inserted without looking for them, the sweep that finds them, and one that finds nothing new."""
    with connections["owner"].cursor() as cursor:  # the app's role may not make the temporary tables
        for sql in PREPARE:
            cursor.execute(sql, {"one_in": ONE_IN} if sql == CHECKPOINTS else None)
        sweep()
        cursor.execute(FOUND)
        plain, first = [], []
        for _ in range(TRIES):
            cursor.execute(FORGET)
            plain.append(seconds(lambda: cursor.execute(PLAIN), 1))
            cursor.execute(FORGET)
            first.append(seconds(sweep, 1))
        again = [seconds(sweep, 1) for _ in range(TRIES)]
        cursor.execute(FIGURES)
        cases, due, rows = cursor.fetchone()
    yield f"{f'sweep, {cases:,} open':<24}{'seconds':>9}{'x plain':>9}{'rows':>9}"
    for name, times, found in (
        ("INSERT ... SELECT", plain, rows), (f"sweep, {due:,} due", first, rows), ("sweep, nothing new", again, 0),
    ):  # fmt: skip
        middle = statistics.median(times)
        yield f"{name:<24}{middle:>9.3f}{middle / statistics.median(plain):>9.1f}{found:>9,}"
