"""What was promised: where each stands, who says what of it, and that undelivered things are seen."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.errands import errands_of
from cases.models import CaseEvent, Notice, StoredFile
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from people.models import User
from plans.draft import Draft
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import Delivery
from reviews.promised import promises_for, since_last
from reviews.promises import Kept, Promise, promises_in
from reviews.states import PromiseState
from tests import amending, deciding
from tests.deliveries import commitment_of, confirm, deliver, deliver_twice, dispute, support_of
from tests.handing_over import delegate
from tests.pages import signed_in, text
from tests.receipts import slip
from tests.world import END, START, People, actor, decide, hold, issued_on, plan_in, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
DAY = timedelta(days=1)


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def promises(plan: Plan, user: User) -> list[Promise]:
    return promises_for(Seat(plan.case, user), Plan.objects.get(pk=plan.pk))


def states(plan: Plan, who: People) -> list[str]:
    """Of the commitment, then of the support."""
    return [row.state for row in promises(plan, who.ben)]


def other_help(draft: Draft) -> None:
    """Another support measure in place of the one that was agreed."""
    (before,) = draft.items[0].support
    draft.items[0].support = [before.model_copy(update={"id": uuid.uuid4(), "content": "A course"})]


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


class TestStates:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (START - 8 * DAY, PromiseState.OPEN),
            (START - 7 * DAY, PromiseState.DUE_SOON),
            (START, PromiseState.DUE_SOON),
            (START + DAY, PromiseState.OVERDUE),
        ],
    )
    def test_before_anything_came_its_day_says(self, plan: Plan, today: date, expected: str) -> None:
        content = plan.versions.get().data
        commitment, support = promises_in(content, [], today)
        assert (commitment.state, support.state) == (expected, PromiseState.OPEN)
        assert (commitment.due_on, support.due_on) == (START, END)

    def test_then_the_newest_delivery_says(self, who: People, plan: Plan) -> None:
        seen = [states(plan, who)[0]]
        for step in (deliver, dispute, deliver, confirm):
            step(plan, who)
            seen.append(states(plan, who)[0])
        assert seen == ["overdue", "delivered", "disputed", "delivered", "confirmed"]
        assert list(plan.deliveries.values_list("number", flat=True)) == [1, 2]

    def test_what_came_after_its_day_is_late_and_what_is_disputed_did_not_come(self, who: People, plan: Plan) -> None:
        deliver(plan, who, delivered_on=START + DAY)
        kept = Kept(promises(plan, who.ada))
        assert (kept.all, kept.delivered, kept.late, kept.confirmed) == (2, 1, 1, 0)
        dispute(plan, who)
        kept = Kept(promises(plan, who.ada))
        assert (kept.delivered, kept.late, kept.disputed, len(kept.failing)) == (0, 0, 1, 2)

    def test_a_changed_day_is_asked_of_the_same_commitment(self, who: People, plan: Plan) -> None:
        deliver(plan, who)

        def later(draft: Draft) -> None:
            draft.items[0].commitments[0].needed_by = END

        amending.in_force(plan, who, edit=later)
        found = promises(plan, who.ben)[0]
        assert (found.due_on, found.state, len(found.deliveries)) == (END, PromiseState.DELIVERED, 1)


class TestActs:
    def test_it_is_recorded_answered_and_told(self, who: People, plan: Plan) -> None:
        Notice.objects.all().delete()
        row = deliver(plan, who, evidence=[slip()])
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        told = {"delivery": str(row.pk), "kind": "commitment", "promised": str(commitment_of(plan)), "number": 1}
        assert event.data["facts"].items() >= {**told, "delivered_on": str(row.delivered_on)}.items()
        assert [file["id"] for file in event.data["facts"]["files"]] == [str(StoredFile.objects.get().pk)]
        assert [notice.recipient for notice in Notice.objects.all()] == [who.ben]
        said = confirm(plan, who)
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert event.data["facts"] == {"answered": str(said.pk), "delivery": str(row.pk), "answer": "confirmed"}
        assert Notice.objects.get(kind="reviews.confirm_delivery").recipient == who.ada

    def test_hr_may_record_it_and_learns_of_a_dispute(self, who: People, plan: Plan) -> None:
        Notice.objects.all().delete()
        row = deliver(plan, who, by=actor(who.cleo), promised=support_of(plan))
        assert (row.part, row.support_id, row.commitment_id) == ("hr_partner", support_of(plan), None)
        assert {notice.recipient for notice in Notice.objects.all()} == {who.ada, who.ben}
        dispute(plan, who)
        told = Notice.objects.filter(kind="reviews.confirm_delivery")
        assert {notice.recipient for notice in told} == {who.ada, who.cleo}

    def test_it_is_delivered_again_only_after_a_dispute(self, who: People, plan: Plan) -> None:
        deliver(plan, who)
        with pytest.raises(WrongMoment):
            deliver(plan, who)
        dispute(plan, who)
        deliver(plan, who)
        confirm(plan, who)
        with pytest.raises(WrongMoment):
            deliver(plan, who)
        assert Delivery.objects.count() == 2

    def test_an_answer_is_given_once_by_the_employee_alone(self, who: People, plan: Plan) -> None:
        row = deliver(plan, who)
        for user in (who.ada, who.cleo, who.emil):
            with pytest.raises(NotYourPart):
                reviews.confirm_delivery(plan, by=actor(user), delivery=row, answer="confirmed")
        with pytest.raises(ValidationError, match="did not come"):
            dispute(plan, who, words="")
        with pytest.raises(ValidationError):
            confirm(plan, who, "x")
        confirm(plan, who)
        with pytest.raises(WrongMoment):
            dispute(plan, who)

    @pytest.mark.parametrize("days", [-4, 1])
    def test_no_day_before_the_issue_or_ahead(self, who: People, plan: Plan, days: int) -> None:
        day = issued_on(plan) if days < 0 else reviews.today_of(plan.case)
        with pytest.raises(ValidationError, match="issued yet" if days < 0 else "lies ahead"):
            deliver(plan, who, delivered_on=day + timedelta(days=days))
        with pytest.raises(ValidationError):
            deliver(plan, who, words="")
        assert not Delivery.objects.exists()

    def test_what_the_version_in_force_does_not_promise_is_not_found(self, who: People, plan: Plan) -> None:
        with pytest.raises(NotVisible):
            deliver(plan, who, promised=uuid.uuid4())
        deliver(plan, who)
        gone = support_of(plan)
        amending.in_force(plan, who, edit=other_help)
        with pytest.raises(NotVisible):
            deliver(plan, who, promised=gone)

    def test_the_employee_answers_what_the_plan_has_no_more(self, who: People, plan: Plan) -> None:
        row = deliver(plan, who, promised=support_of(plan))
        amending.in_force(plan, who, edit=other_help)
        address = page(plan, f"deliveries/{row.pk}/")
        assert "One-to-one at the bench" in text(signed_in(who.ben).get(address))
        assert signed_in(who.ben).post(address, {"answer": "confirmed"}).status_code == 302

    def test_it_is_recorded_until_the_outcome_is_decided_and_answered_after_it(self, who: People, plan: Plan) -> None:
        hold(plan, who)
        propose(plan, who)
        deliver(plan, who)
        decide(plan, who)
        with pytest.raises(WrongMoment):
            deliver(plan, who, promised=support_of(plan))
        dispute(plan, who)

    def test_a_deputy_records_it_under_their_own_name(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        row = deliver(plan, who, by=actor(who.fay))
        assert (row.by, row.part) == (who.fay, "manager")


class TestErrands:
    def asked(self, user: User) -> list[str]:
        return [f"{task.label} {task.url.partition('#')[2]}" for task in errands_of(user)]

    def test_the_manager_sees_to_it_and_the_employee_confirms_it(self, who: People, plan: Plan) -> None:
        assert self.asked(who.ada) == ["See to 1 commitment that is due help"]
        assert errands_of(who.ada)[0].due_on == START
        assert self.asked(who.ben) == []
        deliver(plan, who)
        assert (self.asked(who.ada), self.asked(who.ben)) == ([], ["Say whether 1 delivery came help"])
        dispute(plan, who)
        assert (len(self.asked(who.ada)), self.asked(who.ben)) == (1, [])
        deliver(plan, who)
        confirm(plan, who)
        assert (self.asked(who.ada), self.asked(who.ben), self.asked(who.cleo)) == ([], [], [])

    def test_nobody_is_asked_early_or_while_the_plan_is_paused(self, who: People) -> None:
        with time_machine.travel(timezone.now() - timedelta(days=75), tick=True):
            plan_in(PlanStatus.ACTIVE, who)
            assert self.asked(who.ada) == []

    def test_a_deputy_is_asked_and_nobody_else(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        assert len(self.asked(who.fay)) == 1
        amending.pause(plan, who, reviews.today_of(plan.case))
        assert [self.asked(user) for user in (who.ada, who.fay, who.gus, who.hal)] == [[]] * 4


class TestPages:
    def test_it_is_delivered_and_disputed_on_pages(self, who: People, plan: Plan) -> None:
        ada, ben = signed_in(who.ada), signed_in(who.ben)
        address = page(plan, f"promised/{commitment_of(plan)}/")
        assert "Two hours a week" in text(ada.get(address))
        fields: dict[str, Any] = {"delivered_on": issued_on(plan), "words": "Each Monday.", "evidence": []}
        assert ada.post(address, fields)["Location"].endswith("#help")
        again = ada.post(address, fields)
        assert again.status_code == 409
        assert "recorded already" in text(again)
        assert "Each Monday." in text(again)
        answering = page(plan, f"deliveries/{Delivery.objects.get().pk}/")
        assert "Each Monday." in text(ben.get(answering))
        refused = ben.post(answering, {"answer": "disputed"})
        assert (refused.status_code, "did not come, or not as" in text(refused)) == (422, True)
        assert ben.post(answering, {"answer": "disputed", "words": "Nobody came."}).status_code == 302
        assert "Nobody came." in text(ada.get(address))
        assert ben.get(answering).status_code == 409

    def test_a_wrong_day_keeps_the_words(self, who: People, plan: Plan) -> None:
        address = page(plan, f"promised/{commitment_of(plan)}/")
        answer = signed_in(who.ada).post(address, {"delivered_on": "2098-01-01", "words": "Each Monday."})
        assert (answer.status_code, "lies ahead" in text(answer), "Each Monday." in text(answer)) == (422, True, True)

    def test_everybody_in_the_case_sees_where_it_stands(self, who: People, plan: Plan) -> None:
        row = deliver(plan, who, evidence=[slip()])
        for user in (who.ada, who.ben, who.cleo, who.dora, who.emil):
            client = signed_in(user)
            for rest in ("", "plan/"):
                shown = text(client.get(page(plan, rest)))
                for words in ("Delivered, not confirmed yet", "Each Monday with Gus.", "slip.txt"):
                    assert words in shown, (user.name, rest, words)
                assert ("Confirm or dispute" in shown) == (user == who.ben)
            assert client.get(page(plan, f"files/{row.files[0]}/")).status_code == 200

    def test_undelivered_things_are_warned_of_where_somebody_is_judged(self, who: People, plan: Plan) -> None:
        ada, warning = signed_in(who.ada), "2 things that were promised have not come."
        for rest in ("checkpoints/1/hold/", "outcome/propose/"):
            if rest.startswith("outcome"):
                hold(plan, who)
                deciding.review(plan, actor(who.ada), actor(who.ben))
            shown = text(ada.get(page(plan, rest)))
            assert warning in shown, rest
            assert "Two hours a week" in shown[shown.index(warning) :]
        propose(plan, who)
        shown = text(signed_in(who.cleo).get(page(plan, "outcome/decide/")))
        assert "Two hours a week" in shown[shown.index("What was promised and did not come") :]
        for promised in (commitment_of(plan), support_of(plan)):
            deliver(plan, who, promised=promised)
        assert "Everything that was promised came." in text(signed_in(who.cleo).get(page(plan, "outcome/decide/")))


class TestSinceLast:
    def told(self, plan: Plan, who: People, number: int) -> tuple[list[tuple[int, str]], int]:
        """What came, with the employee's word; and how much was still to come."""
        plan = Plan.objects.get(pk=plan.pk)
        checkpoint, seat = plan.checkpoints.get(number=number), Seat(plan.case, who.ben)
        since = since_last(seat, checkpoint, plan.versions.get().data["items"])
        words = [(row.delivered.row.number, getattr(row.delivered.answer, "answer", "")) for row in since.came]
        return words, len(since.undelivered)

    def test_each_checkpoint_tells_what_came_since_the_one_before(self, who: People, plan: Plan) -> None:
        deliver(plan, who)
        hold(plan, who, 1)
        dispute(plan, who)
        deliver(plan, who)
        confirm(plan, who)
        assert self.told(plan, who, 1) == ([(1, "")], 1)
        assert self.told(plan, who, 2) == ([(2, "confirmed")], 1)
        hold(plan, who, 2)
        deliver(plan, who, promised=support_of(plan))
        assert self.told(plan, who, 2) == ([(2, "confirmed")], 1)

    def test_the_page_of_a_checkpoint_says_it(self, who: People, plan: Plan) -> None:
        deliver_twice(plan, who)
        hold(plan, who, 1)
        shown = text(signed_in(who.ben).get(page(plan, "checkpoints/1/")))
        places = [shown.index(words) for words in ("Delivered since", "Each Monday with Gus.", "Still open")]
        assert places == sorted(places)
        later = text(signed_in(who.ben).get(page(plan, "checkpoints/2/")))
        assert "Nothing was recorded as delivered." in later
        assert "One-to-one at the bench" in later
