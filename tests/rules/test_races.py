"""Two people, or two windows, at the same moment: one wins, the other is told, and the history has no fork."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cases import actions as cases
from cases.actions import open_case
from cases.models import CaseEvent, CaseFile, Notice, Reading
from cases.refusals import WrongMoment
from cases.seat import Seat
from cases.verify import verify
from people.models import User
from plans import actions as plans
from plans.models import ConsultationAnswer, ConsultationReply, Plan, SignOff
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from tests import deciding, receipts
from tests.consultation import answer as give_view
from tests.consultation import answer_digest, reply_to, view
from tests.learning import confirm, tick
from tests.pages import signed_in, text
from tests.together import faults, together
from tests.world import FAIRNESS, People, actor, drafted, hold, opened, outcome_digest, plan_in, proven, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def fresh(plan: Plan) -> Plan:
    """The plan as another request loads it."""
    return Plan.objects.get(pk=plan.pk)


def acts_in(case: CaseFile) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=case).order_by("seq")]


def test_sixteen_writers_make_no_fork_and_no_gap(who: People) -> None:
    case = opened(who)
    by = actor(who.ada)
    writers = [partial(cases.add_comment, case, by=by, text=f"{n}", topic="plan") for n in range(16)]
    assert faults(together(*writers)) == []
    rows = list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("seq", "prev", "hash"))
    assert [seq for seq, _prev, _hash in rows] == list(range(1, 18))
    assert [bytes(prev) for _seq, prev, _hash in rows[1:]] == [bytes(hash_) for _seq, _prev, hash_ in rows[:-1]]
    assert CaseFile.objects.get(pk=case.pk).version == 17
    assert verify(case.reference) == 17


def test_cases_do_not_wait_for_each_other(who: People) -> None:
    files = [opened(who) for _case in range(8)]
    by = actor(who.ada)
    writers = [partial(cases.add_comment, case, by=by, text="x", topic="plan") for case in files for _time in range(2)]
    assert faults(together(*writers)) == []
    assert {CaseEvent.objects.filter(case=case).count() for case in files} == {3}
    assert verify() == 24


def decide(plan: Plan, who: People) -> Callable[[], object]:
    signed = proven(plan, who.cleo, Step.DECISION, deciding.decision(plan))
    return partial(reviews.decide_outcome, fresh(plan), reasons=deciding.SOFT, **signed)


def return_outcome(plan: Plan, who: People) -> Callable[[], object]:
    return partial(reviews.return_outcome, fresh(plan), by=actor(who.cleo), comment="Say more.")


def approve(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.approve_plan, fresh(plan), fairness=FAIRNESS, **proven(plan, who.cleo))


def pass_on(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.pass_to_second_line, fresh(plan), fairness=FAIRNESS, **proven(plan, who.cleo))


def approve_second_line(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.approve_second_line, fresh(plan), **proven(plan, who.hal))


def return_second_line(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.return_plan, fresh(plan), by=actor(who.hal), comment="Say by when.")


def return_plan(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.return_plan, fresh(plan), by=actor(who.cleo), comment="Name the batch.")


def submit(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.submit_plan, fresh(plan), by=actor(who.ada))


def answer(plan: Plan, who: People) -> Callable[[], object]:
    digest, said = plans.newest_version(plan).digest, view(plan)
    return partial(plans.answer_consultation, fresh(plan), by=actor(who.ben), digest=digest, answer=said)


def reply(plan: Plan, who: People) -> Callable[[], object]:
    digest, said = answer_digest(plan), reply_to(plan)
    return partial(plans.reply_to_consultation, fresh(plan), by=actor(who.ada), digest=digest, reply=said)


def consult(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.open_consultation, fresh(plan), by=actor(who.ada))


def cancel(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.cancel_plan, fresh(plan), by=actor(who.cleo), reason="Moved.")


def issue(plan: Plan, who: People) -> Callable[[], object]:
    return partial(plans.issue_plan, fresh(plan), **proven(plan, who.ada))


def sign(plan: Plan, who: People) -> Callable[[], object]:
    words = {"answer": Answer.RECEIVED, "comment": "", **proven(plan, who.ben, Step.RECEIPT)}
    return partial(reviews.sign_receipt, fresh(plan), **words)


def refuse(plan: Plan, who: People) -> Callable[[], object]:
    return partial(receipts.refuse, fresh(plan), who)


def record_refusal(plan: Plan, who: People) -> Callable[[], object]:
    return partial(receipts.record_refusal, fresh(plan), who)


def sign_outcome(plan: Plan, who: People) -> Callable[[], object]:
    words = {"answer": Answer.RECEIVED, "comment": "", **proven(plan, who.ben, Step.OUTCOME, outcome_digest(plan))}
    return partial(reviews.sign_outcome, fresh(plan), **words)


def close(plan: Plan, who: People) -> Callable[[], object]:
    return partial(reviews.close_case, fresh(plan), by=actor(who.cleo))


Call = Callable[[Plan, People], Callable[[], object]]
RACES = [
    (PlanStatus.DRAFT, submit, submit),
    (PlanStatus.DRAFT, consult, consult),
    (PlanStatus.DRAFT, consult, submit),
    (PlanStatus.CONSULTATION, answer, answer),
    (PlanStatus.HR_REVIEW, approve, return_plan),
    (PlanStatus.HR_REVIEW, approve, pass_on),
    (PlanStatus.SECOND_LINE, approve_second_line, return_second_line),
    (PlanStatus.APPROVED, issue, cancel),
    (PlanStatus.ISSUED, sign, sign),
    (PlanStatus.ISSUED, refuse, refuse),
    (PlanStatus.ISSUED, record_refusal, record_refusal),
    (PlanStatus.ISSUED, refuse, record_refusal),
    (PlanStatus.ISSUED, sign, refuse),
    (PlanStatus.FINAL_REVIEW, decide, decide),
    (PlanStatus.FINAL_REVIEW, decide, return_outcome),
    (PlanStatus.DECIDED, close, close),
    (PlanStatus.DECIDED, sign_outcome, sign_outcome),
]
BOTH_MAY_HAPPEN = {
    (issue, cancel),  # an issued plan may be cancelled, a cancelled one not issued
    (sign, refuse),  # whoever refused may sign, whoever signed not refuse
}


@pytest.mark.parametrize(("status", "one", "other"), RACES, ids=lambda value: getattr(value, "__name__", ""))
def test_of_two_at_once_one_wins(who: People, status: PlanStatus, one: Call, other: Call) -> None:
    plan = plan_in(status, who)
    before = len(acts_in(plan.case))
    results = together(one(plan, who), other(plan, who))
    lost = faults(results)
    assert lost == ["WrongMoment"] or ((one, other) in BOTH_MAY_HAPPEN and lost == [])
    assert len(acts_in(plan.case)) == before + 2 - len(lost)
    assert not SignOff.objects.filter(step="receipt").values("plan").distinct().count() > 1


def test_the_employee_is_replied_to_once(who: People) -> None:
    plan = plan_in(PlanStatus.CONSULTATION, who)
    give_view(plan, who)
    assert faults(together(reply(plan, who), reply(plan, who))) == ["WrongMoment"]
    assert ConsultationReply.objects.count() == 1


def test_a_view_given_as_the_manager_goes_on_is_answered_or_refused(who: People) -> None:
    """After the last day either may come first: then the other is told, and no words are left without an answer."""
    plan = plan_in(PlanStatus.CONSULTATION, who)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert faults(together(answer(plan, who), submit(plan, who))) == ["WrongMoment"]
    plan.refresh_from_db()
    answered = ConsultationAnswer.objects.exists()
    assert plan.status == (PlanStatus.CONSULTATION if answered else PlanStatus.HR_REVIEW)


@pytest.mark.parametrize("copies", [2, 5])
def test_a_receipt_pressed_often_is_signed_once(who: People, copies: int) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    results = together(*(sign(plan, who) for _press in range(copies)))
    assert faults(results) == ["WrongMoment"] * (copies - 1)
    assert SignOff.objects.filter(step="receipt").count() == 1
    assert plan.checkpoints.count() == 2
    assert Notice.objects.filter(kind="reviews.sign_receipt").count() == 2


def test_a_checkpoint_is_recorded_once(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    results = together(*(partial(hold, fresh(plan), who) for _press in range(2)))
    assert faults(results) == ["WrongMoment"]
    assert plan.checkpoints.get(number=1).progress.count() == 1


def test_something_learned_is_ticked_once_and_confirmed_once(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    for press in (tick, confirm):
        assert faults(together(*(partial(press, fresh(plan), who) for _window in range(2)))) == ["WrongMoment"]
    assert list(plan.learning_steps.values_list("number", "said")) == [(1, "done"), (1, "confirmed")]


def test_of_two_saves_of_one_draft_one_is_stale(who: People) -> None:
    plan = drafted(who)
    saves: list[Callable[[], Any]] = [partial(write, fresh(plan), who, findings=words) for words in ("One", "Two")]
    results = together(*saves)
    assert faults(results) == ["StaleDraft"]
    winner = ("One", "Two")[next(n for n, result in enumerate(results) if isinstance(result, Plan))]
    assert fresh(plan).document.basis.findings == winner
    assert fresh(plan).revision == plan.revision + 1


def test_r7_two_plans_for_one_person_are_not_begun_at_once(who: People) -> None:
    """R7, with two cases about the same person."""
    results = together(*(partial(plans.start_plan, opened(who), by=actor(who.ada)) for _case in range(2)))
    assert faults(results) == ["WrongMoment"]
    (refusal,) = (result for result in results if isinstance(result, WrongMoment))
    assert list(refusal.reasons) == ["A plan cannot be begun for this person now. HR can tell you more."]
    assert Plan.objects.get().employee == who.ben


def test_r7_two_cases_opened_at_once_make_one_plan(who: People) -> None:
    """As the pages do it: the case and its plan in one step, the loser's case with them, and the loser is told."""
    form = {"subject": who.ben.pk, "hr_partner": who.cleo.pk, "language": "en", "ruleset": "general"}
    pages = together(*(partial(signed_in(who.ada).post, "/open-a-case/", form) for _window in range(2)))
    assert sorted(page.status_code for page in pages) == [302, 409]
    refused = next(page for page in pages if page.status_code == 409)
    assert "A plan cannot be begun for this person now." in text(refused)
    assert Plan.objects.count() == CaseFile.objects.count() == 1


def test_a_first_view_is_one_event(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    version = plans.newest_version(plan)
    views = [partial(plans.view_version, fresh(plan), version, by=actor(who.ben)) for _window in range(3)]
    assert faults(together(*views)) == []
    assert acts_in(plan.case).count("plans.view_version") == 1


def test_an_auditor_with_two_windows_is_noted_once_an_hour(who: People) -> None:
    case = opened(who)
    readings = [partial(cases.record_reading, Seat(case, who.emil), by=actor(who.emil)) for _window in range(4)]
    assert faults(together(*readings)) == []
    assert Reading.objects.filter(user=who.emil).count() == 1
    assert acts_in(case).count("cases.read_as_auditor") == 1


def test_opening_cases_about_many_people_at_once(who: People) -> None:
    reports = [User.objects.create_user(f"r{n}@example.com", name=f"R{n}", manager=who.ada) for n in range(6)]
    calls = [
        partial(open_case, report, hr_partner=who.cleo, by=actor(who.ada), language="en", time_zone="UTC")
        for report in reports
    ]
    assert faults(together(*calls)) == []
    assert verify() == 6
