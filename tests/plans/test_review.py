"""HR's review (R5, R8, R9): the questions, the page, and comments on fields."""

import json
from typing import Any

import pytest

from cases.actions import add_comment
from cases.models import CaseEvent, EventText
from cases.queries import history
from cases.seat import Seat
from people.actions import deactivate
from people.models import User
from plans import actions
from plans.fairness import Answers
from plans.models import Plan
from plans.queries import talk_by_place
from plans.states import PlanStatus
from tests.pages import press_twice, signed_in, text
from tests.plans.reviewing import approve, digest, refused, under
from tests.rules.test_page_costs import count
from tests.world import FAIRNESS, PASSWORD, People, actor, document, plan_in, submit, write

pytestmark = pytest.mark.django_db


class TestFairness:
    def test_r8_an_open_question_is_named(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        answers = {key: said for key, said in FAIRNESS.questions.items() if key != "leave"}
        assert "Please answer: Do the plan and its targets take account of protected leave" in refused(
            plan, who.cleo, Answers(answers)
        )

    @pytest.mark.parametrize("said", ["", "yes", "stopp", "NOTHING"])
    def test_r8_an_answer_that_is_none_counts_as_open(self, who: People, said: str) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        assert "Please answer" in refused(plan, who.cleo, Answers({**FAIRNESS.questions, "leave": said}))

    def test_r8_stop_stops_it(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        assert "You answered “stop”" in refused(plan, who.cleo, Answers({**FAIRNESS.questions, "health": "stop"}))

    def test_r8_an_answer_to_what_was_not_asked_is_refused(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        extra = Answers({**FAIRNESS.questions, "salary": "nothing"})
        for answers in (extra, Answers(FAIRNESS.questions, {"maternity": "not"})):
            assert "do not ask" in refused(plan, who.cleo, answers)

    @pytest.mark.parametrize("said", ["applies", "not", "unknown"])
    def test_r9_a_prompt_is_answered_and_bars_nothing(self, who: People, strict: str, said: str) -> None:
        plan = under(who, strict)
        deactivate(who.hal)
        assert "Please answer: Pregnancy" in refused(plan, who.cleo, FAIRNESS)
        approve(plan, who.cleo, Answers(FAIRNESS.questions, {"maternity": said}))
        assert plan.status == PlanStatus.APPROVED

    def test_the_event_holds_the_rules_and_a_commitment_and_no_answer(self, who: People) -> None:
        plan = plan_in(PlanStatus.APPROVED, who)
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert event.data["facts"]["ruleset"]["name"] == "general"
        assert b"accounted" not in bytes(event.body)
        kept = EventText.objects.get(case=plan.case, seq=event.seq, field="fairness")
        assert json.loads(kept.value)["questions"] == FAIRNESS.questions

    @pytest.mark.parametrize(
        ("name", "reads"), [("ada", False), ("ben", False), ("cleo", True), ("dora", True), ("emil", True)]
    )
    def test_only_hr_and_auditors_read_the_answers(self, who: People, name: str, *, reads: bool) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        page = text(signed_in(getattr(who, name)).get(f"/cases/{plan.case.reference}/history/"))
        assert ("because it takes account of it" in page) == reads
        assert '"questions"' not in page
        lines, _before = history(Seat(plan.case, getattr(who, name)))
        assert any("fairness" in line.texts for line in lines) == reads

    def test_the_second_line_does_not_read_them(self, who: People) -> None:
        plan = plan_in(PlanStatus.SECOND_LINE, who)
        client = signed_in(who.hal)
        for page in ("history/", "plan/second-line/approve/"):
            assert "because it takes account of it" not in text(client.get(f"/cases/{plan.case.reference}/{page}"))


class TestPage:
    def review(self, plan: Plan, user: User) -> str:
        return text(signed_in(user).get(f"/cases/{plan.case.reference}/plan/review/"))

    def test_a_finding_leads_to_its_place_and_marks_the_phrase(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        item = document().items[0].model_copy(update={"measured_by": "The work is done in a more proactive manner."})
        write(plan, who, items=[item.model_dump()])
        submit(plan, who)
        page = self.review(plan, who.cleo)
        assert 'href="#item-1-measured-by"' in page
        assert 'id="item-1-measured-by"' in page
        assert "proactive manner</mark>" in page or "proactive</mark>" in page

    def test_what_changed_since_hr_saw_it_last(self, who: People) -> None:
        plan = plan_in(PlanStatus.RETURNED, who)
        draft = plan.document
        draft.basis.findings = draft.basis.findings.replace("6 %", "7 %")
        actions.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)
        submit(plan, who)
        page = self.review(plan, who.cleo)
        assert "What changed since version 1" in page
        assert "<del>6</del><ins>7</ins>" in page

    def test_a_first_version_has_nothing_to_compare(self, who: People) -> None:
        assert "What changed" not in self.review(plan_in(PlanStatus.HR_REVIEW, who), who.cleo)

    def test_the_button_is_the_one_the_rules_want(self, who: People, strict: str) -> None:
        plan = under(who, strict)
        page = self.review(plan, who.cleo)
        assert ("Approve, and pass on to Hal" in page, "Approve the plan" in page) == (True, False)

    def test_hr_may_ask_where_the_rules_do_not_want_it(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        page = self.review(plan, who.cleo)
        assert ("Approve the plan" in page, "Approve, and ask Hal as well" in page) == (True, True)

    def test_an_unknown_answer_in_the_form_is_refused_with_the_page(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        fields = {f"question-{key}": said for key, said in FAIRNESS.questions.items()}
        client, address = signed_in(who.cleo), f"/cases/{plan.case.reference}/plan/review/"
        shown = {"digest": digest(plan), "password": PASSWORD, **fields}
        for changes in ({"question-salary": "nothing"}, {"question-leave": "stop"}, {"question-leave": ""}):
            assert press_twice(client, address, {**shown, **changes}).status_code == 422
        assert press_twice(client, address, shown).status_code == 302

    def test_advice_that_stood_at_submit_is_known_later(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        write(plan, who, if_met="We will look at it as soon as possible.")
        submit(plan, who)
        facts = CaseEvent.objects.filter(case=plan.case).latest("seq").data["facts"]
        assert facts["advice"] == sorted(facts["advice"])
        assert "R2.vague_time" in facts["advice"]


class TestTalk:
    def test_comments_on_fields_stand_by_their_place_in_the_draft(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        (item,) = plan.document.items
        say: dict[str, Any] = {"by": actor(who.cleo), "among_hr": True}
        add_comment(plan.case, text="Which batch?", topic="plan", field="basis.findings", **say)
        add_comment(plan.case, text="By when?", topic="item", topic_id=item.id, field="target", **say)
        add_comment(plan.case, text="Good.", topic="item", topic_id=item.id, **say)
        add_comment(plan.case, text="Nearly.", topic="plan", **say)
        actions.return_plan(plan, by=actor(who.cleo), comment="See beside the fields.")
        found = {
            place: [thread.comment.text for thread in said]
            for place, said in talk_by_place(Seat(plan.case, who.ada), plan).items()
        }
        assert found == {
            "basis.findings": ["Which batch?"],
            f"items.{item.id}.target": ["By when?"],
            f"items.{item.id}": ["Good."],
            "": ["Nearly."],
        }

    def test_the_page_is_not_heavy(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        items = [{**document().items[0].model_dump(exclude={"id"}), "area": f"Area {n}"} for n in range(5)]
        write(plan, who, items=items)
        submit(plan, who)
        (first, *_others) = plan.document.items
        for n in range(10):
            add_comment(plan.case, by=actor(who.cleo), text=f"{n}", topic="item", topic_id=first.id, field="target")
        client = signed_in(who.cleo)
        for page in ("plan/review/", "plan/"):
            assert len(client.get(f"/cases/{plan.case.reference}/{page}").content) < 100_000

    def test_more_comments_are_no_more_queries(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        client, address = signed_in(who.cleo), f"/cases/{plan.case.reference}/plan/review/"
        (item,) = plan.document.items
        client.get(address)
        few = count(client, address)
        for field in ("target", "support", "impact", "cause"):
            about: dict[str, Any] = {"topic": "item", "topic_id": item.id, "field": field}
            add_comment(plan.case, by=actor(who.cleo), text="By when?", **about)
        assert count(client, address) == few <= 18
