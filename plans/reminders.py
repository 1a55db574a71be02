"""Reminders until a plan is issued, and of its changes; and what a ruleset says of reminders."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.reminding import Rule, Source, When, overrides, register
from cases.states import Part

from . import rulesets
from .rulesets import Ruleset
from .rulesets.schema import Reminder

SECTION, SOON = "reminders.", "_soon"
# Of what is said before a day, and of what would be out of date by the time the next one is near.
LAST_DAY = {
    "checkpoint_soon": -1, "commitment_soon": 0, "consultation_soon": 0, "session_soon": 0, "session_not_logged": 6,
    "minutes_soon": 0, "follow_on_soon": 0, "check_in_soon": 0,
}  # fmt: skip
OF_DECISIONS = ("review", "second_line", "outcome")


@overrides
def of_rulesets(setting: str) -> Mapping[str, When]:
    """What every ruleset says in one of its settings."""
    return {name: when_in(rulesets.get(name), setting) for name in rulesets.names()}


def when_in(rules: Ruleset, setting: str) -> When:
    """The days of a setting: those of the receipt as they are listed, all others from the section `reminders`."""
    if setting == "receipt.reminder_days":
        return When(rules.receipt.reminder_days, rules.receipt.window_days)
    name = setting.removeprefix(SECTION)
    said = getattr(rules.reminders, name)
    days = said.days if isinstance(said, Reminder) else 0
    first = -days if name.endswith(SOON) else _expected_within(rules, name) + days
    return When.from_day(first, every=said.every, most=said.most, until=LAST_DAY.get(name))


def _expected_within(rules: Ruleset, name: str) -> int:
    """How many days somebody has before they are late; 0 where the day in question is the last one anyway."""
    if name in OF_DECISIONS:
        return rules.review.decide_within
    return rules.consultation.days if name == "consultation_reply" else 0


ROUND = """
plans_plan l
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.plan_id = l.id AND v.number = l.consulted
JOIN plans_consultation c ON c.version_id = v.id
"""
# On the day on which they were asked nobody is reminded.
ASKED = Source(
    tables=ROUND,
    where="""l.status = 'consultation'
  AND NOT EXISTS (SELECT FROM plans_consultationanswer a WHERE a.consultation_id = c.id)
  AND (c.opened_at AT TIME ZONE f.time_zone)::date < (%(now)s AT TIME ZONE f.time_zone)::date""",
    about="c.id",
    due_on="c.answer_by",
    rules="l.ruleset",
    indexed="c.answer_by",
)
# Anything but a plain "it can be reached" is answered (`plans.consultation.ItemAnswer.needs_reply`).
ANSWERED = Source(
    tables=ROUND + "JOIN plans_consultationanswer a ON a.consultation_id = c.id",
    where="""l.status = 'consultation'
  AND NOT EXISTS (SELECT FROM plans_consultationreply r WHERE r.answer_id = a.id)
  AND jsonb_path_exists(convert_from(a.content, 'UTF8')::jsonb, '$ ? (@.general != "" || exists(@.items[*] ?
      (@.verdict != "achievable" || @.why != "" || @.difficulties != "" || @.help_wanted != "")))')""",
    about="c.id",
    due_on="(a.at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="a.at",
)
SUBMITTED = Source(
    tables="""
plans_plan l
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.plan_id = l.id AND v.number = l.frozen
""",
    where="l.status = 'hr_review'",
    about="v.id",
    due_on="(v.frozen_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="v.frozen_at",
)
PASSED_ON = Source(
    tables="""
plans_plan l
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.plan_id = l.id AND v.number = l.frozen
JOIN reviews_signoff s ON s.version_id = v.id AND s.step = 'issue' AND s.part = 'hr_partner'
""",
    where="l.status = 'second_line'",
    about="v.id",
    due_on="(s.at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="s.at",
)
CHANGED = Source(
    tables="""
plans_amendment a
JOIN plans_plan l ON l.id = a.plan_id AND l.status = 'active'
JOIN cases_casefile f ON f.id = l.case_id
JOIN plans_planversion v ON v.id = a.version_id
""",
    where="a.status = 'hr_review'",
    about="v.id",
    due_on="(v.frozen_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="v.frozen_at",
)
RULES = (
    Rule(
        kind="plans.consultation_ends_soon",
        label=_("The employee's view is asked for, and the last day is near"),
        counted_from=_("last day to answer"),
        source=ASKED,
        when=When.from_day(-1, until=0),
        to=(Part.SUBJECT,),
        setting="reminders.consultation_soon",
    ),
    Rule(
        kind="plans.consultation_unanswered",
        label=_("The employee was asked for their view, and did not answer"),
        counted_from=_("last day to answer"),
        source=ASKED,
        when=When.from_day(1),
        to=(Part.MANAGER,),
        setting="reminders.consultation_over",
    ),
    Rule(
        kind="plans.reply_awaited",
        label=_("The employee gave their view, and waits for the manager's answer"),
        counted_from=_("day of the employee's answer"),
        source=ANSWERED,
        when=When.from_day(6),
        to=(Part.MANAGER,),
        setting="reminders.consultation_reply",
        hour=8,
    ),
    Rule(
        kind="plans.review_waiting",
        label=_("A plan waits for HR's review"),
        counted_from=_("day it was submitted"),
        source=SUBMITTED,
        when=When.from_day(10),
        to=(Part.HR_PARTNER,),
        setting="reminders.review",
        hour=8,
    ),
    Rule(
        kind="plans.change_waiting",
        label=_("A change of a plan waits for HR's review"),
        counted_from=_("day it was submitted"),
        source=CHANGED,
        when=When.from_day(10),
        to=(Part.HR_PARTNER,),
        setting="reminders.review",
        hour=8,
    ),
    Rule(
        kind="plans.second_line_waiting",
        label=_("A plan waits for the second-line manager's approval"),
        counted_from=_("day HR passed it on"),
        source=PASSED_ON,
        when=When.from_day(10),
        to=(Part.SECOND_LINE,),
        setting="reminders.second_line",
        hour=8,
    ),
)
register(*RULES)
