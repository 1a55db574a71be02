"""Comments: said once, to a known audience, answered in place."""

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from cases import actions
from cases.models import CaseEvent, CaseFile, Comment
from cases.queries import comments, history, threads
from cases.refusals import NotVisible, NotYourPart
from cases.seat import Seat
from cases.topics import find_topic
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def say(case: CaseFile, user: User, text: str, **rest: object) -> Comment:
    return actions.add_comment(case, by=actor(user), text=text, topic="plan", **rest)  # type: ignore[arg-type]


def read_by(case: CaseFile, user: User) -> list[str]:
    return [comment.text for comment in comments(Seat(case, user))]


def test_everybody_in_the_case_reads_what_is_said_to_all(who: People, plan: Plan) -> None:
    say(plan.case, who.ben, "Which batch?")
    assert [read_by(plan.case, user) for user in (who.ada, who.ben, who.cleo, who.dora, who.emil)] == [
        ["Which batch?"]
    ] * 5
    assert read_by(plan.case, who.hal) == []


def test_the_employee_does_not_read_what_is_said_among_hr(who: People, plan: Plan) -> None:
    say(plan.case, who.ada, "Between us", among_hr=True)
    assert [read_by(plan.case, user) for user in (who.cleo, who.dora, who.emil)] == [["Between us"]] * 3
    assert read_by(plan.case, who.ben) == []
    assert not any("Between us" in line.texts.values() for line in history(Seat(plan.case, who.ben))[0])


def test_an_answer_reaches_whom_the_question_reached(who: People, plan: Plan) -> None:
    question = say(plan.case, who.ada, "Between us", among_hr=True)
    say(plan.case, who.cleo, "Agreed", answers=question)
    open_question = say(plan.case, who.ben, "Which batch?")
    say(plan.case, who.ada, "Number 7", answers=open_question, among_hr=True)  # cannot be narrowed
    assert read_by(plan.case, who.ben) == ["Which batch?", "Number 7"]


def test_what_one_does_not_see_one_cannot_answer(who: People, plan: Plan) -> None:
    hidden = say(plan.case, who.ada, "Between us", among_hr=True)
    with pytest.raises(NotVisible):
        say(plan.case, who.ben, "I heard", answers=hidden)
    assert CaseEvent.objects.filter(case=plan.case).count() == 7


def test_a_comment_of_another_case_cannot_be_answered(who: People, plan: Plan) -> None:
    from tests.world import opened

    foreign = say(opened(who), who.ada, "Elsewhere")
    with pytest.raises(NotVisible):
        say(plan.case, who.ada, "Here", answers=foreign)


def test_answers_stand_in_their_place(who: People, plan: Plan) -> None:
    first, second = say(plan.case, who.ben, "1"), say(plan.case, who.ben, "2")
    say(plan.case, who.ada, "to 2", answers=second)
    say(plan.case, who.ada, "to 1", answers=first)
    found = threads(Seat(plan.case, who.ben))["plan", None]
    told = [(thread.comment.text, [answer.text for answer in thread.answers]) for thread in found]
    assert told == [("1", ["to 1"]), ("2", ["to 2"])]


@pytest.mark.parametrize("name", ["dora", "emil"])
def test_without_a_part_in_the_case_one_reads_and_does_not_speak(who: People, plan: Plan, name: str) -> None:
    with pytest.raises(NotYourPart):
        say(plan.case, getattr(who, name), "May I?")


def test_a_comment_cannot_be_changed_or_removed(who: People, plan: Plan) -> None:
    comment = say(plan.case, who.ben, "So it is.")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(text="So it is not.")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        comment.delete()


class TestTopics:
    """What one can comment on is what one can read."""

    def test_plan_item_and_checkpoint_have_their_pages(self, who: People, plan: Plan) -> None:
        seat, item, checkpoint = Seat(plan.case, who.ben), plan.items.get(), plan.checkpoints.get(number=2)
        page = f"/cases/{plan.case.reference}"
        found = [find_topic(seat, "plan", None), find_topic(seat, "item", item.pk),
                 find_topic(seat, "checkpoint", checkpoint.pk)]  # fmt: skip
        assert [topic.url for topic in found] == [f"{page}/plan/", f"{page}/plan/#item-1", f"{page}/checkpoints/2/"]
        assert found[1].label == "Assembly errors"

    @pytest.mark.parametrize("name", ["plan", "item", "checkpoint", "nothing"])
    def test_what_does_not_exist_is_not_visible(self, who: People, plan: Plan, name: str) -> None:
        with pytest.raises(NotVisible):
            find_topic(Seat(plan.case, who.ben), name, uuid.uuid4())

    @pytest.mark.parametrize("name", ["item", "checkpoint"])
    def test_an_item_needs_its_id(self, who: People, plan: Plan, name: str) -> None:
        with pytest.raises(NotVisible):
            find_topic(Seat(plan.case, who.ben), name, None)

    def test_the_ids_of_another_case_are_not_visible(self, who: People, plan: Plan) -> None:
        from plans.actions import cancel_plan

        item, checkpoint = plan.items.get(), plan.checkpoints.get(number=1)
        cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
        other = plan_in(PlanStatus.ACTIVE, who)
        for name, row in (("item", item), ("checkpoint", checkpoint)):
            with pytest.raises(NotVisible):
                find_topic(Seat(other.case, who.ben), name, row.pk)

    def test_a_draft_is_no_topic_for_those_who_do_not_read_it(self, who: People) -> None:
        draft = plan_in(PlanStatus.DRAFT, who)
        for user in (who.cleo, who.dora):
            with pytest.raises(NotVisible):
                find_topic(Seat(draft.case, user), "item", draft.document.items[0].id)


class TestFields:
    """What is said about one field stands with that field."""

    def about(self, plan: Plan, user: User, field: str) -> list[str]:
        item = plan.items.get()
        found = threads(Seat(plan.case, user))["item", item.pk]
        return [thread.comment.text for thread in found if thread.comment.field == field]

    def test_a_comment_stands_with_its_field(self, who: People, plan: Plan) -> None:
        item = plan.items.get()
        comment = actions.add_comment(
            plan.case, by=actor(who.cleo), text="By when?", topic="item", topic_id=item.pk, field="target"
        )
        assert [self.about(plan, who.ben, field) for field in ("target", "support", "")] == [["By when?"], [], []]
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert (comment.field, event.data["facts"]["field"]) == ("target", "target")

    def test_an_answer_stands_where_the_question_stands(self, who: People, plan: Plan) -> None:
        question = say(plan.case, who.cleo, "Which days?", field="calendar.checkpoints")
        answer = say(plan.case, who.ada, "Mondays", answers=question)
        assert answer.field == "calendar.checkpoints"
        item: dict[str, Any] = {"topic": "item", "topic_id": plan.items.get().pk}
        elsewhere = actions.add_comment(plan.case, by=actor(who.ada), text="Or Tuesdays", answers=question, **item)
        assert (elsewhere.topic, elsewhere.topic_id, elsewhere.field) == ("plan", None, "calendar.checkpoints")

    @pytest.mark.parametrize("field", ["target", "basis", "basis.nothing", "basis.rating ", "id", "x" * 200])
    def test_an_unknown_field_is_not_visible(self, who: People, plan: Plan, field: str) -> None:
        with pytest.raises(NotVisible):
            say(plan.case, who.cleo, "Here", field=field)
        assert (
            find_topic(Seat(plan.case, who.cleo), "plan", None, "basis.rating").label == "The plan · Appraisal rating"
        )
        with pytest.raises(NotVisible):
            find_topic(Seat(plan.case, who.cleo), "plan", None, field)

    def test_a_checkpoint_has_no_fields(self, who: People, plan: Plan) -> None:
        checkpoint = plan.checkpoints.get(number=1)
        with pytest.raises(NotVisible):
            find_topic(Seat(plan.case, who.cleo), "checkpoint", checkpoint.pk, "note")

    def test_the_page_of_the_plan_shows_it_in_place_and_leads_back_there(self, who: People, plan: Plan) -> None:
        client, item = signed_in(who.ben), plan.items.get()
        page = f"/cases/{plan.case.reference}"
        assert f"comment/item/{item.pk}/?field=target" in text(client.get(f"{page}/plan/"))
        answer = client.post(f"{page}/comment/item/{item.pk}/?field=target", {"text": "By when?"})
        assert answer["Location"] == f"{page}/plan/#item-1-target"
        row = text(client.get(f"{page}/plan/")).partition('id="item-1-target"')[2].partition("</dd>")[0]
        assert "By when?" in row
        assert client.post(f"{page}/comment/plan/?field=nothing", {"text": "x"}).status_code == 404
