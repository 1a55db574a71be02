"""Minutes are locked when they are recorded, and both sides answer them with one of five answers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from cases.errands import errands_of
from cases.refusals import WrongMoment
from cases.seat import take_seat
from cases.signing import NotProven, NotWhatWasShown
from people.models import User
from plans import rulesets
from plans.models import Plan, SignOff
from plans.states import Answer, PlanStatus, Step
from records.actions import request_copy
from records.compose import compose
from reviews import actions
from reviews.attestation import attestations
from reviews.models import Checkpoint, Minutes, Progress
from reviews.queries import checkpoint_at, sides_for
from tests.meetings import minutes_digest, prepare, sign_minutes
from tests.pages import press_twice, signed_in, text
from tests.roles import tampering
from tests.world import END, PASSWORD, People, actor, hold, measured, plan_in, proof

pytestmark = pytest.mark.django_db
NOW = datetime.combine(END - timedelta(days=1), time(9), UTC)
WINDOW = rulesets.default().receipt.window_days


@pytest.fixture(autouse=True)
def before_the_end() -> Any:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def plan(who: People) -> Plan:
    """Running, with one checkpoint held just now."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    prepare(plan, who)
    record(plan, who)
    return plan


def record(plan: Plan, who: People, number: int = 1, **changes: Any) -> None:
    rows = [
        actions.Measured(**{**vars(row), "helped": "The sheet.", "agreed": "Use it daily."}) for row in measured(plan)
    ]
    meeting = actions.Meeting(attendees="Ben, Ada", companion="Lea of the union", encouragement="Three clean batches.")
    told = {"held_on": NOW.date(), "note": "Good.", "next_steps": "Go on.", "measured": rows, "meeting": meeting}
    checkpoint = Checkpoint.objects.get(plan=plan, number=number)
    actions.hold_checkpoint(checkpoint, by=actor(who.ada), **{**told, **changes})


def states(plan: Plan, user: User) -> list[str]:
    seat = take_seat(user, plan.case.reference)
    return [str(side.state) for side in sides_for(seat, checkpoint_at(seat, 1))]


def asked(user: User) -> list[tuple[str, date | None]]:
    return [(task.url, task.due_on) for task in errands_of(user) if "/sign/" in task.url]


def refuse(plan: Plan, who: People, words: str = "") -> None:
    digest = minutes_digest(plan)
    actions.refuse_minutes(Checkpoint.objects.get(plan=plan, number=1), by=actor(who.ben), digest=digest, words=words)


class TestRecorded:
    def test_what_the_figures_suggest_stands_beside_what_was_decided(self, who: People, plan: Plan) -> None:
        row = Progress.objects.get()
        assert (row.suggested, row.judgement) == ("at_risk", "on_track")  # 4 % a day before the end, on the way to 2 %
        page = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/checkpoints/1/"))
        assert "The figures suggest: At risk. The manager: On track." in page
        for said in ("Three clean batches.", "Lea of the union", "The sheet.", "Use it daily.", "I feel surer."):
            assert said in page

    def test_what_was_agreed_opens_the_next_agenda(self, who: People, plan: Plan) -> None:
        for user in (who.ada, who.ben):
            page = text(signed_in(user).get(f"/cases/{plan.case.reference}/checkpoints/2/"))
            for said in ("Agreed at checkpoint 1", "Go on.", "Use it daily.", "4 % · On track"):
                assert said in page

    def test_the_manager_is_led_on_to_sign(self, who: People, plan: Plan) -> None:
        form = {"held_on": NOW.date(), "manager_note": "x", "item-1-value": "4", "item-1-judgement": "at_risk"}
        client, address = signed_in(who.ada), f"/cases/{plan.case.reference}/checkpoints/2/hold/"
        refused = client.post(address, {**form, "encouragement": "My kind words"})
        assert refused.status_code == 422
        assert "My kind words" in text(refused)
        done = client.post(address, {**form, "item-1-evidence": "Log", "encouragement": "My kind words"})
        assert done.headers["Location"] == f"/cases/{plan.case.reference}/checkpoints/2/sign/"
        assert Minutes.objects.get(checkpoint__number=2).encouragement == "My kind words"

    def test_the_record_prints_all_of_it(self, who: People, plan: Plan) -> None:
        sign_minutes(plan, who.ben, answer=Answer.DISAGREED, comment="It was 5 %.")
        html = compose(request_copy(plan.case, by=actor(who.ben)))
        for said in (
            "Three clean batches.", "Lea of the union", "The sheet.", "Use it daily.", "I feel surer.", "It was 5 %.",
            "The sheet helps me.", minutes_digest(plan), "Minutes of checkpoint 1", "The figures suggest: At risk",
        ):  # fmt: skip
            assert said in html


class TestAnswers:
    def test_both_are_asked_until_they_have_signed(self, who: People, plan: Plan) -> None:
        page = f"/cases/{plan.case.reference}/checkpoints/1/sign/"
        for user in (who.ada, who.ben):
            assert asked(user) == [(page, NOW.date() + timedelta(days=WINDOW))]
            sign_minutes(plan, user)
            assert asked(user) == []
        assert states(plan, who.cleo) == ["signed", "signed"]
        assert [asked(user) for user in (who.cleo, who.dora, who.gus)] == [[], [], []]

    def test_who_refused_is_asked_no_more_and_may_still_sign(self, who: People, plan: Plan) -> None:
        refuse(plan, who, "It says nothing of the batch.")
        assert (states(plan, who.ben), asked(who.ben)) == (["waiting", "refused"], [])
        with pytest.raises(WrongMoment):
            refuse(plan, who)
        sign_minutes(plan, who.ben)
        assert states(plan, who.ben) == ["waiting", "signed"]
        with pytest.raises(WrongMoment):
            refuse(plan, who)

    def test_silence_is_no_answer_and_holds_nothing_up(self, who: People, plan: Plan) -> None:
        with time_machine.travel(NOW + timedelta(days=WINDOW), tick=True):
            assert states(plan, who.ben) == ["waiting", "waiting"]
        with time_machine.travel(NOW + timedelta(days=WINDOW + 1), tick=True):
            assert states(plan, who.ben) == ["no_answer", "no_answer"]
            assert asked(who.ben) == asked(who.ada) == []
            assert "This is no agreement" in text(
                signed_in(who.cleo).get(f"/cases/{plan.case.reference}/checkpoints/1/")
            )
            hold(plan, who, 2)
            sign_minutes(plan, who.ben)
            assert states(plan, who.ben) == ["no_answer", "signed"]

    @pytest.mark.parametrize("answer", [Answer.AGREED, Answer.DISAGREED, Answer.RECEIVED])
    def test_the_employee_answers_in_three_ways(self, who: People, plan: Plan, answer: Answer) -> None:
        sign_minutes(plan, who.ben, answer=answer, comment="It was 5 %." if answer == Answer.DISAGREED else "")
        row = SignOff.objects.get(step=Step.MINUTES)
        assert (row.answer, row.number, row.part, row.digest) == (answer, 1, "subject", minutes_digest(plan))

    def test_neither_answers_for_the_other(self, who: People, plan: Plan) -> None:
        """The manager's signature has no answer, and the employee's always one."""
        sign_minutes(plan, who.ada)
        assert states(plan, who.ben) == ["signed", "waiting"]
        assert SignOff.objects.get(step=Step.MINUTES).answer == Answer.SIGNED
        with pytest.raises(WrongMoment):
            sign_minutes(plan, who.ada)


class TestProof:
    def sign(self, plan: Plan, who: People, step: Step = Step.MINUTES, **changes: Any) -> None:
        digest = minutes_digest(plan)
        shown = {"digest": digest, "proof": proof(plan, who.ben, step, digest), "answer": Answer.AGREED, **changes}
        actions.sign_minutes(Checkpoint.objects.get(plan=plan, number=1), by=actor(who.ben), **shown)

    def test_a_proof_is_good_for_one_signature_on_these_minutes(self, who: People, plan: Plan) -> None:
        other = proof(plan, who.ben, Step.MINUTES, "0" * 64)
        for given in (other, proof(plan, who.ada, Step.MINUTES, minutes_digest(plan))):
            with pytest.raises(NotProven):
                self.sign(plan, who, proof=given)
        with pytest.raises(NotProven):
            self.sign(plan, who, step=Step.OUTCOME)
        with pytest.raises(NotWhatWasShown):
            self.sign(plan, who, digest="0" * 64)
        assert not SignOff.objects.filter(step=Step.MINUTES).exists()

    def test_both_presses_sign_once(self, who: People, plan: Plan) -> None:
        for user, said in ((who.ada, {}), (who.ben, {"answer": "agreed", "comment": ""})):
            form = {"digest": minutes_digest(plan), "password": PASSWORD, **said}
            client, address = signed_in(user), f"/cases/{plan.case.reference}/checkpoints/1/sign/"
            assert "What your signature means" in text(client.get(address))
            assert press_twice(client, address, form).status_code == 302
            assert press_twice(client, address, form).status_code == 409
        assert SignOff.objects.filter(step=Step.MINUTES).count() == 2

    def test_a_wrong_password_keeps_the_words(self, who: People, plan: Plan) -> None:
        form = {"digest": minutes_digest(plan), "password": "wrong", "answer": "disagreed", "comment": "My own words"}
        page = signed_in(who.ben).post(f"/cases/{plan.case.reference}/checkpoints/1/sign/", form)
        assert page.status_code == 422
        assert "My own words" in text(page)


class TestWhatIsBound:
    def test_what_comes_later_does_not_unsign(self, who: People, plan: Plan) -> None:
        sign_minutes(plan, who.ada)
        checkpoint = Checkpoint.objects.get(plan=plan, number=1)
        actions.add_employee_note(checkpoint, by=actor(who.ben), note="I saw it so.")
        actions.add_addendum(checkpoint, by=actor(who.ben), wrong="4 %", right="5 %")
        sign_minutes(plan, who.ben)
        assert self.standing(plan, who) == [True, True]

    def standing(self, plan: Plan, who: People) -> list[bool]:
        found = attestations(take_seat(who.cleo, plan.case.reference))
        return [row.stands for row in found if row.sign_off.step == Step.MINUTES]

    def test_the_page_of_a_signature_names_the_minutes(self, who: People, plan: Plan) -> None:
        row = sign_minutes(plan, who.ben)
        for user in (who.ada, who.ben, who.cleo, who.emil):
            page = text(signed_in(user).get(f"/cases/{plan.case.reference}/sign-offs/{row.pk}/"))
            assert "Minutes of checkpoint 1" in page
            assert "What was signed still stands" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.tampers
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reviews_minutes SET encouragement = encouragement || '.'",
        "UPDATE reviews_minutes SET companion = ''",
        "UPDATE reviews_progress SET helped = ''",
        "UPDATE reviews_progress SET suggested = 'met'",
        "UPDATE reviews_progress SET value = value + 1",
        "UPDATE reviews_checkpoint SET next_steps = 'x' WHERE status = 'held'",
        "UPDATE reviews_preparation SET general = 'x'",
        "UPDATE reviews_selfassessment SET words = 'x'",
    ],
)
def test_minutes_that_were_changed_stand_no_more_and_are_not_signed(who: People, plan: Plan, change: str) -> None:
    sign_minutes(plan, who.ada)
    with tampering() as hand:
        hand.execute(change.encode())
    assert TestWhatIsBound().standing(plan, who) == [False]
    with pytest.raises(NotWhatWasShown):
        sign_minutes(plan, who.ben)


@pytest.mark.tampers  # no event tells of it: what an earlier release wrote is put there by hand
def test_a_checkpoint_from_before_minutes_were_signed_stands_as_it_was(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    checkpoint = Checkpoint.objects.get(plan=plan, number=1)
    rows = {"status": "held", "held_on": NOW.date(), "submitted_at": NOW, "manager_note": "Long ago."}
    Checkpoint.objects.filter(pk=checkpoint.pk).update(**rows)  # as an earlier release left it
    page = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/checkpoints/1/"))
    assert "Long ago." in page
    assert "Signatures on these minutes" not in page
    with pytest.raises(WrongMoment):
        sign_minutes(plan, who.ben)
