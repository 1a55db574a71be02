"""Reminders of an appeal: somebody hears it, the hearing comes, and then the decision."""

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When
from cases.states import Part

OF_ITS_CASE = """
JOIN plans_plan l ON l.id = a.plan_id
JOIN cases_casefile f ON f.id = l.case_id
"""
FILED = Source(
    tables="reviews_appeal a" + OF_ITS_CASE,
    where="a.status = 'filed'",
    about="a.id",
    due_on="(a.filed_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="a.filed_at",
)
NAMED = Source(
    tables="reviews_appeal a" + OF_ITS_CASE,
    where="a.status = 'named'",
    about="a.id",
    due_on="(a.named_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="a.named_at",
)
ARRANGED = Source(
    tables="reviews_appeal a" + OF_ITS_CASE,
    where="a.status = 'arranged'",
    about="a.id",
    due_on="a.meets_on",
    rules="l.ruleset",
    indexed="a.meets_on",
)
HEARD = Source(
    tables="reviews_hearing h JOIN reviews_appeal a ON a.id = h.appeal_id" + OF_ITS_CASE,
    where="""a.status = 'heard'
  AND NOT EXISTS (SELECT FROM reviews_hearing later WHERE later.appeal_id = a.id AND later.number > h.number)""",
    about="a.id",
    due_on="(h.at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="h.at",
)

RULES = (
    Rule(
        kind="reviews.hearer_missing",
        label=_("An appeal waits for somebody to hear it"),
        counted_from=_("day of the appeal"),
        source=FILED,
        when=When.from_day(2, every=3, most=3),
        to=(Part.HR_PARTNER,),
        setting="reminders.hearer",
        hour=8,
    ),
    Rule(
        kind="reviews.hearing_missing",
        label=_("An appeal waits for its hearing to be arranged"),
        counted_from=_("day on which the hearer was named"),
        source=NAMED,
        when=When.from_day(3, every=3, most=3),
        to=(Part.HEARER,),
        setting="reminders.hearing_missing",
        hour=8,
    ),
    Rule(
        kind="reviews.hearing_soon",
        label=_("The hearing of an appeal is near"),
        counted_from=_("day of the hearing"),
        source=ARRANGED,
        when=When.from_day(-1, until=0),
        to=(Part.SUBJECT, Part.HEARER),
        setting="reminders.hearing_soon",
        hour=8,
    ),
    Rule(
        kind="reviews.appeal_waiting",
        label=_("An appeal was heard, and waits for its decision"),
        counted_from=_("day on which the hearing was recorded"),
        source=HEARD,
        when=When.from_day(5, every=3, most=3),
        to=(Part.HEARER,),
        setting="reminders.appeal",
        hour=8,
    ),
)
