"""What this room says of its notices: which are urgent, and where their reader goes on."""

from django.urls import reverse

from cases.inbox import leads
from cases.models import Notice
from cases.seat import Seat
from cases.states import Part
from cases.timing import never_held_over
from plans.acts import BEGIN_AMENDMENT
from plans.models import Plan
from plans.queries import plan_of

from .acts import HOLD_CHECKPOINT, LOG_SERVICE, SIGN_RECEIPT
from .acts.ending import (
    CLOSE_CASE,
    DECIDE_OUTCOME,
    OPEN_FINAL_REVIEW,
    PROPOSE_OUTCOME,
    SIGN_OUTCOME,
    SUMMARISE_PLAN,
)
from .acts.following import FINISH_FOLLOW_ON
from .acts.sustaining import RECORD_CHECK_IN
from .appeal_steps import next_step, page_of_step
from .appealing import appeals_of, newest_appeal
from .invitations import MOVES
from .models import Attestation, Checkpoint, FollowOn
from .states import MEETING_MOVED_ON, RECEIPT_AWAITED, WITNESS_ASKED, WITNESS_AWAITED, AttestationStatus

never_held_over(
    "reviews.arrange_hearing",
    "reviews.hearing_soon",
    "reviews.checkpoint_due_today",
    "reviews.decide_outcome",  # whose receipt is to be signed
    "reviews.final_review_due",
    RECEIPT_AWAITED,
    WITNESS_AWAITED,
)

PAGES = {
    "plans.issue_plan": SIGN_RECEIPT,
    "plans.issue_amendment": SIGN_RECEIPT,
    RECEIPT_AWAITED: SIGN_RECEIPT,
    "reviews.lapse_receipt": LOG_SERVICE,
    "reviews.final_review_due": OPEN_FINAL_REVIEW,
    "reviews.propose_outcome": DECIDE_OUTCOME,
    "reviews.outcome_waiting": DECIDE_OUTCOME,
    "reviews.open_final_review": SUMMARISE_PLAN,
    "reviews.summary_awaited": SUMMARISE_PLAN,
    "reviews.summarise_plan": PROPOSE_OUTCOME,
    "reviews.decide_outcome": SIGN_OUTCOME,
    "reviews.outcome_awaited": SIGN_OUTCOME,
    "reviews.decide_extension": BEGIN_AMENDMENT,
    "reviews.sign_outcome": CLOSE_CASE,
    "reviews.begin_sustain": RECORD_CHECK_IN,
    "reviews.check_in_soon": RECORD_CHECK_IN,
    "reviews.check_in_overdue": RECORD_CHECK_IN,
}


@leads(*PAGES)
def to_the_act(seat: Seat, notice: Notice) -> str:
    """The page of what is asked of whoever can do it now."""
    plan: Plan | None = plan_of(seat)
    act = PAGES[notice.kind]
    if plan is None or not seat.may(act, plan) or any(act.blocks(plan)):
        return ""
    return reverse(act.name.replace(".", ":"), args=[seat.case.reference])


@leads("reviews.record_follow_on", "reviews.follow_on_soon", "reviews.follow_on_late")
def to_the_follow_on(seat: Seat, notice: Notice) -> str:
    """To record that it was done, for whoever is reminded of it; else to where all of them stand."""
    found = FollowOn.objects.filter(pk__in=[notice.about], plan__case=seat.case, ending=None).select_related("plan")
    row = found.first()
    if row and seat.is_any_of(Part(row.owner_part)) and seat.may(FINISH_FOLLOW_ON, row.plan):
        return reverse("reviews:finish_follow_on", args=[seat.case.reference, row.pk])
    return f"{seat.case.get_absolute_url()}#follow-ons"


TO_RECORD = ("reviews.checkpoint_due_today", "reviews.checkpoint_overdue", "reviews.missed_by_manager")


@leads(
    *MOVES, *TO_RECORD, MEETING_MOVED_ON, "reviews.checkpoint_due_soon", "reviews.missed_to_hr_partner",
    "reviews.missed_to_hr_lead", "reviews.hold_checkpoint", "reviews.add_employee_note", "reviews.add_addendum",
    "reviews.sign_minutes", "reviews.refuse_minutes",
)  # fmt: skip
def to_the_checkpoint(seat: Seat, notice: Notice) -> str:
    """To record it, for whoever does that once its day is there; else to look at it."""
    found = Checkpoint.objects.filter(pk__in=[notice.about], plan__case=seat.case).select_related("plan").first()
    if found is None or seat.is_narrow:
        return ""
    due = notice.kind in TO_RECORD
    records = due and seat.may(HOLD_CHECKPOINT, found) and not any(HOLD_CHECKPOINT.blocks(found))
    page = "reviews:hold_checkpoint" if records else "reviews:checkpoint"
    return reverse(page, args=[seat.case.reference, found.number])


@leads(WITNESS_ASKED, WITNESS_AWAITED)
def to_the_statement(seat: Seat, notice: Notice) -> str:
    """What this person saw, as long as they have not said it."""
    asked = Attestation.objects.filter(pk__in=[notice.about], witness=seat.user, status=AttestationStatus.ASKED)
    return reverse("reviews:attest_refusal", args=[seat.case.reference, notice.about]) if asked.exists() else ""


OF_AN_APPEAL = (
    "reviews.file_appeal", "reviews.withdraw_appeal", "reviews.name_hearer", "reviews.arrange_hearing",
    "reviews.record_hearing", "reviews.add_hearing_statement", "reviews.decide_appeal", "reviews.hearer_missing",
    "reviews.hearing_missing", "reviews.hearing_soon", "reviews.appeal_waiting",
)  # fmt: skip


@leads(*OF_AN_APPEAL)
def to_the_appeal(seat: Seat, notice: Notice) -> str:
    """To the next step of it, for whoever takes that; else to read it."""
    plan: Plan | None = plan_of(seat)
    if plan is None or seat.is_narrow or not appeals_of(seat, plan):
        return ""
    appeal = newest_appeal(seat)
    if appeal.is_open and seat.may(next_step(appeal)[0], appeal):
        return page_of_step(appeal, next_step(appeal)[0])
    return reverse("reviews:appeal", args=[seat.case.reference])
