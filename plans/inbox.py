"""What this room says of its notices: which are urgent, and where their reader goes on."""

from django.urls import reverse

from cases.inbox import leads
from cases.models import Notice
from cases.seat import Seat
from cases.timing import never_held_over

from .acts import (
    ANSWER_CONSULTATION,
    APPROVE_AMENDMENT,
    APPROVE_PLAN,
    APPROVE_SECOND_LINE,
    EDIT_PLAN,
    ISSUE_AMENDMENT,
    ISSUE_PLAN,
    REPLY_TO_CONSULTATION,
    SUBMIT_AMENDMENT,
)
from .models import Amendment
from .queries import plan_of

never_held_over(
    "plans.issue_plan",  # whose receipt is to be signed
    "plans.issue_amendment",
    "plans.consultation_ends_soon",
)

PAGES = {
    "plans.open_consultation": ANSWER_CONSULTATION,
    "plans.consultation_ends_soon": ANSWER_CONSULTATION,
    "plans.answer_consultation": REPLY_TO_CONSULTATION,
    "plans.consultation_unanswered": EDIT_PLAN,
    "plans.reply_awaited": REPLY_TO_CONSULTATION,
    "plans.submit_plan": APPROVE_PLAN,
    "plans.review_waiting": APPROVE_PLAN,
    "plans.second_line_waiting": APPROVE_SECOND_LINE,
    "plans.pass_to_second_line": APPROVE_SECOND_LINE,
    "plans.return_plan": EDIT_PLAN,
    "plans.approve_plan": ISSUE_PLAN,
    "plans.approve_second_line": ISSUE_PLAN,
    "plans.submit_amendment": APPROVE_AMENDMENT,
    "plans.change_waiting": APPROVE_AMENDMENT,
    "plans.return_amendment": SUBMIT_AMENDMENT,
    "plans.approve_amendment": ISSUE_AMENDMENT,
}


@leads(*PAGES)
def to_the_act(seat: Seat, notice: Notice) -> str:
    """The page of what is asked of whoever can do it now."""
    act = PAGES[notice.kind]
    amendments = Amendment.objects.filter(pk__in=[notice.about], plan__case=seat.case)
    subject = plan_of(seat) if act.on == "plans.Plan" else amendments.first()
    if subject is None or not seat.may(act, subject) or any(act.blocks(subject)):
        return ""
    return reverse(act.name.replace(".", ":"), args=[seat.case.reference])
