"""Reminders of the check-ins of a sustain period."""

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When
from cases.states import Part

CHECK_INS = Source(
    tables="""
reviews_checkin c
CROSS JOIN LATERAL (SELECT plan_id FROM reviews_sustain WHERE id = c.sustain_id OFFSET 0) s
CROSS JOIN LATERAL (SELECT case_id, ruleset FROM plans_plan WHERE id = s.plan_id AND status = 'sustain' OFFSET 0) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
""",
    where="NOT EXISTS (SELECT FROM reviews_checkinrecord r WHERE r.check_in_id = c.id)",
    about="c.id",
    due_on="c.due_on",
    rules="l.ruleset",
    indexed="c.due_on",
)
OF_CHECK_IN = _("day of the check-in")
RULES = (
    Rule(
        kind="reviews.check_in_soon",
        label=_("A check-in of the sustain period is near"),
        counted_from=OF_CHECK_IN,
        source=CHECK_INS,
        when=When.from_day(-2, until=0),
        to=(Part.MANAGER, Part.SUBJECT),
        setting="reminders.check_in_soon",
        hour=8,
    ),
    Rule(
        kind="reviews.check_in_overdue",
        label=_("A check-in of the sustain period was not recorded"),
        counted_from=OF_CHECK_IN,
        source=CHECK_INS,
        when=When.from_day(1, every=7, most=2),
        to=(Part.MANAGER, Part.HR_PARTNER),
        setting="reminders.check_in_overdue",
        hour=8,
    ),
)
