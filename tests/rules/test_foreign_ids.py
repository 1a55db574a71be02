"""Ids of things one may not touch, put into addresses, forms and choice lists, find nothing."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from cases.actions import add_comment
from cases.models import CaseFile, Comment
from cases.refusals import NotVisible
from people.actions import add_user, deactivate, withdraw_role
from people.models import User
from people.states import Role
from plans.draft import DraftItem
from plans.forms.item import prefix_of
from plans.models import Plan
from plans.states import PlanStatus
from records.actions import request_copy
from reviews import actions as reviews
from reviews.models import Attestation, Delivery
from tests import evidencing, world
from tests.deliveries import confirm, deliver
from tests.handing_over import change_manager
from tests.learning import learning_of
from tests.pages import signed_in, text
from tests.receipts import record_refusal, serve
from tests.world import END, ITEM, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
MARK = "Xylophon"


@dataclass
class Two:
    """Ben's case and Lea's; Ada manages both, so that only the address tells them apart."""

    mine: Plan
    other: Plan

    def page(self, rest: str) -> str:
        return f"/cases/{self.mine.case.reference}/{rest}"


def other_world(who: People, lea: User) -> People:
    return People(**{**vars(who), "ben": lea})


@pytest.fixture
def two(who: People, monkeypatch: pytest.MonkeyPatch) -> Two:
    mine = plan_in(PlanStatus.ACTIVE, who)
    lea = add_user("lea@example.com", name="Lea", manager=who.ada)
    monkeypatch.setattr(world, "ITEM", {**ITEM, "area": MARK, "observed": MARK})
    return Two(mine, plan_in(PlanStatus.ACTIVE, other_world(who, lea)))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("topic", ["item", "checkpoint"])
@pytest.mark.parametrize("person", ["ada", "ben", "cleo"])
def test_a_topic_of_another_case(who: People, two: Two, topic: str, person: str, method: str) -> None:
    rows: Any = {"item": two.other.items, "checkpoint": two.other.checkpoints}[topic]
    client = signed_in(getattr(who, person))
    response = getattr(client, method)(two.page(f"comment/{topic}/{rows.first().pk}/"), {"text": "Here"})
    assert response.status_code == 404
    assert MARK not in text(response)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(("person", "step"), [("ben", "done"), ("ada", "confirm")])
def test_something_to_learn_from_of_another_case(who: People, two: Two, person: str, step: str) -> None:
    theirs = learning_of(two.other)
    client, address = signed_in(getattr(who, person)), two.page(f"learning/{theirs}/{step}/")
    for response in (client.get(address), client.post(address, {"answer": "confirmed"})):
        assert response.status_code == 404
        assert MARK not in text(response)


@pytest.mark.parametrize("person", ["ada", "ben", "cleo"])
def test_what_another_plan_promises_and_what_came_of_it(who: People, two: Two, person: str) -> None:
    row = deliver(two.other, who, words=MARK)
    theirs = [f"promised/{row.commitment_id}/"] * (person != "ben") + [f"deliveries/{row.pk}/"] * (person == "ben")
    client = signed_in(getattr(who, person))
    form = {"delivered_on": END, "words": "x", "answer": "confirmed"}
    for address in theirs:
        for response in (client.get(two.page(address)), client.post(two.page(address), form)):
            assert (response.status_code, MARK in text(response)) == (404, False)
    with pytest.raises(NotVisible):
        confirm(two.mine, who, delivery=row)
    assert Delivery.objects.count() == 1


def test_a_piece_of_evidence_of_another_case(who: People, two: Two) -> None:
    lea = People(**{**vars(who), "ben": two.other.employee})
    for plan, people in ((two.mine, who), (two.other, lea)):
        evidencing.held_to_stand(plan, people)
    row = two.other.evidence_records.get()
    client = signed_in(who.cleo)
    for rest in ("correct", "withdraw"):
        address = two.page(f"evidence/{row.pk}/{rest}/")
        for response in (client.get(address), client.post(address, {"reason": "x"})):
            assert response.status_code == 404
    with pytest.raises(NotVisible):
        evidencing.record(two.mine, who, "union", replaces=row, happened_on=END)
    with pytest.raises(NotVisible):
        evidencing.withdraw(two.mine, who, row)


@pytest.mark.parametrize("person", ["ada", "ben", "cleo", "dora", "emil"])
def test_a_signature_of_another_case(who: People, two: Two, person: str) -> None:
    client = signed_in(getattr(who, person))
    for row in two.other.sign_offs.all():
        response = client.get(two.page(f"sign-offs/{row.pk}/"))
        assert response.status_code == 404
        assert row.digest not in text(response)


def test_a_comment_of_another_case_as_the_question(who: People, two: Two) -> None:
    question = add_comment(two.other.case, by=actor(who.ada), text=MARK, topic="plan")
    client, address = signed_in(who.ada), two.page(f"comment/plan/?answers={question.pk}")
    for response in (client.get(address), client.post(address, {"text": "x"})):
        assert (response.status_code, MARK in text(response)) == (404, False)
    assert Comment.objects.count() == 1


def test_a_comment_one_does_not_see_as_the_question(who: People, two: Two) -> None:
    question = add_comment(two.mine.case, by=actor(who.ada), text=MARK, topic="plan", among_hr=True)
    address = two.page(f"comment/plan/?answers={question.pk}")
    assert signed_in(who.cleo).get(address).status_code == 200
    client = signed_in(who.ben)
    for response in (client.get(address), client.post(address, {"text": "x"})):
        assert (response.status_code, MARK in text(response)) == (404, False)


@pytest.mark.parametrize("answers", ["x", "0", str(uuid.UUID(int=0)), "%27", "1" * 5000])
def test_a_question_that_does_not_exist(who: People, two: Two, answers: str) -> None:
    assert signed_in(who.ben).get(two.page(f"comment/plan/?answers={answers}")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_service_of_another_case(who: People, two: Two, method: str) -> None:
    theirs = serve(two.other, who, handed_over=MARK)
    address = two.page(f"receipt/services/{theirs.pk}/proof/")
    response = getattr(signed_in(who.ada), method)(address, {"came_on": END, "result": "delivered"})
    assert (response.status_code, MARK in text(response)) == (404, False)
    with pytest.raises(NotVisible):
        reviews.add_service_proof(two.mine, by=actor(who.ada), service=theirs, came_on=END, result="delivered")


@pytest.mark.parametrize("person", ["gus", "ada", "cleo", "ben", "fay"])
def test_what_a_witness_of_another_case_is_asked(who: People, person: str) -> None:
    """Gus is asked in one case, and in the other Fay; each finds their own and nothing under the other's number."""
    mine, lea = plan_in(PlanStatus.ISSUED, who), add_user("lea@example.com", name="Lea", manager=who.ada)
    other = plan_in(PlanStatus.ISSUED, other_world(who, lea))
    record_refusal(mine, who)
    record_refusal(other, other_world(who, lea), witnesses=[who.fay], place=MARK)
    theirs = Attestation.objects.get(refusal__plan=other)
    client = signed_in(getattr(who, person))
    for case in (mine.case, other.case):
        for send in (client.get, client.post):
            response = send(f"/cases/{case.reference}/witness/{theirs.pk}/", {"answer": "saw"})
            is_theirs = person == "fay" and case == other.case
            assert (response.status_code == 404, MARK in text(response)) == (not is_theirs, is_theirs)


class TestItems:
    """A draft of Ben's, and an item of Lea's."""

    @pytest.fixture
    def drafts(self, who: People, monkeypatch: pytest.MonkeyPatch) -> Two:
        mine = plan_in(PlanStatus.DRAFT, who)
        lea = add_user("lea@example.com", name="Lea", manager=who.ada)
        monkeypatch.setattr(world, "ITEM", {**ITEM, "area": MARK})
        return Two(mine, plan_in(PlanStatus.DRAFT, other_world(who, lea)))

    def sent(self, plan: Plan, item: DraftItem, **changes: Any) -> dict[str, Any]:
        """The form with this item in it, whosever it is."""
        fields = {f"{prefix_of(item.id)}-{name}": value for name, value in ITEM.items()}
        lists = (f"{prefix_of(item.id)}-support", f"{prefix_of(item.id)}-commitments")
        rows = {f"{name}-{count}_FORMS": 0 for name in lists for count in ("TOTAL", "INITIAL")}
        return {"revision": plan.revision, "item": item.id.hex, **fields, **rows, **changes}

    def test_an_item_of_another_draft_becomes_one_of_ones_own(self, who: People, drafts: Two) -> None:
        (theirs,) = drafts.other.document.items
        form = self.sent(drafts.mine, theirs)
        assert signed_in(who.ada).post(drafts.page("plan/edit/"), form).status_code == 302
        mine = Plan.objects.get(pk=drafts.mine.pk).document
        assert (len(mine.items), mine.items[0].id == theirs.id) == (1, False)
        assert Plan.objects.get(pk=drafts.other.pk).document.items == [theirs]

    @pytest.mark.parametrize("what", ["up", "duplicate", "remove", "back"])
    def test_a_button_about_an_item_of_another_draft_does_nothing(self, who: People, drafts: Two, what: str) -> None:
        (theirs,), (mine,) = drafts.other.document.items, drafts.mine.document.items
        form = self.sent(drafts.mine, mine, do=f"{what}:{theirs.id.hex}")
        assert signed_in(who.ada).post(drafts.page("plan/edit/"), form).status_code == 302
        assert [item.id for item in Plan.objects.get(pk=drafts.mine.pk).document.items] == [mine.id]

    def test_a_row_of_another_draft_gets_an_id_of_its_own(self, who: People, drafts: Two) -> None:
        (theirs,), (mine,) = drafts.other.document.items, drafts.mine.document.items
        row = f"{prefix_of(mine.id)}-support"
        fields = {f"{row}-0-id": str(theirs.support[0].id), f"{row}-0-content": "Here", f"{row}-TOTAL_FORMS": 1}
        assert (
            signed_in(who.ada).post(drafts.page("plan/edit/"), self.sent(drafts.mine, mine, **fields)).status_code
            == 302
        )
        (saved,) = Plan.objects.get(pk=drafts.mine.pk).document.items
        assert [(row.content, row.id == theirs.support[0].id) for row in saved.support] == [("Here", False)]


class TestOpeningACase:
    def press(self, who: People, user: User, **changes: Any) -> tuple[int, int]:
        form = {"subject": who.ben.pk, "hr_partner": who.cleo.pk, "language": "en", "ruleset": "general", **changes}
        return signed_in(user).post("/open-a-case/", form).status_code, CaseFile.objects.count()

    def test_the_line_manager_opens_one(self, who: People) -> None:
        assert self.press(who, who.ada) == (302, 1)

    @pytest.mark.parametrize("name", ["fay", "gus", "hal", "ada", "ivy"])
    def test_about_nobody_elses_reports(self, who: People, name: str) -> None:
        assert self.press(who, who.ada, subject=getattr(who, name).pk) == (422, 0)

    @pytest.mark.parametrize("name", ["fay", "emil", "ben", "ada", "ivy", "hal"])
    def test_with_nobody_of_hr_who_may_not_be_it(self, who: People, name: str) -> None:
        assert self.press(who, who.ada, hr_partner=getattr(who, name).pk) == (422, 0)

    @pytest.mark.parametrize("name", ["fay", "gus", "hal", "cleo", "ben", "ivy", "emil"])
    def test_by_nobody_else(self, who: People, name: str) -> None:
        assert self.press(who, getattr(who, name)) == (422, 0)

    @pytest.mark.parametrize("value", ["", "x", "-1", str(2**63), "1e9", "None"])
    def test_with_an_id_that_is_none(self, who: People, value: str) -> None:
        assert self.press(who, who.ada, subject=value) == (422, 0)
        assert self.press(who, who.ada, hr_partner=value) == (422, 0)

    def test_with_nobody_who_left(self, who: People) -> None:
        deactivate(who.cleo)
        assert self.press(who, who.ada) == (422, 0)

    def test_with_nobody_who_is_not_of_hr_any_more(self, who: People) -> None:
        withdraw_role(who.cleo, Role.HR)
        assert self.press(who, who.ada) == (422, 0)

    def test_the_choices_name_nobody_else(self, who: People) -> None:
        page = signed_in(who.ada).get("/open-a-case/")
        form = page.context["form"]
        assert {user.name for user in form.fields["subject"].queryset} == {"Ben"}
        assert {user.name for user in form.fields["hr_partner"].queryset} >= {"Cleo", "Dora"}


class TestRecords:
    def test_a_copy_of_somebody_else_is_not_found(self, who: People, two: Two) -> None:
        copy = request_copy(two.mine.case, by=actor(who.cleo))
        for user in (who.ben, who.ada, who.dora, who.emil, who.fay):
            assert signed_in(user).get(two.page(f"record/{copy.pk}/")).status_code == 404

    def test_a_copy_of_another_case_is_not_found(self, who: People, two: Two) -> None:
        copy = request_copy(two.other.case, by=actor(who.ada))
        assert signed_in(who.ada).get(two.page(f"record/{copy.pk}/")).status_code == 404


class TestTheNextRequest:
    """What was taken away is gone with the next request, in a session that lives on."""

    def test_a_role_withdrawn(self, who: People, two: Two) -> None:
        client = signed_in(who.dora)
        assert client.get(two.page("")).status_code == 200
        withdraw_role(who.dora, Role.HR)
        assert client.get(two.page("")).status_code == 404

    def test_a_part_ended(self, who: People, two: Two) -> None:
        client = signed_in(who.ada)
        assert client.get(two.page("")).status_code == 200
        change_manager(two.mine.case, who)
        assert client.get(two.page("")).status_code == 404
        assert client.post(two.page("comment/plan/"), {"text": "Still here"}).status_code == 404
