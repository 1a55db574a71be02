"""Consultation: the draft is opened to the employee, who answers item by item, once."""

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import CaseEvent, CaseFile, Notice
from cases.refusals import NotVisible, NotYourPart
from cases.seat import Seat, take_seat
from cases.signing import NotWhatWasShown
from plans import actions
from plans.models import Consultation, ConsultationAnswer, Plan
from plans.queries import version_for
from plans.rounds import newest_round
from plans.states import PlanStatus, RoundState, Verdict
from tests.consultation import answer, heard, view
from tests.plans.rounds import after_the_last_day, events, last_day, reasons
from tests.world import (
    ITEM,
    People,
    actor,
    consult,
    drafted,
    item,
    opened,
    plan_in,
    submit,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    """A draft that is open to the employee since today."""
    return plan_in(PlanStatus.CONSULTATION, who)


class TestOpening:
    def test_it_freezes_a_version_shows_it_and_tells_the_employee_only(self, who: People, plan: Plan) -> None:
        version = plan.versions.get()
        asked = Consultation.objects.get()
        assert (plan.status, plan.consulted, plan.frozen, plan.issued) == ("consultation", 1, 1, 0)
        assert (asked.version, asked.opened_by) == (version, who.ada)
        assert take_seat(who.ben, plan.case.reference).case == plan.case
        assert version_for(Seat(plan.case, who.ben), plan) == version
        told = Notice.objects.filter(kind="plans.open_consultation").values_list("recipient__name", flat=True)
        assert list(told) == ["Ben"]

    def test_the_event_says_what_was_shown_and_until_when(self, plan: Plan) -> None:
        (event,) = (e for e in CaseEvent.objects.filter(case=plan.case) if e.act == "plans.open_consultation")
        asked = Consultation.objects.get()
        assert event.data["facts"] == {
            "version": 1,
            "digest": asked.version.digest,
            "consultation": str(asked.pk),
            "answer_by": str(asked.answer_by),
        }

    @pytest.mark.parametrize(("ruleset", "days"), [("general", 5), ("us", 3)])
    def test_the_rules_say_how_long_the_employee_has(self, who: People, ruleset: str, days: int) -> None:
        plan = actions.start_plan(opened(who), by=actor(who.ada), ruleset=ruleset)
        consult(write(plan, who), who)
        asked = Consultation.objects.get()
        assert asked.answer_by == asked.opened_at.date() + timedelta(days=days)

    def test_the_last_day_is_one_of_the_cases_own_calendar(self, who: People) -> None:
        plan = drafted(who)
        CaseFile.objects.filter(pk=plan.case_id).update(time_zone="Pacific/Auckland")
        with time_machine.travel("2026-06-01T13:00:00+00:00", tick=False):  # the second of June, there
            consult(plan, who)
        assert last_day() == date(2026, 6, 7)

    def test_a_draft_without_an_item_is_nothing_to_ask_about(self, who: People) -> None:
        plan = drafted(who)
        write(plan, who, items=[])
        assert "at least one thing to improve" in reasons(lambda: consult(plan, who))
        assert events(plan)[-1] == "plans.start_plan"

    @pytest.mark.parametrize("lacking", [{"target": None}, {"baseline": None}, {"direction": ""}, {"area": " "}])
    def test_an_item_that_cannot_be_answered_to_is_named(self, who: People, lacking: dict[str, Any]) -> None:
        plan = drafted(who)
        write(plan, who, items=[item(), item(**lacking)])
        assert reasons(lambda: consult(plan, who)).startswith("Item 2: say what is to improve")

    def test_a_draft_that_is_not_ready_for_hr_may_be_asked_about(self, who: People) -> None:
        plan = drafted(who)
        write(plan, who, items=[item(cause="", support=[], due_on=None)], if_met="", starts_on=None)
        consult(plan, who)
        assert plan.status == PlanStatus.CONSULTATION

    def test_only_the_manager_opens_it(self, who: People) -> None:
        plan = drafted(who)
        for user, refusal in ((who.ben, NotVisible), (who.cleo, NotYourPart), (who.fay, NotVisible)):
            with pytest.raises(refusal):
                actions.open_consultation(plan, by=actor(user))

    def test_it_is_not_opened_over_a_round_that_is_going_on(self, who: People, plan: Plan) -> None:
        assert "has until" in reasons(lambda: consult(plan, who))
        answer(plan, who)
        assert "Answer it first" in reasons(lambda: consult(plan, who))
        assert Consultation.objects.count() == 1

    def test_again_once_the_employee_was_answered(self, who: People) -> None:
        plan = heard(who)
        write(plan, who, items=[item(target=Decimal(3))])
        consult(plan, who)
        assert (plan.consulted, plan.consultations.count()) == (2, 2)
        answer(plan, who, verdict=Verdict.ACHIEVABLE, proposed_target=None, why="", difficulties="", help_wanted="")
        assert [row.state for row in plan.consultations.all()] == [RoundState.SETTLED] * 2

    def test_again_after_hr_returned_the_plan(self, who: People) -> None:
        plan = plan_in(PlanStatus.RETURNED, who)
        consult(plan, who)
        assert (plan.status, plan.consulted) == (PlanStatus.CONSULTATION, 2)

    def test_again_after_no_answer_was_given(self, who: People, plan: Plan) -> None:
        with after_the_last_day():
            consult(plan, who)
        assert plan.consultations.count() == 2


class TestAnswering:
    def test_it_is_kept_as_bytes_with_its_digest_in_the_event(self, who: People, plan: Plan) -> None:
        answer(plan, who, general="Thank you for asking.")
        row = ConsultationAnswer.objects.get()
        facts = CaseEvent.objects.filter(case=plan.case).latest("seq").data["facts"]
        assert (facts["digest"], facts["verdicts"]) == (row.digest, {"other_target": 1})
        (said,) = json.loads(bytes(row.content))["items"]
        assert (said["verdict"], said["proposed_target"]) == ("other_target", "3.00")
        assert row.said == view(plan, general="Thank you for asking.")

    def test_the_same_words_have_another_digest_each_time(self, plan: Plan) -> None:
        """A digest in an event tells nobody which of a few likely answers was given."""
        assert view(plan).to_bytes() != view(plan).to_bytes()

    def test_the_manager_is_told(self, who: People, plan: Plan) -> None:
        answer(plan, who)
        told = Notice.objects.filter(kind="plans.answer_consultation").values_list("recipient__name", flat=True)
        assert list(told) == ["Ada"]

    def test_once(self, who: People, plan: Plan) -> None:
        answer(plan, who)
        assert "given your view already" in reasons(lambda: answer(plan, who))
        assert ConsultationAnswer.objects.count() == 1

    def test_nobody_answers_for_the_employee(self, who: People, plan: Plan) -> None:
        digest = plan.versions.get().digest
        for user in (who.ada, who.cleo, who.dora, who.emil):
            with pytest.raises(NotYourPart):
                actions.answer_consultation(plan, by=actor(user), digest=digest, answer=view(plan))

    def test_only_what_was_shown_is_answered_to(self, who: People, plan: Plan) -> None:
        with pytest.raises(NotWhatWasShown):
            actions.answer_consultation(plan, by=actor(who.ben), digest="0" * 64, answer=view(plan))

    @pytest.mark.parametrize(
        ("changes", "fault"),
        [
            ({"why": " "}, "Say why"),
            ({"verdict": Verdict.NOT_ACHIEVABLE, "why": ""}, "Say why"),
            ({"proposed_target": None}, "which target"),
            ({"proposed_target": ITEM["target"]}, "has already"),
            ({"proposed_target": Decimal(3), "proposed_lower_limit": Decimal(4)}, "below the upper"),
        ],
    )
    def test_a_verdict_needs_what_belongs_to_it(
        self, who: People, plan: Plan, changes: dict[str, Any], fault: str
    ) -> None:
        with pytest.raises(ValidationError, match=fault):
            answer(plan, who, **changes)
        assert not ConsultationAnswer.objects.exists()

    @pytest.mark.parametrize("change", ["none", "twice", "another"])
    def test_every_item_is_answered_once(self, who: People, plan: Plan, change: str) -> None:
        said = view(plan)
        said.items = {
            "none": [],
            "twice": said.items * 2,
            "another": [said.items[0].model_copy(update={"id": uuid.uuid4()})],
        }[change]
        with pytest.raises(ValidationError, match="each once"):
            actions.answer_consultation(plan, by=actor(who.ben), digest=plan.versions.get().digest, answer=said)

    def test_after_the_last_day_too_while_the_plan_still_waits(self, who: People, plan: Plan) -> None:
        with after_the_last_day():
            answer(plan, who)
            assert "Answer it first" in reasons(lambda: submit(plan, who))

    def test_not_after_the_manager_has_gone_on(self, who: People, plan: Plan) -> None:
        with after_the_last_day():
            submit(plan, who)
            assert "not open now" in reasons(lambda: answer(plan, who))

    def test_what_the_manager_writes_meanwhile_is_not_what_is_answered_to(self, who: People, plan: Plan) -> None:
        write(plan, who, items=[item(area="Something else")])
        answer(plan, who)
        assert newest_round(plan).version.data["items"][0]["area"] == ITEM["area"]  # type: ignore[union-attr]
