"""Who may do what, when: every act, tried by every person at every status, against the table of `tests.rules.policy`.

The table is the agreement; `cases.acts.ACTS` must not be changed without it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from cases import actions as cases
from cases.actor import Actor
from cases.acts import ACTS
from cases.models import CaseChain, CaseFile, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.actions import add_user
from people.models import User
from people.states import Role
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from reviews.models import Attestation
from reviews.states import CheckpointStatus
from tests import appealing, coaching, evidencing, links, sustaining
from tests.amending import CHANGES, ON_AMENDMENT
from tests.appealing import ON_APPEAL
from tests.consultation import answer
from tests.deliveries import deliver
from tests.ending import STAGES
from tests.everything import everything
from tests.following import record as follow
from tests.learning import tick
from tests.meetings import prepare
from tests.receipts import record_refusal, serve, unanswered
from tests.rules.policy import DONE, POLICY, STATES, expected
from tests.rules.tries import ON_ATTESTATION, ON_CASE, ON_CHECKPOINT, ON_NOTICE, ON_PLAN, without_a_subject
from tests.world import People, actor, hold, opened, plan_in

TRIED = ON_CASE | ON_PLAN | ON_CHECKPOINT | ON_ATTESTATION | ON_AMENDMENT | ON_NOTICE | ON_APPEAL | links.ON_LINK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def test_the_table_names_every_act() -> None:
    assert {row.partition("/")[0] for row in POLICY} == set(ACTS) - {"cases.open_case"}
    assert set(TRIED) == set(ACTS) - {"cases.open_case"}


def subjects(case: CaseFile) -> list[tuple[str, str, Any]]:
    """Everything in a case that acts are done to: (row of the table, act, subject)."""
    found: list[tuple[str, str, Any]] = [(act, act, case) for act in ON_CASE]
    found += [(f"{act}/{link.status}", act, link) for link in links.of_each_status(case) for act in links.ON_LINK]
    found += [(_row_of(act, notice.state), act, notice) for notice in one_failed(case) for act in ON_NOTICE]
    for plan in case.plans.all():
        found += [(act, act, plan) for act in ON_PLAN if act not in without_a_subject(plan)]
        found += [(act, act, row) for row in plan.amendments.all() for act in ON_AMENDMENT]
        found += [(act, act, row) for row in plan.appeals.all() for act in ON_APPEAL]
        for checkpoint in (plan.checkpoints.filter(status=status).first() for status in CheckpointStatus):
            if checkpoint:
                found += [(f"{act}/{checkpoint.status}", act, checkpoint) for act in ON_CHECKPOINT]
        asked = Attestation.objects.filter(refusal__plan=plan)
        found += [(act, act, row) for act in ON_ATTESTATION for row in asked]
    return found


def one_failed(case: CaseFile) -> list[Notice]:
    """Two mails to HR, one of which was refused for good."""
    told = case.notices.filter(recipient__name="Cleo").earliest("pk")
    again = Notice(case=case, recipient=told.recipient, kind=told.kind, dedupe_key=f"{told.dedupe_key}:again")
    again.save()
    cases.fail_notice(again, by=Actor.clock(), fault="550")
    return [told, again]


def _row_of(act: str, state: str) -> str:
    return f"{act}/{state}" if f"{act}/{state}" in POLICY else act


def traces() -> dict[str, tuple[int, str]]:
    """Every table, but for the proofs that may be asked for by anybody."""
    with connection.cursor() as cursor:
        return everything(cursor, but=("cases_signingtoken",))


def attempt(act: str, subject: Any, user: User) -> str:
    """Try it for real; the answer is "done", and it is undone, or the refusal's name, and what it left stays."""
    action = TRIED[act]
    subject = type(subject)._default_manager.get(pk=subject.pk)
    chain = CaseChain.objects.filter(pk=subject.case_id).values_list("seq", flat=True)
    before = chain.get()
    with transaction.atomic():
        try:
            action(subject, by=actor(user))
        except (NotVisible, NotYourPart, WrongMoment) as refusal:
            return type(refusal).__name__
        events = chain.get() - before
        assert events == int(ACTS[act].recorded), f"{act} by {user} appended {events} events"
        transaction.set_rollback(True)
    return DONE


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved to another post.")


AFTER_V: dict[str, Callable[..., object]] = {**CHANGES, "l": coaching.begun, "N": evidencing.stands, "y": cancel}
AFTER = {**{state: ("v", step) for state, step in AFTER_V.items()}, "u": ("w", sustaining.begun_and_slipping)}

ALONE: dict[str, Callable[[People], Plan]] = {
    "n": unanswered, **{state: partial(appealing.in_state, state) for state in "Ggz"},
}  # fmt: skip


def walk(state: str, who: People) -> CaseFile:
    if state == "o" or state in STAGES:
        return STAGES[state](who).case if state in STAGES else opened(who)
    if state == "q":
        plan = walk("k", who).plans.get()
        answer(plan, who)
        return plan.case
    if state in ALONE:
        return ALONE[state](who).case
    if state == "j":
        plan = walk("i", who).plans.get()
        serve(plan, who)
        record_refusal(plan, who)
        return plan.case
    if state in AFTER:
        before, step = AFTER[state]
        plan = walk(before, who).plans.get()
        step(plan, who)
        return plan.case
    status = dict(zip("dkhsraivfwcx", (
        PlanStatus.DRAFT, PlanStatus.CONSULTATION, PlanStatus.HR_REVIEW, PlanStatus.SECOND_LINE, PlanStatus.RETURNED,
        PlanStatus.APPROVED, PlanStatus.ISSUED, PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW, PlanStatus.DECIDED,
        PlanStatus.CLOSED, PlanStatus.CANCELLED,
    ), strict=True))[state]  # fmt: skip
    plan = plan_in(status, who)
    if state == "v":
        hold(plan, who, 1)
        prepare(plan, who, 2)
    if state in "wc":
        follow(plan, who)
    if state in "vf":
        tick(plan, who)
        deliver(plan, who)
    return plan.case


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_done_or_refused_as_the_table_says(who: People, state: str) -> None:
    case = walk(state, who)
    add_user("kim@example.com", name="Kim", roles=(Role.HR,))  # who could be given a part
    tried = subjects(case)
    before, wrong = traces(), []
    for row, act, subject in tried:
        for person, user in vars(who).items():
            answer, said = attempt(act, subject, user), expected(row, state, person)
            if answer != said:
                wrong.append(f"{row} by {person}: {answer}, not {said}")
        if traces() != before:
            wrong.append(f"{row}: a refusal left a trace")
            before = traces()
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
    """Besides: before there is a plan, a view, silence, a refusal, cancelled late, changes, a mentor, final reviews, an
    appeal, evidence.
    """
    assert len(STATES) == len(PlanStatus) + 17
