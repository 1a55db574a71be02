"""The final review: the employee sums up first, and what HR decides rests on facts that it is shown (R26, R27)."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import CaseFile
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.signing import NotWhatWasShown
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan, SignOff
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from reviews.answers import answered_of
from reviews.checklist import checklist_of, unanswered, unmet
from reviews.drafting import draft_of
from reviews.ended import result_of, standing_outcome
from reviews.final_review import current_review
from reviews.models import FinalReview, Outcome, Override
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


class TestSummary:
    def test_r27_nothing_is_proposed_before_a_final_review(self, who: People) -> None:
        plan = ending.measured(who)
        assert turn(plan) == ("manager", "reviews.open_final_review")
        with pytest.raises(WrongMoment, match="wrong moment") as refusal:
            ending.ENDING["reviews.propose_outcome"](plan, by=actor(who.ada))
        assert "Open the final review first" in str(refusal.value.reasons[0])

    def test_the_employee_is_waited_for_until_the_window_is_over(self, who: People) -> None:
        plan = ending.reviewed(who)
        for days, is_over in ((0, False), (WINDOW - 1, False), (WINDOW, True)):
            with travel(days):
                try:
                    with transaction.atomic():
                        ending.ENDING["reviews.propose_outcome"](plan, by=actor(who.ada))
                        transaction.set_rollback(True)
                    done = True
                except WrongMoment:
                    done = False
                assert done == is_over, days

    def test_r14_silence_is_no_agreement_and_is_shown_as_silence(self, who: People) -> None:
        plan = ending.reviewed(who)
        with travel(WINDOW):
            ending.ENDING["reviews.propose_outcome"](plan, by=actor(who.ada))
            shown = text(signed_in(who.cleo).get(page(plan, "outcome/decide/")))
        assert "has not answered. Silence is no agreement." in shown

    def test_whoever_has_summed_up_is_waited_for_no_longer(self, who: People) -> None:
        plan = ending.summed_up(who)
        ending.ENDING["reviews.propose_outcome"](plan, by=actor(who.ada))
        assert plan.status == PlanStatus.FINAL_REVIEW

    def test_it_is_written_once_and_stays_beside_the_next_proposal(self, who: People) -> None:
        plan = ending.summed_up(who)
        with pytest.raises(WrongMoment):
            deciding.sum_up(plan, by=actor(who.ben))
        ending.propose_as(plan, who, Result.NOT_MET)
        reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
        review = current_review(plan)
        assert review
        assert review.summary.words == "The coaching helped."

    def test_an_item_of_another_plan_is_not_found(self, who: People) -> None:
        plan = ending.reviewed(who)
        item = plan.items.get()
        item.pk = type(item)().pk
        with pytest.raises(NotVisible):
            reviews.summarise_plan(plan, by=actor(who.ben), words="", views=[reviews.OwnSummary(item=item, words="x")])

    @pytest.mark.parametrize(
        ("sent", "status"),
        [({}, 422), ({"nothing": "on"}, 302), ({"words": "It went well."}, 302), ({"item-1-words": "Better."}, 302)],
    )
    def test_the_page_takes_a_few_words_or_that_there_are_none(
        self, who: People, sent: dict[str, str], status: int
    ) -> None:
        plan = ending.reviewed(who)
        assert signed_in(who.ben).post(page(plan, "final-review/summary/"), sent).status_code == status
        assert FinalReview.objects.filter(summary__isnull=False).exists() == (status == 302)

    def test_the_employee_is_asked_on_their_own_page(self, who: People) -> None:
        plan = ending.reviewed(who)
        client = signed_in(who.ben)
        assert "Sum up in your own words" in text(client.get("/"))
        deciding.sum_up(plan, by=actor(who.ben))
        assert "Sum up in your own words" not in text(client.get("/"))


class TestDraft:
    def test_it_is_kept_as_typed_and_read_by_its_manager_alone(self, who: People) -> None:
        plan = ending.reviewed(who)
        ada = signed_in(who.ada)
        sent = {"save": "1", "revision": "0", "summary": "Half a thought", "item-1-value": "abc", "result": ""}
        assert ada.post(page(plan, "outcome/propose/"), sent).status_code == 302
        shown = text(ada.get(page(plan, "outcome/propose/")))
        assert "Half a thought" in shown
        assert "abc" in shown
        for user in (who.ben, who.cleo, who.emil):
            assert "Half a thought" not in text(signed_in(user).get(page(plan, "")))

    def test_two_windows_do_not_overwrite_each_other(self, who: People) -> None:
        plan = ending.reviewed(who)
        ada = signed_in(who.ada)
        sent = {"save": "1", "revision": "0", "summary": "First window"}
        assert ada.post(page(plan, "outcome/propose/"), sent).status_code == 302
        second = ada.post(page(plan, "outcome/propose/"), {**sent, "summary": "Second window"})
        assert (second.status_code, "Second window" in text(second)) == (422, True)
        assert draft_of(plan).content["summary"] == "First window"
        again = ada.post(page(plan, "outcome/propose/"), {**sent, "revision": "1", "summary": "Second window"})
        assert (again.status_code, draft_of(plan).content["summary"]) == (302, "Second window")

    def test_it_is_no_event(self, who: People) -> None:
        plan = ending.reviewed(who)
        before = plan.case.events.count()
        reviews.save_assessment(plan, by=actor(who.ada), content={"summary": "x"}, revision=0)
        assert plan.case.events.count() == before


WHOLE: list[tuple[str, str, list[str]]] = [  # item by item, the whole, and the fields that are refused
    (Result.MET, Result.MET, []),
    (Result.MET, Result.PARTIALLY_MET, ["result"]),
    (Result.PARTIALLY_MET, Result.MET, ["result"]),
    (Result.NOT_MET, Result.PARTIALLY_MET, ["result"]),
    (Result.NOT_MET, Result.NOT_MET, []),
    (Result.NOT_MET, Result.EXTENDED, []),
]


def refused_in(plan: Plan, who: People, whole: str, of_item: str) -> list[str]:
    """Try the proposal and undo it; the fields that it was refused for."""
    with transaction.atomic():
        try:
            ending.propose_as(plan, who, whole, assessed=ending.rows(plan, of_item))
        except ValidationError as error:
            return list(error.message_dict)
        transaction.set_rollback(True)
    plan.refresh_from_db()
    return []


class TestProposal:
    def test_the_whole_is_between_its_best_and_its_worst_item(self, who: People) -> None:
        plan = ending.summed_up(who)
        assert [refused_in(plan, who, whole, of_item) for of_item, whole, _fields in WHOLE] == [
            fields for _of_item, _whole, fields in WHOLE
        ]

    @pytest.mark.parametrize(
        ("result", "missing"),
        [(Result.MET, "improved"), (Result.PARTIALLY_MET, "why_not"), (Result.NOT_MET, "why_not")],
    )
    def test_r27_what_improved_is_said_and_why_the_rest_did_not(self, who: People, result: str, missing: str) -> None:
        plan = ending.summed_up(who)
        rows = [reviews.Assessed(**{**vars(row), missing: ""}) for row in ending.rows(plan, result)]
        with pytest.raises(ValidationError) as refusal:
            ending.propose_as(plan, who, result, assessed=rows)
        assert list(refusal.value.message_dict) == [missing]

    def test_the_rules_say_how_often_a_plan_is_extended(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        amending.in_force(plan, who, kind="extension", edit=amending.longer)
        with travel(20):
            hold(plan, who, 1)
            with pytest.raises(ValidationError, match="allow 1 extension"):
                ending.propose_as(plan, who, Result.EXTENDED)


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


class TestDates:
    """Nothing that follows carries an earlier date than what it rests on, whoever writes the row (R26)."""

    def outcome(self, plan: Plan, who: People, **changes: Any) -> Outcome:
        review = current_review(plan)
        assert review
        fields: dict[str, Any] = {"review": review, "version": review.version, "result": Result.NOT_MET, "number": 9}
        said = {"summary": "x", "proposed_by": who.ada, "proposed_at": review.opened_at + timedelta(minutes=1)}
        return Outcome(plan=plan, **{**fields, **said, **changes})

    @pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(days=3)])
    def test_r26_no_outcome_before_what_was_measured(self, who: People, back: timedelta) -> None:
        plan = ending.reviewed(who)
        outcome = self.outcome(plan, who)
        outcome.proposed_at -= back
        with pytest.raises(IntegrityError, match="outcome_after_what_was_measured"), transaction.atomic():
            outcome.save()

    def test_r26_no_decision_before_the_end_but_of_an_early_success(self, who: People) -> None:
        with time_machine.travel(datetime.combine(END - timedelta(days=4), time(9), UTC), tick=True):
            plan = ending.reviewed(who)
            at = self.outcome(plan, who).proposed_at
            decided: dict[str, Any] = {"decided_by": who.cleo, "decided_at": at + timedelta(minutes=1)}
            with pytest.raises(IntegrityError, match="outcome_after_the_end"), transaction.atomic():
                self.outcome(plan, who, **decided).save()
            early = {"result": Result.MET, "early_reason": "Three weeks below target."}
            self.outcome(plan, who, **decided, **early).full_clean()

    def test_r26_nobody_refuses_an_outcome_before_it_was_decided(self, who: People) -> None:
        plan = ending.ended_as(who, Result.NOT_MET)
        outcome = plan.outcomes.get()
        refusal = outcome._meta.get_field("refusal").related_model(outcome=outcome, by=who.ben)
        assert outcome.decided_at
        refusal.at = outcome.decided_at - timedelta(seconds=1)
        with pytest.raises(IntegrityError, match="refusal_after_decision"), transaction.atomic():
            refusal.save()


class TestLeaving:
    def test_the_plan_ends_with_the_employment_and_judges_nobody(self, who: People) -> None:
        plan = ending.measured(who)
        cleo = signed_in(who.cleo)
        day = today_of(plan.case)
        assert cleo.post(page(plan, "plan/left/"), {"left_on": day + timedelta(days=1)}).status_code == 422
        assert cleo.post(page(plan, "plan/left/"), {"left_on": day}).status_code == 302
        plan.refresh_from_db()
        assert (plan.status, result_of(plan), plan.outcomes.count()) == (PlanStatus.LEFT, Result.LEFT, 0)
        assert "The work was not judged." in text(cleo.get(page(plan, "")))

    def test_a_cancelled_plan_says_so_in_the_same_vocabulary(self, who: People) -> None:
        plan = ending.measured(who)
        plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved to another post.")
        assert result_of(plan) == Result.CANCELLED

    def test_r16_nobody_else_records_it(self, who: People) -> None:
        plan = ending.measured(who)
        with pytest.raises(NotYourPart):
            plans.record_leaving(plan, by=actor(who.ada), left_on=today_of(plan.case))


def test_r27_the_rubric_and_the_figures_have_their_trend_in_words(who: People) -> None:
    plan = ending.summed_up(who)
    shown = text(signed_in(who.ada).get(page(plan, "outcome/propose/")))
    assert "From 6 % to 3 %, measured 2 times. Nearer to the target than at the beginning." in shown
    assert Decimal(3) in [row.value for row in plan.checkpoints.get(number=2).progress.all()]


def test_hard_blocks_come_first_in_the_list(who: People) -> None:
    plan = ending.measured(who)
    ending.propose_as(plan, who, Result.NOT_MET)
    outcome = plan.outcomes.get()
    found = checklist_of(plan, outcome)
    assert [check.is_hard for check in found] == [True] * 3 + [False] * 3
    assert unmet(found, hard=True) == []
