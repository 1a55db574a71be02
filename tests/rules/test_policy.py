"""Who may do what, when: every act, tried by every person at every status, against a table written by hand.

The table is the agreement; `cases.acts.ACTS` must not be changed without it.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from cases import actions as cases
from cases.actor import Actor
from cases.acts import ACTS
from cases.models import CaseChain, CaseFile
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.actions import add_user
from people.models import User
from people.states import Role
from plans import actions as plans
from plans.consultation import Answer as View
from plans.models import Plan
from plans.states import Answer, PlanStatus, Step
from records import actions as records
from reviews import actions as reviews
from reviews.models import Checkpoint
from reviews.states import CheckpointStatus, Judgement, Result
from tests.consultation import answer, answer_digest, reply_to
from tests.consultation import view as view_of
from tests.handing_over import HANDING_ON
from tests.learning import confirm_first, tick, tick_second
from tests.world import FAIRNESS, People, actor, document, hold, opened, outcome_digest, plan_in, proven

# Where a case stands, in one letter. After `o` comes the plan. The employee sees it in `k`, `q`, and from `i` on.
#   o no plan yet   d draft   k asked for the employee's view   q view given   h HR review   s with the second line
#   r returned   a approved   i issued   v running, one checkpoint held   f outcome proposed   w outcome decided
#   c closed   x cancelled before issue   y cancelled while running
STATES = "odkqhsraivfwcxy"
SEEN_BY_THE_EMPLOYEE = "kqivfwcy"

TABLE = """
act                               subject  manager         hr_partner      hr              auditor         second_line
cases.add_comment                 kqivfwcy odkqhsraivfwcxy odkqhsraivfwcxy -               -               s
cases.read_as_auditor             -        -               -               -               odkqhsraivfwcxy -
cases.change_manager              -        -               odkqhsraivfw    odkqhsraivfw    -               -
cases.change_hr_partner           -        -               odkqhsraivfw    odkqhsraivfw    -               -
cases.delegate_part               -        odkqhsraivfw    odkqhsraivfw    -               -               -
cases.end_delegation              -        none            none            -               -               -
plans.start_plan                  -        o               -               -               -               -
plans.edit_plan                   -        dkqr            -               -               -               -
plans.open_consultation           -        dr              -               -               -               -
plans.answer_consultation         k        -               -               -               -               -
plans.reply_to_consultation       -        q               -               -               -               -
plans.submit_plan                 -        dr              -               -               -               -
plans.return_plan                 -        -               h               -               -               s
plans.approve_plan                -        -               h               -               -               -
plans.pass_to_second_line         -        -               h               -               -               -
plans.approve_second_line         -        -               -               -               -               s
plans.issue_plan                  -        a               -               -               -               -
plans.view_version                kqivfwc  -               -               -               -               -
plans.cancel_plan                 -        -               dkqhsraivf      -               -               -
reviews.sign_receipt              i        -               -               -               -               -
reviews.hold_checkpoint/planned   -        v               -               -               -               -
reviews.hold_checkpoint/held      -        none            -               -               -               -
reviews.add_employee_note/planned none     -               -               -               -               -
reviews.add_employee_note/held    vfwcy    -               -               -               -               -
reviews.tick_learning             vf       -               -               -               -               -
reviews.confirm_learning          -        vf              -               -               -               -
reviews.propose_outcome           -        v               -               -               -               -
reviews.return_outcome            -        -               f               -               -               -
reviews.decide_outcome            -        -               f               -               -               -
reviews.sign_outcome              wc       -               -               -               -               -
reviews.close_case                -        -               w               -               -               -
records.request_copy              kqivfwcy odkqhsraivfwcxy odkqhsraivfwcxy odkqhsraivfwcxy odkqhsraivfwcxy s
"""
PARTS = {"ada": "manager", "cleo": "hr_partner", "dora": "hr", "emil": "auditor"}  # Ben: where he sees it
SECOND_LINE = ("hal", "s")  # who is asked, and from when on
DONE = "done"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def _table() -> dict[str, dict[str, str]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


POLICY = _table()


def expected(row: str, state: str, person: str) -> str:
    """A person without a part finds nothing; another's act is refused; one's own at the wrong time is as well."""
    part = PARTS.get(person)
    if person == "ben" and state in SEEN_BY_THE_EMPLOYEE:
        part = "subject"
    if (person, state) == SECOND_LINE:
        part = "second_line"
    if part is None:
        return NotVisible.__name__
    cell = POLICY[row][part]
    if cell == "-":
        return NotYourPart.__name__
    return DONE if cell != "none" and state in cell else WrongMoment.__name__


def digest_of(plan: Plan) -> str:
    version = plan.versions.last()
    return version.digest if version else "0" * 64


def assessed(plan: Plan) -> list[reviews.Assessed]:
    return [
        reviews.Assessed(item=item, result=Result.MET, value=Decimal("1.5"), evidence="Log")
        for item in plan.items.all()
    ]


def measured(plan: Plan) -> list[reviews.Measured]:
    return [
        reviews.Measured(item=item, value=Decimal(4), judgement=Judgement.AT_RISK, evidence="Log")
        for item in plan.items.all()
    ]


def view(plan: Plan, **by: Any) -> None:
    plans.view_version(plan, plan.versions.get(number=plan.frozen), **by)


def give_view(plan: Plan, **by: Any) -> None:
    said = view_of(plan) if plan.consulted else View(items=[])
    plans.answer_consultation(plan, digest=digest_of(plan), answer=said, **by)


def reply(plan: Plan, **by: Any) -> None:
    plans.reply_to_consultation(plan, digest=answer_digest(plan), reply=reply_to(plan), **by)


def propose(plan: Plan, **by: Any) -> None:
    fields: dict[str, Any] = {"result": Result.MET, "summary": "On target.", "early_reason": ""}
    reviews.propose_outcome(plan, assessed=assessed(plan), **fields, **by)


def edit(plan: Plan, **by: Any) -> None:
    plans.save_draft(plan, revision=plan.revision, document=document(), **by)


def signed(action: Callable[..., Any], step: Step, **words: Any) -> Callable[..., Any]:
    """An act that is signed, with the proof of whoever tries it."""

    def sign(plan: Plan, by: Actor) -> None:
        digest = outcome_digest(plan) if step == Step.OUTCOME else None
        action(plan, **words, **proven(plan, by.user, step, digest))

    return sign


SAID = {"answer": Answer.RECEIVED, "comment": ""}


def record(checkpoint: Checkpoint, **by: Any) -> None:
    words: dict[str, Any] = {"note": "Good.", "next_steps": "Go on."}
    rows = measured(checkpoint.plan)
    reviews.hold_checkpoint(checkpoint, held_on=date(2026, 4, 1), measured=rows, **words, **by)


ON_CASE: dict[str, Callable[..., Any]] = {
    "cases.add_comment": lambda case, **by: cases.add_comment(case, text="So it is.", topic="plan", **by),
    "cases.read_as_auditor": cases.read_as_auditor,
    **HANDING_ON,
    "plans.start_plan": plans.start_plan,
    "records.request_copy": records.request_copy,
}
ON_PLAN: dict[str, Callable[..., Any]] = {
    "plans.edit_plan": edit,
    "plans.open_consultation": plans.open_consultation,
    "plans.answer_consultation": give_view,
    "plans.reply_to_consultation": reply,
    "plans.submit_plan": plans.submit_plan,
    "plans.return_plan": lambda plan, **by: plans.return_plan(plan, comment="Name the batch.", **by),
    "plans.approve_plan": signed(plans.approve_plan, Step.ISSUE, fairness=FAIRNESS),
    "plans.pass_to_second_line": signed(plans.pass_to_second_line, Step.ISSUE, fairness=FAIRNESS),
    "plans.approve_second_line": signed(plans.approve_second_line, Step.ISSUE),
    "plans.issue_plan": signed(plans.issue_plan, Step.ISSUE),
    "plans.view_version": view,
    "plans.cancel_plan": lambda plan, **by: plans.cancel_plan(plan, reason="Moved.", **by),
    "reviews.sign_receipt": signed(reviews.sign_receipt, Step.RECEIPT, **SAID),
    "reviews.tick_learning": tick_second,
    "reviews.confirm_learning": confirm_first,
    "reviews.propose_outcome": propose,
    "reviews.return_outcome": lambda plan, **by: reviews.return_outcome(plan, comment="Say more.", **by),
    "reviews.decide_outcome": lambda plan, **by: reviews.decide_outcome(plan, digest=outcome_digest(plan), **by),
    "reviews.sign_outcome": signed(reviews.sign_outcome, Step.OUTCOME, **SAID),
    "reviews.close_case": reviews.close_case,
}
ON_CHECKPOINT: dict[str, Callable[..., Any]] = {
    "reviews.hold_checkpoint": record,
    "reviews.add_employee_note": lambda checkpoint, **by: reviews.add_employee_note(checkpoint, note="I see.", **by),
}


def test_the_table_names_every_act() -> None:
    assert {row.partition("/")[0] for row in POLICY} == set(ACTS) - {"cases.open_case"}
    assert set(ON_CASE) | set(ON_PLAN) | set(ON_CHECKPOINT) == set(ACTS) - {"cases.open_case"}


def subjects(case: CaseFile) -> list[tuple[str, str, Any]]:
    """Everything in a case that acts are done to: (row of the table, act, subject)."""
    found: list[tuple[str, str, Any]] = [(act, act, case) for act in ON_CASE]
    for plan in case.plans.all():
        skipped = {"plans.view_version"} if not plan.frozen else set()  # there is no version to view
        found += [(act, act, plan) for act in ON_PLAN if act not in skipped]
        for checkpoint in (plan.checkpoints.filter(status=status).first() for status in CheckpointStatus):
            if checkpoint:
                found += [(f"{act}/{checkpoint.status}", act, checkpoint) for act in ON_CHECKPOINT]
    return found


def state_of(case: CaseFile) -> tuple[object, ...]:
    """What any act would change: the case's version and list columns, the chain's head, the plan's status."""
    row = CaseFile.objects.filter(pk=case.pk).values_list("version", "stage", "awaits").get()
    seq, head = CaseChain.objects.filter(pk=case.pk).values_list("seq", "head").get()
    plans_ = Plan.objects.filter(case=case).values_list("status", "revision", "frozen", "consulted", "issued")
    held = Checkpoint.objects.filter(plan__case=case).values_list("number", "status", "employee_noted_at")
    return row, seq, bytes(head), list(plans_), list(held)


def attempt(act: str, subject: Any, user: User) -> str:
    """Try it for real and undo it; the answer is "done" or the refusal's name. A refusal leaves no trace."""
    action = {**ON_CASE, **ON_PLAN, **ON_CHECKPOINT}[act]
    subject = type(subject)._default_manager.get(pk=subject.pk)
    case = CaseFile.objects.get(pk=subject.case_id)
    before, answer = state_of(case), DONE
    with transaction.atomic():
        try:
            action(subject, by=actor(user))
        except (NotVisible, NotYourPart, WrongMoment) as refusal:
            answer = type(refusal).__name__
            assert state_of(case) == before, f"{act} was refused to {user} and left a trace"
        else:
            events = CaseChain.objects.get(pk=case.pk).seq - before[1]  # type: ignore[operator]
            assert events == int(ACTS[act].recorded), f"{act} by {user} appended {events} events"
        transaction.set_rollback(True)
    return answer


def walk(state: str, who: People) -> CaseFile:
    if state == "o":
        return opened(who)
    if state == "q":
        plan = walk("k", who).plans.get()
        answer(plan, who)
        return plan.case
    if state == "y":
        plan = walk("v", who).plans.get()
        plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved to another post.")
        return plan.case
    status = dict(zip("dkhsraivfwcx", (
        PlanStatus.DRAFT, PlanStatus.CONSULTATION, PlanStatus.HR_REVIEW, PlanStatus.SECOND_LINE, PlanStatus.RETURNED,
        PlanStatus.APPROVED, PlanStatus.ISSUED, PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW, PlanStatus.DECIDED,
        PlanStatus.CLOSED, PlanStatus.CANCELLED,
    ), strict=True))[state]  # fmt: skip
    plan = plan_in(status, who)
    if state == "v":
        hold(plan, who, 1)
    if state in "vf":
        tick(plan, who)
    return plan.case


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_done_or_refused_as_the_table_says(who: People, state: str) -> None:
    case = walk(state, who)
    add_user("kim@example.com", name="Kim", roles=(Role.HR,))  # who could be given a part
    wrong = []
    for row, act, subject in subjects(case):
        for person, user in vars(who).items():
            answer, said = attempt(act, subject, user), expected(row, state, person)
            if answer != said:
                wrong.append(f"{row} by {person}: {answer}, not {said}")
    assert wrong == []


@pytest.mark.parametrize("person", ["ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hal", "ivy"])
def test_only_the_line_manager_opens_a_case(who: People, person: str) -> None:
    try:
        with transaction.atomic():
            cases.open_case(
                who.ben, hr_partner=who.cleo, by=actor(getattr(who, person)), language="en", time_zone="UTC"
            )
    except NotYourPart:
        assert person != "ada"
        assert not CaseFile.objects.exists()
    else:
        assert person == "ada"


def test_every_status_of_a_plan_is_tried() -> None:
    assert len(STATES) == len(PlanStatus) + 3  # and before there is a plan, a view given, and cancelled later
