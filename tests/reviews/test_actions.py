"""Receipt, checkpoints, outcome: what is signed and recorded stays, and nothing comes before its time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from cases.refusals import NotYourPart, WrongMoment
from cases.signing import NotWhatWasShown
from cases.states import Part
from plans import actions as plans
from plans.models import Item, Plan, SignOff
from plans.states import RECEIPTS, Answer, PlanStatus, Step
from plans.wording import VERSION, wording
from reviews import actions
from reviews.models import Checkpoint, Outcome
from reviews.states import CheckpointStatus, Judgement, Result
from tests import amending, deciding
from tests.ending import rows
from tests.world import (
    CHECKPOINTS,
    END,
    START,
    People,
    actor,
    approve,
    decide,
    hold,
    issue,
    item,
    measured,
    plan_in,
    propose,
    proven,
    write,
)

pytestmark = pytest.mark.django_db
NOON = time(12)


@pytest.fixture
def halfway() -> Iterator[None]:
    """Some days before the plan ends."""
    with time_machine.travel(datetime.combine(END - timedelta(days=10), NOON, UTC), tick=True):
        yield


def sign(plan: Plan, who: People, **changes: Any) -> SignOff:
    words = {"answer": Answer.RECEIVED, "comment": "", **proven(plan, who.ben, Step.RECEIPT, changes.get("digest"))}
    return actions.sign_receipt(plan, **{**words, **changes})


class TestReceipt:
    def test_r11_signing_means_receipt_and_the_stored_text_says_so(self, who: People) -> None:
        signed = sign(plan_in(PlanStatus.ISSUED, who), who)
        assert "does not mean that I agree" in signed.wording
        assert signed.wording == wording(Step.RECEIPT, Part.SUBJECT)
        assert signed.wording_version == VERSION

    def test_the_wording_is_stored_in_the_language_it_was_shown_in(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        with translation.override("zh-hans"):
            assert sign(plan, who).wording == wording(Step.RECEIPT, Part.SUBJECT)

    @pytest.mark.parametrize("answer", RECEIPTS)
    def test_every_answer_lets_the_plan_run(self, who: People, answer: Answer) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        sign(plan, who, answer=answer, comment="I see it otherwise.")
        assert plan.status == PlanStatus.ACTIVE
        assert [row.due_on for row in plan.checkpoints.all()] == list(CHECKPOINTS)

    @pytest.mark.parametrize("digest", ["", "0" * 64, "not hexadecimal"])
    def test_r12_another_digest_than_the_shown_one_is_refused(self, who: People, digest: str) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        with pytest.raises(NotWhatWasShown):
            sign(plan, who, digest=digest)
        assert Plan.objects.get(pk=plan.pk).status == PlanStatus.ISSUED

    def test_r12_the_digest_of_an_earlier_version_is_refused(self, who: People) -> None:
        plan = plan_in(PlanStatus.RETURNED, who)
        shown = plans.newest_version(plan).digest
        write(plan, who, items=[item(area="Rework")])
        plans.submit_plan(plan, by=actor(who.ada))
        approve(plan, who)
        issue(plan, who)
        with pytest.raises(NotWhatWasShown):
            sign(plan, who, digest=shown)

    def test_r17_what_is_known_of_the_signing_is_stored(self, who: People) -> None:
        signed = sign(plan_in(PlanStatus.ISSUED, who), who)
        known = (signed.address, signed.user_agent, signed.session, signed.time_zone)
        assert known == ("192.0.2.7", "Test/1.0", "0123456789abcdef", "UTC")

    def test_r16_nobody_signs_for_another(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        for user in (who.ada, who.cleo, who.dora):
            with pytest.raises(NotYourPart):
                actions.sign_receipt(plan, answer="agreed", comment="", **proven(plan, user, Step.RECEIPT))

    def test_disagreement_says_why_also_for_the_database(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        with pytest.raises(ValidationError, match="Say what you disagree with"):
            sign(plan, who, answer=Answer.DISAGREED)
        signed = sign(plan, who)
        signed.pk, signed.step, signed.answer = None, Step.OUTCOME, Answer.DISAGREED
        with pytest.raises(IntegrityError, match="disagreement_says_why"), transaction.atomic():
            signed.save(force_insert=True)


def record(checkpoint: Checkpoint, who: People, **changes: Any) -> None:
    words = {
        "held_on": checkpoint.due_on,
        "note": "Good.",
        "next_steps": "Go on.",
        "measured": measured(checkpoint.plan),
    }
    actions.hold_checkpoint(checkpoint, by=actor(who.ada), **{**words, **changes})


@pytest.mark.usefixtures("after_the_plan")
class TestCheckpoints:
    def test_r20_a_recorded_checkpoint_is_locked(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
        with pytest.raises(WrongMoment):
            hold(plan, who, 1, "9.00")
        assert plan.checkpoints.get(number=1).progress.get().value == Decimal("4.00")

    def test_r20_the_employees_note_is_said_once(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
        held = plan.checkpoints.get(number=1)
        actions.add_employee_note(held, by=actor(who.ben), note="As I saw it.")
        with pytest.raises(WrongMoment) as refusal:
            actions.add_employee_note(held, by=actor(who.ben), note="Otherwise.")
        assert "there already" in str(refusal.value.reasons[0])
        assert plan.checkpoints.get(number=1).employee_note == "As I saw it."

    def test_an_empty_note_is_none(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
        with pytest.raises(ValidationError):
            actions.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="")

    @pytest.mark.parametrize(
        ("held_on", "words"),
        [(END + timedelta(days=30), "lies ahead"), (START - timedelta(days=1), "before the start")],
    )
    def test_it_is_held_while_the_plan_runs_and_not_in_the_future(self, who: People, held_on: date, words: str) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        with pytest.raises(ValidationError, match=words):
            record(plan.checkpoints.get(number=1), who, held_on=held_on)
        assert plan.checkpoints.get(number=1).status == CheckpointStatus.PLANNED

    def test_r26_it_is_held_on_the_day_of_the_first_issue_or_later(self, who: People) -> None:
        """Where the case is: half an hour before midnight in Greenwich, the next day has begun in Berlin."""
        with time_machine.travel(datetime(2026, 3, 10, 23, 30, tzinfo=UTC)):
            plan = plan_in(PlanStatus.ISSUED, who)
        sign(plan, who)
        first = plan.checkpoints.get(number=1)
        with pytest.raises(ValidationError, match="not issued yet on this day") as refusal:
            record(first, who, held_on=date(2026, 3, 10))
        assert list(refusal.value.message_dict) == ["held_on"]
        amending.in_force(plan, who)  # issued anew now: the first issue counts
        record(first, who, held_on=date(2026, 3, 11))
        assert plan.checkpoints.get(number=1).held_on == date(2026, 3, 11)

    @pytest.mark.parametrize("times", [0, 2])
    def test_every_item_is_measured_once(self, who: People, times: int) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
            record(plan.checkpoints.get(number=1), who, measured=measured(plan) * times)
        assert plan.checkpoints.get(number=1).status == CheckpointStatus.PLANNED

    def test_an_item_of_another_plan_is_refused(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        foreign = Item(plan=plan)
        row = actions.Measured(item=foreign, value=Decimal(1), judgement=Judgement.MET, evidence="x")
        with pytest.raises(ValidationError, match="Every item"):
            record(plan.checkpoints.get(number=1), who, measured=[row])

    def test_late_is_derived(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        record(plan.checkpoints.get(number=1), who, held_on=CHECKPOINTS[0] + timedelta(days=1))
        first, second = plan.checkpoints.all()
        assert (first.was_late, second.was_late) == (True, False)
        assert (first.is_overdue(END), second.is_overdue(END)) == (False, True)
        assert not second.is_overdue(CHECKPOINTS[1])


def suggest(plan: Plan, who: People, result: str = Result.NOT_MET, **changes: Any) -> Outcome:
    deciding.review(plan, actor(who.ada), actor(who.ben))
    words = {"result": result, "summary": "Not there.", "early_reason": "", "assessed": rows(plan, result, "5")}
    return actions.propose_outcome(plan, by=actor(who.ada), **{**words, **changes})


def running(who: People) -> Plan:
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    return plan


class TestOutcome:
    @pytest.mark.parametrize("result", [Result.NOT_MET, Result.PARTIALLY_MET])
    def test_r26_no_failure_before_the_end(self, who: People, halfway: None, result: Result) -> None:
        plan = running(who)
        with pytest.raises(ValidationError, match="only an early success"):
            suggest(plan, who, result=result, early_reason="It is clear.")
        assert plan.outcomes.count() == 0

    def test_r26_an_early_success_needs_a_reason(self, who: People, halfway: None) -> None:
        plan = running(who)
        with pytest.raises(ValidationError, match="say why"):
            suggest(plan, who, result=Result.MET)
        assert suggest(plan, who, result=Result.MET, early_reason="Three weeks below target.").number == 1

    def test_r26_the_end_date_is_a_day_of_the_case(self, who: People) -> None:
        """At 23:30 in Berlin it has not come; an hour later it has, in Berlin and not yet in London."""
        with time_machine.travel(datetime.combine(END - timedelta(days=1), time(21, 30), UTC), tick=False):
            plan = running(who)
            with pytest.raises(ValidationError):
                suggest(plan, who)
        with time_machine.travel(datetime.combine(END - timedelta(days=1), time(22, 30), UTC), tick=False):
            assert suggest(plan, who).result == Result.NOT_MET

    def test_r26_a_decision_carries_no_earlier_date_than_its_proposal(self, who: People, after_the_plan: None) -> None:
        plan = plan_in(PlanStatus.FINAL_REVIEW, who)
        outcome = plan.outcomes.get()
        outcome.decided_by, outcome.decided_at = who.cleo, outcome.proposed_at - timedelta(seconds=1)
        with pytest.raises(IntegrityError, match="outcome_decided_after_proposed"), transaction.atomic():
            outcome.save()

    def test_r27_no_outcome_without_anything_measured(self, who: People, after_the_plan: None) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        with pytest.raises(WrongMoment) as refusal:
            propose(plan, who)
        assert "at least one checkpoint" in str(refusal.value.reasons[0])

    def test_r27_every_item_is_assessed(self, who: People, after_the_plan: None) -> None:
        plan = running(who)
        with pytest.raises(ValidationError, match="Every item"):
            suggest(plan, who, assessed=[])
        assert plan.outcomes.count() == 0

    @pytest.mark.parametrize("changes", [{"evidence": ""}, {"result": "splendid"}])
    def test_r27_an_assessment_has_evidence(self, who: People, after_the_plan: None, changes: dict[str, Any]) -> None:
        plan = running(who)
        wrong = [actions.Assessed(**{**vars(row), **changes}) for row in rows(plan, Result.NOT_MET)]
        with pytest.raises(ValidationError):
            suggest(plan, who, assessed=wrong)

    def test_r27_the_decision_has_a_person_and_a_date(self, who: People, after_the_plan: None) -> None:
        outcome = plan_in(PlanStatus.DECIDED, who).outcomes.get()
        assert outcome.decided_by == who.cleo
        assert outcome.decided_at
        outcome.decided_by = None
        with pytest.raises(IntegrityError, match="outcome_decided_after_proposed"), transaction.atomic():
            outcome.save()

    def test_whoever_proposed_does_not_decide_also_for_the_database(self, who: People, after_the_plan: None) -> None:
        outcome = plan_in(PlanStatus.DECIDED, who).outcomes.get()
        outcome.decided_by = outcome.proposed_by
        with pytest.raises(IntegrityError, match="outcome_decided_by_somebody_else"), transaction.atomic():
            outcome.save()

    def test_r28_not_met_dismisses_nobody(self, who: People, after_the_plan: None) -> None:
        plan = running(who)
        suggest(plan, who)
        decide(plan, who)
        who.ben.refresh_from_db()
        assert who.ben.is_active
        assert (plan.status, plan.outcomes.get().result) == (PlanStatus.DECIDED, Result.NOT_MET)

    def test_a_returned_proposal_stays_beside_the_next(self, who: People, after_the_plan: None) -> None:
        plan = running(who)
        suggest(plan, who)
        actions.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
        suggest(plan, who, summary="More.")
        decide(plan, who)
        assert list(plan.outcomes.values_list("number", "decided_by")) == [(1, None), (2, who.cleo.pk)]
