"""Consultation: the manager answers each point, HR comes after it, and everybody reads what both sides said."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import CaseEvent, CaseFile, Notice
from cases.seat import Seat, take_seat
from plans import actions
from plans.consultation import Answer, ItemReply, Reply
from plans.models import FirstView, Plan
from plans.queries import version_for
from plans.rounds import newest_round
from plans.states import PlanStatus, RoundState, Verdict
from tests.consultation import answer, answer_digest, heard, reply, reply_to, view
from tests.plans.rounds import after_the_last_day, columns, events, last_day, reasons
from tests.world import (
    START,
    People,
    actor,
    approve,
    consult,
    document,
    drafted,
    issue,
    plan_in,
    submit,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    """A draft that is open to the employee since today."""
    return plan_in(PlanStatus.CONSULTATION, who)


class TestReplying:
    def test_each_point_gets_words(self, who: People, plan: Plan) -> None:
        answer(plan, who, general="One more thing.")
        assert isinstance(reply_to(plan), Reply)
        for said in (reply_to(plan), reply_to(plan, words=" ", general="Yes."), Reply(items=[], general="Yes.")):
            with pytest.raises(ValidationError):
                actions.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=said)
        reply(plan, who, general="Yes.")
        facts = CaseEvent.objects.filter(case=plan.case).latest("seq").data["facts"]
        assert facts["decisions"] == {"agreed": 1}
        assert Notice.objects.filter(kind="plans.reply_to_consultation").get().recipient == who.ben

    def test_once(self, who: People) -> None:
        plan = heard(who)
        assert "answered already" in reasons(lambda: reply(plan, who))

    def test_not_before_there_is_something_to_answer(self, who: People, plan: Plan) -> None:
        assert "not given their view yet" in reasons(lambda: reply(plan, who))

    def test_a_plain_yes_needs_no_reply(self, who: People, plan: Plan) -> None:
        plain = {"verdict": Verdict.ACHIEVABLE, "why": "", "proposed_target": None}
        answer(plan, who, **plain, difficulties="", help_wanted="")
        assert "nothing to answer" in reasons(lambda: reply(plan, who))
        submit(plan, who)
        assert plan.status == PlanStatus.HR_REVIEW

    def test_a_yes_with_a_wish_does(self, who: People, plan: Plan) -> None:
        answer(plan, who, verdict=Verdict.ACHIEVABLE, why="", proposed_target=None, difficulties="")
        assert "Answer it first" in reasons(lambda: submit(plan, who))

    def test_only_what_was_said_of_items_is_replied_to(self, who: People, plan: Plan) -> None:
        answer(plan, who)
        other = Reply(items=[ItemReply(id=uuid.uuid4(), decision="noted", words="x")])
        with pytest.raises(ValidationError, match="each once"):
            actions.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=other)


class TestSubmitting:
    def test_rules_that_have_the_employee_heard_first(self, who: People) -> None:
        plan = drafted(who)
        Plan.objects.filter(pk=plan.pk).update(ruleset="uk")
        assert "let the employee speak first" in reasons(lambda: submit(plan, who))
        consult(plan, who)
        for step in (answer, reply):
            assert "speak first" not in reasons(lambda: submit(plan, who))
            step(plan, who)
        submit(plan, who)
        assert (plan.frozen, plan.consulted) == (2, 1)

    def test_the_employee_is_waited_for_until_the_last_day_is_over(self, who: People, plan: Plan) -> None:
        assert "has until" in reasons(lambda: submit(plan, who))
        with time_machine.travel(f"{last_day()}T21:59:00+00:00", tick=False):  # 23:59 in Berlin
            assert "has until" in reasons(lambda: submit(plan, who))
        with time_machine.travel(f"{last_day()}T22:01:00+00:00", tick=False):
            submit(plan, who)
        assert plan.status == PlanStatus.HR_REVIEW

    def test_r14_silence_is_no_answer_and_never_agreement(self, who: People, plan: Plan) -> None:
        with after_the_last_day():
            submit(plan, who)
            current = newest_round(plan)
        assert current is not None
        assert (current.state, str(current.state.label)) == (RoundState.SILENT, "No answer was given")
        assert "plans.answer_consultation" not in events(plan)


class TestWhoReads:
    def test_the_employee_reads_what_was_opened_or_issued_and_nothing_between(self, who: People) -> None:
        plan = heard(who)
        write(plan, who, findings="Written afterwards.")
        submit(plan, who)
        seat = Seat(plan.case, who.ben)
        assert [bool(version_for(seat, plan, number)) for number in (1, 2)] == [True, False]
        for step in (approve, issue):
            step(plan, who)
        assert [bool(version_for(seat, plan, number)) for number in (1, 2)] == [True, True]
        assert version_for(seat, plan).number == 2  # type: ignore[union-attr]

    def test_they_go_on_seeing_it_whatever_hr_does(self, who: People) -> None:
        plan = heard(who)
        submit(plan, who)
        actions.return_plan(plan, by=actor(who.cleo), comment="Too vague.")
        seat = take_seat(who.ben, plan.case.reference)
        assert version_for(seat, plan).number == 1  # type: ignore[union-attr]

    def test_r12_their_first_view_is_an_event_here_too(self, who: People, plan: Plan) -> None:
        for _time in range(2):
            actions.view_version(plan, plan.versions.get(), by=actor(who.ben))
        assert events(plan).count("plans.view_version") == FirstView.objects.count() == 1

    def test_dates_of_the_draft_stay_the_managers(self, who: People, plan: Plan) -> None:
        """List columns are read by everybody in the case."""
        write(plan, who, starts_on=START + timedelta(days=7))
        answer(plan, who)
        assert CaseFile.objects.get(pk=plan.case_id).starts_on == START

    def test_the_dates_are_those_of_the_plan_once_it_is_issued(self, who: People) -> None:
        plan = heard(who)
        write(plan, who, starts_on=START + timedelta(days=7), checkpoints=(START + timedelta(days=14),))
        plan_in(PlanStatus.ISSUED, who, plan)
        assert CaseFile.objects.get(pk=plan.case_id).starts_on == START + timedelta(days=7)


def test_whose_turn_it_is(who: People) -> None:
    plan = plan_in(PlanStatus.CONSULTATION, who)
    assert columns(plan) == ("subject", "plans.answer_consultation", last_day())
    answer(plan, who)
    assert columns(plan) == ("manager", "plans.reply_to_consultation", last_day())
    reply(plan, who)
    assert columns(plan) == ("manager", "plans.edit_plan", START)
    submit(plan, who)
    assert columns(plan)[:2] == ("hr_partner", "plans.approve_plan")


def test_the_manager_goes_on_writing_during_it(who: People, plan: Plan) -> None:
    actions.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=document(rating="Other"))
    assert Plan.objects.get(pk=plan.pk).document.basis.rating == "Other"


def test_what_was_said_is_read_as_it_was_said(who: People, plan: Plan) -> None:
    said = view(plan, general="Thank you.")
    assert Answer.from_bytes(said.to_bytes()) == said
