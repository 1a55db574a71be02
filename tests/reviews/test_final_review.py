"""The final review: the employee sums up first; nothing is dated before what it rests on (R26, R27)."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import CaseFile
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.drafting import draft_of
from reviews.ended import result_of
from reviews.final_review import current_review
from reviews.models import FinalReview, Outcome, OutcomeRefusal
from reviews.states import Result
from tests import amending, deciding, ending
from tests.pages import signed_in, text
from tests.world import END, People, actor, hold, plan_in

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
        for said in ("You saved this in another window meanwhile.", 'name="revision" value="1"'):
            assert said in text(second)
        assert "This field is required" not in text(second)
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
        assert outcome.decided_at
        early = outcome.decided_at - timedelta(seconds=1)
        refusal = OutcomeRefusal(outcome=outcome, by=who.ben, at=early)
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
