"""What HR decides rests on facts that it is shown, and the employee answers it in one of five ways (R11, R26, R27)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import CaseFile
from cases.refusals import WrongMoment
from cases.signing import NotWhatWasShown
from plans.calendars import today_of
from plans.models import Plan, SignOff
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from reviews.answers import answered_of
from reviews.checklist import checklist_of, unanswered, unmet
from reviews.ended import result_of, standing_outcome
from reviews.models import Outcome, Override
from reviews.states import AnswerState, Result, SoftBlock
from tests import amending, deciding, deliveries, ending, world
from tests.consultation import answer, reply
from tests.pages import press_twice, signed_in, text
from tests.world import END, PASSWORD, People, actor, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan", "forgotten_tries")]
WINDOW = 7  # days after END + 1, a Saturday, to the last of five working days


def travel(days: int) -> time_machine.travel:
    """So many days after the day on which everything here begins."""
    return time_machine.travel(datetime.combine(END + timedelta(days=1 + days), time(9), UTC), tick=True)


def page(plan: Plan, rest: str) -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def turn(plan: Plan) -> tuple[str, str]:
    case = CaseFile.objects.get(pk=plan.case_id)
    return case.awaits, case.expected


def checks(plan: Plan, outcome: Outcome | None = None) -> dict[str, list[str]]:
    """What does not hold, by check."""
    found = outcome or plan.outcomes.latest("number")
    found.plan = plan
    return {check.name: [fact.said for fact in check.faults] for check in checklist_of(plan, found) if not check.is_met}


class TestChecklist:
    def test_r26_r27_hard_blocks_name_what_is_missing(self, who: People) -> None:
        plan = ending.measured(who)
        bare: dict[str, Any] = {"plan": plan, "number": 1, "result": Result.NOT_MET}
        found = checks(plan, Outcome(**bare))
        assert "was not asked to sum up" in found["reviewed"][0]
        assert found["assessed"] == ["Assembly errors is not assessed with evidence."]
        assert "ended" not in found
        with time_machine.travel(datetime.combine(END - timedelta(days=1), time(9), UTC)):
            assert "The plan ends on" in checks(plan, Outcome(**bare))["ended"][0]
            early = Outcome(**{**bare, "result": Result.MET, "early_reason": "Three weeks below target."})
            assert "ended" not in checks(plan, early)

    def test_r27_a_hard_block_keeps_hr_from_deciding(self, who: People) -> None:
        plan = ending.reviewed(who)
        with travel(WINDOW):
            ending.ENDING["reviews.propose_outcome"](plan, by=actor(who.ada))
        with travel(0), pytest.raises(ValidationError, match="has until"):  # the clock of a server that runs behind
            ending.decide_as(plan, who)
        assert standing_outcome(plan) is None

    def test_r27_soft_blocks_tell_the_facts(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
        deliveries.deliver(plan, who)
        deliveries.dispute(plan, who)
        ending.propose_as(plan, who, Result.NOT_MET)
        found = checks(plan)
        assert set(found) == {SoftBlock.COMMITMENTS, SoftBlock.CHECKPOINTS}
        assert "Two hours a week (Shift lead): the employee says that it did not come" in found["commitments"][0]
        assert "One-to-one at the bench" in found["commitments"][1]
        assert found["checkpoints"] == ["Checkpoint 2, due March 30, 2026: not held by the manager."]

    def test_r21_r27_a_checkpoint_that_was_moved_says_on_whose_wish(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
        with time_machine.travel(datetime.combine(world.CHECKPOINTS[1] - timedelta(days=5), time(9), UTC)):
            told: dict[str, Any] = {"to_on": world.CHECKPOINTS[1] + timedelta(days=1), "wish": "employee"}
            reviews.reschedule_checkpoint(plan.checkpoints.get(number=2), by=actor(who.ada), reason="x", **told)
        ending.propose_as(plan, who, Result.NOT_MET)
        assert "(wish: The employee's): not held" in checks(plan)["checkpoints"][0]

    def test_r27_what_the_employee_proposed_and_nobody_answered_is_a_soft_block(self, who: People) -> None:
        """The editor lets no plan pass like this today; one that was issued before rounds were settled may have."""
        with time_machine.travel(datetime.combine(world.START - timedelta(days=20), time(9), UTC)):
            plan = plan_in(PlanStatus.CONSULTATION, who)
            answer(plan, who)
            said = [fact.said for fact in unanswered(plan)]
            assert said == ["What the employee said of version 1 of the draft was never answered."]
            reply(plan, who)
            assert list(unanswered(plan)) == []

    def test_r27_each_soft_block_needs_a_reason_and_keeps_it(self, who: People) -> None:
        plan = ending.measured(who)
        ending.propose_as(plan, who, Result.NOT_MET)
        with pytest.raises(ValidationError, match="Say why you decide all the same"):
            ending.decide_as(plan, who, reasons={})
        assert not Override.objects.exists()
        ending.decide_as(plan, who, reasons={"commitments": "The mentor was ill; others helped."})
        row = Override.objects.get()
        assert (row.block, row.reason, len(row.facts)) == ("commitments", "The mentor was ill; others helped.", 2)

    def test_r12_a_fact_that_changed_meanwhile_is_shown_again(self, who: People) -> None:
        plan = ending.measured(who)
        ending.propose_as(plan, who, Result.NOT_MET)
        shown = deciding.decision(plan)
        deliveries.deliver(plan, who)
        with pytest.raises(NotWhatWasShown):
            ending.decide_as(plan, who, **world.proven(plan, who.cleo, Step.DECISION, shown))

    def test_the_page_asks_for_each_reason_and_signs_in_two_presses(self, who: People) -> None:
        plan = ending.measured(who)
        ending.propose_as(plan, who, Result.NOT_MET)
        cleo, address = signed_in(who.cleo), page(plan, "outcome/decide/")
        shown = text(cleo.get(address))
        for said in ("Needs your reason", "Two hours a week", "Every checkpoint was held.", "The coaching helped."):
            assert said in shown
        form = {"digest": deciding.decision(plan), "password": PASSWORD}
        assert press_twice(cleo, address, form).status_code == 422
        assert press_twice(cleo, address, {**form, "commitments": "Others helped."}).status_code == 302
        sign_off = SignOff.objects.get(step=Step.DECISION)
        assert (sign_off.user, sign_off.part, sign_off.number) == (who.cleo, "hr_partner", 1)


class TestExtension:
    def test_r19_it_is_decided_written_as_a_change_and_reviewed_again(self, who: People) -> None:
        plan = ending.to_be_extended(who)
        with pytest.raises(WrongMoment):
            reviews.decide_outcome(
                plan, reasons=deciding.SOFT, **world.proven(plan, who.cleo, Step.DECISION, deciding.decision(plan))
            )
        ending.decide_as(plan, who)
        assert (plan.status, standing_outcome(plan), result_of(plan)) == (PlanStatus.ACTIVE, None, None)
        assert turn(plan) == ("manager", "plans.begin_amendment")
        with pytest.raises(WrongMoment):
            reviews.open_final_review(plan, by=actor(who.ada))
        amending.in_force(plan, who, kind="extension", edit=amending.longer)
        with travel(20):
            ending.propose_as(plan, who, Result.MET)
            ending.decide_as(plan, who)
        assert [(row.number, row.result) for row in plan.outcomes.all()] == [(1, "extended"), (2, "met")]
        assert list(plan.final_reviews.values_list("number", flat=True)) == [1, 2]
        assert result_of(plan) == Result.MET


ANSWERS = [
    (Answer.AGREED, "", AnswerState.SIGNED),
    (Answer.DISAGREED, "I see it otherwise.", AnswerState.SIGNED),
    (Answer.RECEIVED, "", AnswerState.SIGNED),
    ("refused", "I do not sign this.", AnswerState.REFUSED),
    ("", "", AnswerState.WAITING),
]


class TestAnswers:
    @pytest.mark.parametrize(("said", "words", "state"), ANSWERS)
    def test_r11_the_five_answers(self, who: People, said: str, words: str, state: AnswerState) -> None:
        plan = ending.ended_as(who, Result.NOT_MET)
        if said == "refused":
            reviews.refuse_outcome(plan, by=actor(who.ben), digest=world.outcome_digest(plan), words=words)
        elif said:
            world.sign_outcome(plan, who, said, words)
        outcome = standing_outcome(plan)
        assert outcome
        answered = answered_of(outcome, plan.sign_offs.all(), today_of(plan.case))
        assert answered.state == state
        late = answered_of(outcome, plan.sign_offs.all(), answered.answer_by + timedelta(days=1))
        assert late.state == (AnswerState.NO_ANSWER if state == AnswerState.WAITING else state)

    def test_a_refusal_keeps_nobody_from_signing_later(self, who: People) -> None:
        plan = ending.ended_as(who, Result.NOT_MET)
        ben = signed_in(who.ben)
        form = {"digest": world.outcome_digest(plan), "words": "Not like this."}
        assert ben.post(page(plan, "outcome/refuse/"), form).status_code == 302
        assert ben.post(page(plan, "outcome/refuse/"), form).status_code == 409
        world.sign_outcome(plan, who, Answer.DISAGREED, "I see it otherwise.")
        assert "I see it otherwise." in text(ben.get(page(plan, "")))


def test_hard_blocks_come_first_in_the_list(who: People) -> None:
    plan = ending.measured(who)
    ending.propose_as(plan, who, Result.NOT_MET)
    outcome = plan.outcomes.get()
    found = checklist_of(plan, outcome)
    assert [check.is_hard for check in found] == [True] * 3 + [False] * 3
    assert unmet(found, hard=True) == []
