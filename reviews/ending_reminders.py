"""Reminders to the employee at the end of a plan: to sum up, and to answer the outcome."""

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When
from cases.states import Part

# Of a final review that was not summed up yet, while the plan runs.
NOT_SUMMED_UP = Source(
    tables="""
reviews_finalreview r
CROSS JOIN LATERAL (SELECT id, case_id, ruleset FROM plans_plan WHERE id = r.plan_id AND status = 'active' OFFSET 0) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
""",
    where="""NOT EXISTS (SELECT FROM reviews_employeesummary s WHERE s.review_id = r.id)
  AND NOT EXISTS (SELECT FROM reviews_outcome o WHERE o.review_id = r.id AND o.decided_at IS NOT NULL)""",
    about="r.id",
    due_on="r.summary_by",
    rules="l.ruleset",
    indexed="r.summary_by",
)
# The outcome that holds, to which nothing but silence followed so far.
UNANSWERED = Source(
    tables="""
reviews_outcome o
CROSS JOIN LATERAL (
    SELECT id, case_id, ruleset FROM plans_plan
    WHERE id = o.plan_id AND status IN ('decided', 'sustain', 'closed') OFFSET 0
) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
""",
    where="""o.decided_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM reviews_outcome v WHERE v.varies_id = o.id AND v.decided_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM reviews_signoff s WHERE s.plan_id = l.id AND s.step = 'outcome' AND s.digest = o.digest)
  AND NOT EXISTS (SELECT FROM reviews_outcomerefusal x WHERE x.outcome_id = o.id)""",
    about="o.id",
    due_on="(o.decided_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="o.decided_at",
)
RULES = (
    Rule(
        kind="reviews.summary_awaited",
        label=_("The employee is asked to sum up before an outcome is proposed"),
        counted_from=_("last day to sum up"),
        source=NOT_SUMMED_UP,
        when=When((-1,), 0),
        to=(Part.SUBJECT,),
        setting="reminders.summary_soon",
        hour=8,
    ),
    Rule(
        kind="reviews.outcome_awaited",
        label=_("An outcome waits for the employee's answer"),
        counted_from=_("day of the decision"),
        source=UNANSWERED,
        when=When((2, 5), 7),
        to=(Part.SUBJECT,),
        setting="receipt.reminder_days",
    ),
)
