"""Reminders from the issue of a plan to its outcome."""

from django.utils.translation import gettext_lazy as _

from cases.delivery import holds_while
from cases.models import Notice
from cases.reminding import Rule, Source, When, register
from cases.states import Part
from people.states import Role

from . import (
    appeal_reminders,
    ending_reminders,
    following_reminders,
    minutes_reminders,
    session_reminders,
    sustaining_reminders,
)
from .models import Attestation
from .states import RECEIPT_AWAITED, WITNESS_ASKED, WITNESS_AWAITED, AttestationStatus

# The version issued last, where nothing but silence followed so far.
UNANSWERED = Source(
    tables="""
plans_issuance i
JOIN plans_plan l ON l.id = i.plan_id AND l.status IN ('issued', 'active')
JOIN cases_casefile f ON f.id = l.case_id
""",
    where="""NOT EXISTS (SELECT FROM plans_issuance later WHERE later.plan_id = i.plan_id AND later.at > i.at)
  AND NOT EXISTS (SELECT FROM reviews_signoff s WHERE s.version_id = i.version_id AND s.step = 'receipt')
  AND NOT EXISTS (SELECT FROM reviews_refusal r WHERE r.version_id = i.version_id)
  AND NOT EXISTS (SELECT FROM reviews_lapse n WHERE n.version_id = i.version_id)""",
    about="i.id",
    due_on="(i.at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="i.at",
)
ATTESTATIONS = Source(
    tables="""
reviews_attestation a
JOIN reviews_refusal r ON r.id = a.refusal_id
JOIN plans_plan l ON l.id = r.plan_id AND l.status <> 'paused'
JOIN cases_casefile f ON f.id = l.case_id
""",
    where="a.status = 'asked'",
    about="a.id",
    due_on="(r.at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="r.at",
    asked="a.witness_id",
)
# How few of what lies in the past still waits cannot be estimated: `OFFSET 0` keeps the database from reading every
# item, plan and case instead of their own.
OF_ITS_ITEM = """
CROSS JOIN LATERAL (SELECT plan_id FROM plans_item WHERE id = m.item_id AND dropped_in IS NULL OFFSET 0) o
"""
OF_ITS_PLAN = """
CROSS JOIN LATERAL (SELECT id, case_id, ruleset FROM plans_plan WHERE id = {plan} AND status = 'active' OFFSET 0) l
CROSS JOIN LATERAL (SELECT id, subject_id, time_zone FROM cases_casefile WHERE id = l.case_id OFFSET 0) f
"""
CHECKPOINTS = Source(
    tables="reviews_checkpoint c" + OF_ITS_PLAN.format(plan="c.plan_id"),
    where="c.status = 'planned' AND c.replaced_in IS NULL",
    about="c.id",
    due_on="c.due_on",
    rules="l.ruleset",
    indexed="c.due_on",
)
# What was delivered and not disputed is asked for no more (`reviews.promises.Promise.is_undelivered`).
COMMITMENTS = Source(
    tables="plans_commitment m" + OF_ITS_ITEM + OF_ITS_PLAN.format(plan="o.plan_id"),
    where="""m.dropped_in IS NULL
  AND NOT EXISTS (SELECT FROM reviews_delivery d WHERE d.commitment_id = m.id
      AND NOT EXISTS (SELECT FROM reviews_deliveryanswer w WHERE w.delivery_id = d.id AND w.answer = 'disputed'))""",
    about="m.id",
    due_on="m.needed_by",
    rules="l.ruleset",
    indexed="m.needed_by",
)
RUN_OUT = Source(
    tables="plans_plan l JOIN cases_casefile f ON f.id = l.case_id",
    where="l.status = 'active'",
    about="l.id",
    due_on="l.ends_on",
    rules="l.ruleset",
    indexed="l.ends_on",
)
PROPOSED = Source(
    tables="""
plans_plan l
JOIN cases_casefile f ON f.id = l.case_id
JOIN reviews_outcome o ON o.plan_id = l.id
""",
    where="""l.status = 'final_review'
  AND NOT EXISTS (SELECT FROM reviews_outcome later WHERE later.plan_id = l.id AND later.number > o.number)""",
    about="o.id",
    due_on="(o.proposed_at AT TIME ZONE f.time_zone)::date",
    rules="l.ruleset",
    indexed="o.proposed_at",
)

BOTH = (Part.MANAGER, Part.SUBJECT)
OF_CHECKPOINT = _("day of the checkpoint")
RULES = (
    Rule(
        kind=RECEIPT_AWAITED,
        label=_("A document waits for the employee's receipt"),
        counted_from=_("day of the issue"),
        source=UNANSWERED,
        when=When((2, 5), 7),
        to=(Part.SUBJECT,),
        setting="receipt.reminder_days",
    ),
    Rule(
        kind=WITNESS_AWAITED,
        label=_("A witness has not said yet what they saw"),
        counted_from=_("day of the refusal"),
        source=ATTESTATIONS,
        when=When.from_day(2, every=3, most=2),
        to=(Part.WITNESS,),
        setting="reminders.witness",
    ),
    Rule(
        kind="reviews.checkpoint_due_soon",
        label=_("A checkpoint is due soon"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(-2, until=-1),
        to=BOTH,
        setting="reminders.checkpoint_soon",
    ),
    Rule(
        kind="reviews.checkpoint_due_today",
        label=_("A checkpoint is due today"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(0, until=0),
        to=BOTH,
    ),
    Rule(
        kind="reviews.checkpoint_overdue",
        label=_("A checkpoint is overdue"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(1),
        to=(Part.MANAGER, Part.HR_PARTNER),
        setting="reminders.checkpoint_overdue",
    ),
    Rule(
        kind="reviews.missed_by_manager",
        label=_("A checkpoint was missed: to the manager"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(3),
        to=(Part.MANAGER,),
        setting="reminders.missed_manager",
        hour=8,
    ),
    Rule(
        kind="reviews.missed_to_hr_partner",
        label=_("A checkpoint was missed: up to the HR partner"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(5),
        to=(Part.HR_PARTNER,),
        setting="reminders.missed_hr_partner",
        hour=8,
    ),
    Rule(
        kind="reviews.missed_to_hr_lead",
        label=_("A checkpoint was missed: up to the HR lead"),
        counted_from=OF_CHECKPOINT,
        source=CHECKPOINTS,
        when=When.from_day(10, every=7, most=2),
        to=Role.HR_LEAD,
        setting="reminders.missed_hr_lead",
        hour=8,
    ),
    Rule(
        kind="reviews.commitment_due_soon",
        label=_("Something that was promised is needed soon"),
        counted_from=_("day it is needed by"),
        source=COMMITMENTS,
        when=When.from_day(-3, until=0),
        to=(Part.MANAGER,),
        setting="reminders.commitment_soon",
        hour=8,
    ),
    Rule(
        kind="reviews.commitment_late",
        label=_("Something that was promised has not come"),
        counted_from=_("day it is needed by"),
        source=COMMITMENTS,
        when=When.from_day(1, every=7, most=3),
        to=(Part.MANAGER, Part.HR_PARTNER),
        setting="reminders.commitment_late",
        hour=8,
    ),
    Rule(
        kind="reviews.final_review_due",
        label=_("The plan has ended, and no outcome is proposed"),
        counted_from=_("end date of the plan"),
        source=RUN_OUT,
        when=When.from_day(1, every=3, most=3),
        to=(Part.MANAGER, Part.HR_PARTNER),
        setting="reminders.final_review",
        hour=8,
    ),
    Rule(
        kind="reviews.outcome_waiting",
        label=_("A proposed outcome waits for HR's decision"),
        counted_from=_("day it was proposed"),
        source=PROPOSED,
        when=When.from_day(10, every=3, most=3),
        to=(Part.HR_PARTNER,),
        setting="reminders.outcome",
        hour=8,
    ),
)
register(*RULES, *appeal_reminders.RULES, *ending_reminders.RULES, *minutes_reminders.RULES, *session_reminders.RULES)
register(*following_reminders.RULES, *sustaining_reminders.RULES)


@holds_while(WITNESS_ASKED)
def is_still_asked(notice: Notice) -> bool:
    return Attestation.objects.filter(pk__in=[notice.about], status=AttestationStatus.ASKED).exists()
