"""The pages of a consultation, as a browser gets them."""

from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Comment
from plans import actions
from plans.models import Consultation, ConsultationAnswer, ConsultationReply, FirstView, Plan
from plans.states import PlanStatus
from tests.consultation import answer, heard, reply
from tests.pages import signed_in, text, unchanging
from tests.rules.addresses import NOWHERE
from tests.world import ITEM, People, actor, consult, drafted, item, plan_in, submit, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.CONSULTATION, who)


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


ASK, ANSWER, REPLY = "plan/consultation/open/", "plan/consultation/answer/", "plan/consultation/reply/"


def said(plan: Plan, number: int = 0, /, **fields: str) -> dict[str, str]:
    """The answer's form; `fields` are those of one item."""
    version = plan.versions.get(number=plan.consulted)
    prefix = f"item-{UUID(version.data['items'][number]['id']).hex}"
    return {"digest": version.digest, **{f"{prefix}-{name}": value for name, value in fields.items()}}


class TestBefore:
    @pytest.mark.parametrize(
        "rest", ["", "plan/", "history/", "rules/", "record/", "comment/plan/", ANSWER, ASK, REPLY]
    )
    def test_a_draft_looks_to_the_employee_like_a_case_that_never_was(self, who: People, rest: str) -> None:
        case, client = drafted(who).case, signed_in(who.ben)
        seen, never = client.get(f"/cases/{case.reference}/{rest}"), client.get(f"/cases/{NOWHERE}/{rest}")
        assert (seen.status_code, unchanging(seen)) == (404, unchanging(never))

    def test_the_page_shows_what_the_employee_will_see_and_until_when(self, who: People) -> None:
        plan = drafted(who)
        shown = signed_in(who.ada).get(page(plan, ASK))
        for words in (ITEM["area"], "May 7, 2026", "Talk first", "Show it and ask"):
            assert words in text(shown)

    def test_it_is_opened_by_pressing_once(self, who: People) -> None:
        plan, client = drafted(who), signed_in(who.ada)
        assert [client.post(page(plan, ASK)).status_code for _press in range(2)] == [302, 409]
        assert Consultation.objects.count() == 1

    def test_what_is_missing_is_said(self, who: People) -> None:
        plan = drafted(who)
        write(plan, who, items=[])
        answered = signed_in(who.ada).get(page(plan, ASK))
        assert answered.status_code == 409
        assert "at least one thing to improve" in text(answered)


class TestTheEmployee:
    def test_they_read_the_version_and_nothing_that_was_written_since(self, who: People, plan: Plan) -> None:
        write(plan, who, items=[item(area="Xylophon")], findings="Xylophon")
        client = signed_in(who.ben)
        for rest in ("", "plan/", ANSWER, "history/", "rules/", "record/"):
            shown = client.get(page(plan, rest))
            assert (shown.status_code, "Xylophon" in text(shown)) == (200, False)
        submit_later = plan.consultations.get().answer_by
        with time_machine.travel(f"{submit_later}T23:00:00+00:00"):
            submit(plan, who)
        assert client.get(page(plan, "plan/versions/2/")).status_code == 404
        assert "Xylophon" not in text(client.get(page(plan)))

    def test_what_help_there_is_comes_before_what_is_asked(self, who: People, plan: Plan) -> None:
        shown = text(signed_in(who.ben).get(page(plan, ANSWER)))
        assert 0 < shown.index("The help you get") < shown.index("What do you say?")
        assert "Nothing is decided yet" in shown

    def test_r12_the_first_view_is_recorded_before_the_page_is_shown(self, who: People, plan: Plan) -> None:
        for _time in range(2):
            signed_in(who.ben).get(page(plan, ANSWER))
        assert FirstView.objects.filter(version__plan=plan).count() == 1

    def test_they_give_their_view(self, who: People, plan: Plan) -> None:
        words = {"verdict": "other_target", "proposed_target": "3", "why": "It took others a year.", "help_wanted": "A"}
        sent = signed_in(who.ben).post(page(plan, ANSWER), {**said(plan, **words), "general": "Thank you."})
        assert sent.status_code == 302
        row = ConsultationAnswer.objects.get().said
        assert (row.items[0].why, str(row.items[0].proposed_target), row.general) == (
            "It took others a year.",
            "3",
            "Thank you.",
        )

    def test_words_put_aside_by_choosing_differently_are_nobodys_to_read(self, who: People, plan: Plan) -> None:
        words = {"verdict": "achievable", "proposed_target": "3", "why": "In anger.", "help_wanted": "A chart."}
        assert signed_in(who.ben).post(page(plan, ANSWER), said(plan, **words)).status_code == 302
        (row,) = ConsultationAnswer.objects.get().said.items
        assert (row.why, row.proposed_target, row.help_wanted) == ("", None, "A chart.")

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            ({}, "required"),
            ({"verdict": "maybe"}, "not one of the available choices"),
            ({"verdict": "not_achievable", "difficulties": "My own words"}, "Say why in a few words"),
            ({"verdict": "other_target", "why": "My own words"}, "Say which target you propose"),
            ({"verdict": "other_target", "why": "My own words", "proposed_target": "2"}, "has already"),
            ({"verdict": "other_target", "why": "My own words", "proposed_target": "many"}, "Enter a number"),
        ],
    )
    def test_nothing_is_lost_where_something_is_missing(
        self, who: People, plan: Plan, words: dict[str, str], fault: str
    ) -> None:
        shown = signed_in(who.ben).post(page(plan, ANSWER), {**said(plan, **words), "general": "Said of all."})
        assert shown.status_code == 422
        for kept in (fault, "Said of all.", *[w for w in words.values() if w == "My own words"]):
            assert kept in text(shown)
        assert not ConsultationAnswer.objects.exists()

    def test_a_view_on_an_older_version_is_asked_for_again_with_the_words_kept(self, who: People, plan: Plan) -> None:
        words = {**said(plan, verdict="not_achievable", why="My own words"), "digest": "0" * 64}
        shown = signed_in(who.ben).post(page(plan, ANSWER), words)
        assert shown.status_code == 422
        assert "has changed meanwhile" in text(shown)
        assert "My own words" in text(shown)

    def test_words_sent_too_late_are_given_back(self, who: People, plan: Plan) -> None:
        answer(plan, who)
        late = signed_in(who.ben).post(page(plan, ANSWER), said(plan, verdict="not_achievable", why="My own words"))
        assert late.status_code == 409
        assert "My own words" in text(late)

    def test_a_band_and_levels_are_answered_in_their_own_terms(self, who: People) -> None:
        plan = drafted(who)
        band = item(direction="within", baseline="9", lower_limit="2", target="4")
        levels = item(measure="rubric", direction="raise", baseline="1", target="3", levels=["None", "Some", "All"])
        write(plan, who, items=[band, levels])
        consult(plan, who)
        client = signed_in(who.ben)
        assert "2: Some" in text(client.get(page(plan, ANSWER)))
        one = said(plan, 0, verdict="other_target", why="x", proposed_target="5")
        two = said(plan, 1, verdict="other_target", why="x", proposed_target="2")
        assert client.post(page(plan, ANSWER), {**one, **two}).status_code == 302
        first, second = ConsultationAnswer.objects.get().said.items
        assert (str(first.proposed_lower_limit), str(first.proposed_target)) == ("2", "5")
        assert "2: Some" in text(client.get(page(plan)))
        assert str(second.proposed_target) == "2"

    def test_they_comment_on_the_version_they_were_shown(self, who: People, plan: Plan) -> None:
        area = plan.versions.get().data["items"][0]["id"]
        for rest in ("comment/plan/", f"comment/item/{area}/"):
            assert signed_in(who.ben).post(page(plan, rest), {"text": "Which batch?"}).status_code == 302
        assert Comment.objects.count() == 2


class TestTheManager:
    @pytest.fixture
    def answered(self, who: People, plan: Plan) -> Plan:
        answer(plan, who, general="Thank you for asking.")
        return plan

    def fields(self, plan: Plan, **words: str) -> dict[str, str]:
        return {**said(plan, **words), "digest": ConsultationAnswer.objects.get().digest}

    def test_each_of_the_employees_words_stands_beside_its_field(self, who: People, answered: Plan) -> None:
        shown = text(signed_in(who.ada).get(page(answered, REPLY)))
        for words in ("took the others a year", "no fitter to ask", "torque chart", "Thank you for asking.", "3 %"):
            assert words in shown

    def test_they_answer_each_point(self, who: People, answered: Plan) -> None:
        words = self.fields(answered, decision="partly", words="Three until summer.")
        assert signed_in(who.ada).post(page(answered, REPLY), {**words, "general": "Gladly."}).status_code == 302
        row = ConsultationReply.objects.get().said
        assert (row.items[0].decision, row.items[0].words, row.general) == ("partly", "Three until summer.", "Gladly.")

    @pytest.mark.parametrize("missing", ["decision", "words", "general"])
    def test_nothing_is_left_without_an_answer(self, who: People, answered: Plan, missing: str) -> None:
        given = {"decision": "noted", "words": "My own words", "general": "My own words"}
        given.pop(missing)
        general = given.pop("general", "")
        shown = signed_in(who.ada).post(page(answered, REPLY), {**self.fields(answered, **given), "general": general})
        assert shown.status_code == 422
        assert "My own words" in text(shown)
        assert not ConsultationReply.objects.exists()

    def test_the_editor_shows_what_was_said_beside_its_item(self, who: People, answered: Plan) -> None:
        reply(answered, who, general="Gladly.")
        shown = text(signed_in(who.ada).get(page(answered, "plan/edit/")))
        for words in ("took the others a year", "Three per cent it is.", "Both sides have spoken"):
            assert words in shown

    def test_the_editor_says_that_somebody_reads(self, who: People, plan: Plan) -> None:
        assert "The employee reads version 1" in text(signed_in(who.ada).get(page(plan, "plan/edit/")))


class TestTheCasePage:
    @pytest.mark.parametrize("name", ["ada", "ben", "cleo", "dora", "emil"])
    def test_everybody_in_the_case_reads_both_sides(self, who: People, name: str) -> None:
        plan = heard(who)
        shown = text(signed_in(getattr(who, name)).get(page(plan)))
        for words in (
            "took the others a year",
            "no fitter to ask",
            "torque chart",
            "Three per cent it is.",
            "instead of",
        ):
            assert words in shown

    def test_r14_silence_is_shown_as_silence(self, who: People, plan: Plan) -> None:
        with time_machine.travel(f"{plan.consultations.get().answer_by}T23:00:00+00:00"):
            submit(plan, who)
            assert "No answer was given. That is not agreement" in text(signed_in(who.cleo).get(page(plan)))

    def test_who_can_do_nothing_sees_no_door(self, who: People, plan: Plan) -> None:
        for name, doors in (("ada", 0), ("ben", 1), ("cleo", 0), ("emil", 0)):
            shown = text(signed_in(getattr(who, name)).get(page(plan)))
            assert shown.count("Give your view</a>") == doors
            assert "Ask again" not in shown

    def test_the_manager_is_told_that_they_can_ask(self, who: People) -> None:
        plan = drafted(who)
        assert "Ask for the employee's view" in text(signed_in(who.ada).get(page(plan)))
        assert "Ask for the employee's view" not in text(signed_in(who.cleo).get(page(plan)))

    @pytest.mark.parametrize("name", ["ada", "ben", "cleo"])
    def test_more_rounds_are_no_more_queries(self, who: People, name: str) -> None:
        plan = heard(who)
        client, address = signed_in(getattr(who, name)), page(plan)
        client.get(address)
        few = self.count(client, address)
        for _round in range(3):
            consult(plan, who)
            answer(plan, who)
            reply(plan, who)
        assert self.count(client, address) == few <= 15

    def count(self, client: Any, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)


def test_a_cancelled_plan_still_shows_what_was_said(who: People) -> None:
    plan = heard(who)
    actions.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
    for user in (who.ben, who.emil):
        assert "took the others a year" in text(signed_in(user).get(page(plan)))
