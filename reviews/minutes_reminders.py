"""Reminders of minutes that wait for a signature, to either side, while the window to sign them runs."""

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When
from cases.states import Part

# The window stands still while the plan is paused: the days of its pauses since the minutes were submitted put its last
# day off (`reviews.minutes.asked_until`). Of a plan that runs, every pause is over.
UNSIGNED = Source(
    tables="""
(
    SELECT n.checkpoint_id, n.answer_by + coalesce(paused.days, 0) AS last_on
    FROM reviews_minutes n LEFT JOIN (
        SELECT h.id, sum(q.until_on - greatest(q.from_on, d.day))::int AS days
        FROM plans_pause q
        JOIN reviews_checkpoint h ON h.plan_id = q.plan_id
        JOIN plans_plan o ON o.id = q.plan_id
        JOIN cases_casefile k ON k.id = o.case_id
        CROSS JOIN LATERAL (SELECT (h.submitted_at AT TIME ZONE k.time_zone)::date AS day) d
        WHERE q.until_on > d.day
        GROUP BY h.id
    ) paused ON paused.id = n.checkpoint_id
) m
CROSS JOIN LATERAL (
    SELECT id, plan_id, number, submitted_at FROM reviews_checkpoint WHERE id = m.checkpoint_id OFFSET 0
) c
CROSS JOIN LATERAL (SELECT id, case_id, ruleset FROM plans_plan WHERE id = c.plan_id AND status = 'active' OFFSET 0) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
CROSS JOIN (VALUES ('manager'), ('subject')) w (part)
""",
    where="""(c.submitted_at AT TIME ZONE f.time_zone)::date < (%(now)s AT TIME ZONE f.time_zone)::date
  AND NOT EXISTS (
      SELECT FROM reviews_signoff s
      WHERE s.plan_id = l.id AND s.step = 'minutes' AND s.number = c.number AND s.part = w.part
  )
  AND NOT (w.part = 'subject' AND EXISTS (SELECT FROM reviews_minutesrefusal r WHERE r.minutes_id = c.id))""",
    about="m.checkpoint_id",
    due_on="m.last_on",
    rules="l.ruleset",
    indexed="m.last_on",
    part="w.part",
)
RULES = (
    Rule(
        kind="reviews.minutes_unsigned",
        label=_("The minutes of a checkpoint wait for a signature"),
        counted_from=_("last day to sign"),
        source=UNSIGNED,
        when=When((-3, -1), 0),
        to=(Part.MANAGER, Part.SUBJECT),
        setting="reminders.minutes_soon",
        hour=8,
    ),
)
