"""Reminders of what follows an outcome, to whoever has the part that sees to it."""

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When

from .following import OWNERS

FOLLOW_ONS = Source(
    tables="""
reviews_followon w
CROSS JOIN LATERAL (SELECT case_id, ruleset FROM plans_plan WHERE id = w.plan_id OFFSET 0) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
""",
    where="NOT EXISTS (SELECT FROM reviews_followonend e WHERE e.follow_on_id = w.id)",
    about="w.id",
    due_on="w.due_on",
    rules="l.ruleset",
    indexed="w.due_on",
    part="w.owner_part",
)
OF_FOLLOW_ON = _("day by which it was to be done")
RULES = (
    Rule(
        kind="reviews.follow_on_soon",
        label=_("Something that was to follow is due soon"),
        counted_from=OF_FOLLOW_ON,
        source=FOLLOW_ONS,
        when=When.from_day(-3, until=0),
        to=OWNERS,
        setting="reminders.follow_on_soon",
        hour=8,
    ),
    Rule(
        kind="reviews.follow_on_late",
        label=_("Something that was to follow is late"),
        counted_from=OF_FOLLOW_ON,
        source=FOLLOW_ONS,
        when=When.from_day(1, every=7, most=3),
        to=OWNERS,
        setting="reminders.follow_on_late",
        hour=8,
    ),
)
