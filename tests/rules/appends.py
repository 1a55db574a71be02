"""Which events each step leaves, and a whole case: told by hand for `tests.rules.test_ledger`."""

from collections.abc import Callable
from typing import Any

from cases import actions as cases
from cases.seat import Seat
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from records import actions as records
from reviews import actions as reviews
from tests import amending, appealing, coaching, evidencing, following, linking, links, meetings, sustaining, world
from tests.consultation import answer, reply
from tests.deliveries import deliver_twice
from tests.learning import learn, tick
from tests.moving import arrange_and_move
from tests.receipts import be_served, refuse, refuse_and_sign, refuse_before_a_witness, say_nothing
from tests.world import People, actor

Step = Callable[[Plan, People], Any]


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")


def return_from_second_line(plan: Plan, who: People) -> None:
    plans.return_plan(plan, by=actor(who.hal), comment="Say by when.")


def save(plan: Plan, who: People) -> None:
    world.write(plan, who, feedback=[])


def view_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        plans.view_version(plan, plans.newest_version(plan), by=actor(who.ben))


def answer_and_reply(plan: Plan, who: People) -> None:
    answer(plan, who)
    reply(plan, who)


def comment(plan: Plan, who: People) -> None:
    question = cases.add_comment(plan.case, by=actor(who.ben), text="Which batch?", topic="plan")
    cases.add_comment(plan.case, by=actor(who.ada), text="Number 7.", topic="plan", answers=question)


def audit_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        cases.record_reading(Seat(plan.case, who.emil), by=actor(who.emil))


def read_by_others(plan: Plan, who: People) -> None:
    for user in (who.ada, who.ben, who.cleo, who.dora):
        cases.record_reading(Seat(plan.case, user), by=actor(user))


def note(plan: Plan, who: People) -> None:
    world.hold(plan, who)
    reviews.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="I saw it so.")


def return_outcome(plan: Plan, who: People) -> None:
    reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")


def ask_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        records.request_copy(plan.case, by=actor(who.ben))


APPENDS = [
    (PlanStatus.DRAFT, save, []),
    (PlanStatus.DRAFT, world.consult, ["plans.open_consultation"]),
    (PlanStatus.RETURNED, world.consult, ["plans.open_consultation"]),
    (PlanStatus.CONSULTATION, save, []),
    (PlanStatus.CONSULTATION, view_twice, ["plans.view_version"]),
    (PlanStatus.CONSULTATION, answer, ["plans.answer_consultation"]),
    (PlanStatus.CONSULTATION, answer_and_reply, ["plans.answer_consultation", "plans.reply_to_consultation"]),
    (PlanStatus.DRAFT, world.submit, ["plans.submit_plan"]),
    (PlanStatus.HR_REVIEW, world.approve, ["plans.approve_plan"]),
    (PlanStatus.HR_REVIEW, world.pass_on, ["plans.pass_to_second_line"]),
    (PlanStatus.SECOND_LINE, world.approve_second_line, ["plans.approve_second_line"]),
    (PlanStatus.SECOND_LINE, return_from_second_line, ["plans.return_plan"]),
    (PlanStatus.HR_REVIEW, cancel, ["plans.cancel_plan"]),
    (PlanStatus.APPROVED, world.issue, ["plans.issue_plan"]),
    (PlanStatus.ISSUED, view_twice, ["plans.view_version"]),
    (PlanStatus.ISSUED, world.sign, ["reviews.sign_receipt"]),
    (PlanStatus.ISSUED, refuse, ["reviews.refuse_receipt"]),
    (PlanStatus.ISSUED, refuse_before_a_witness, ["reviews.record_refusal", "reviews.attest_refusal"]),
    (PlanStatus.ISSUED, refuse_and_sign, ["reviews.refuse_receipt", "reviews.sign_receipt"]),
    (PlanStatus.ISSUED, be_served, ["reviews.log_service", "reviews.add_service_proof"]),
    (PlanStatus.ISSUED, say_nothing, ["reviews.lapse_receipt", "reviews.log_service"]),
    (PlanStatus.ACTIVE, world.hold, ["reviews.hold_checkpoint"]),
    (PlanStatus.ACTIVE, note, ["reviews.hold_checkpoint", "reviews.add_employee_note"]),
    (
        PlanStatus.ACTIVE,
        arrange_and_move,
        ["reviews.arrange_checkpoint", "reviews.reschedule_checkpoint", "reviews.postpone_checkpoint"],
    ),
    (PlanStatus.ACTIVE, learn, ["reviews.tick_learning", "reviews.confirm_learning"] * 2),
    (PlanStatus.ACTIVE, deliver_twice, ["reviews.deliver", "reviews.confirm_delivery"] * 2),
    (PlanStatus.FINAL_REVIEW, tick, ["reviews.tick_learning"]),
    (PlanStatus.ACTIVE, comment, ["cases.add_comment", "cases.add_comment"]),
    (PlanStatus.ACTIVE, audit_twice, ["cases.read_as_auditor"]),
    (PlanStatus.ACTIVE, read_by_others, []),
    *[
        (PlanStatus.ACTIVE, step, told)
        for room in (amending, appealing, coaching, evidencing, links, meetings)
        for step, told in room.APPENDS
    ],
    (PlanStatus.FINAL_REVIEW, return_outcome, ["reviews.return_outcome"]),
    (PlanStatus.FINAL_REVIEW, world.decide, ["reviews.decide_outcome"]),
    (PlanStatus.DECIDED, world.sign_outcome, ["reviews.sign_outcome"]),
    (PlanStatus.DECIDED, world.close, ["reviews.close_case"]),
    *(*following.APPENDS, *sustaining.APPENDS, *linking.APPENDS),
    (PlanStatus.CLOSED, ask_twice, ["records.request_copy"]),
]
WHOLE_STORY = [
    "cases.open_case", "plans.start_plan", "plans.submit_plan", "plans.approve_plan", "plans.issue_plan",
    "reviews.sign_receipt", "reviews.hold_checkpoint", "reviews.hold_checkpoint", "reviews.open_final_review",
    "reviews.summarise_plan", "reviews.propose_outcome", "reviews.decide_outcome", "reviews.close_case",
]  # fmt: skip
