"""Consultation: the employee is heard on the draft, item by item, and answered, before HR reads it."""

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import CaseEvent, CaseFile, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat, take_seat
from plans import actions
from plans.actions import NotWhatWasShown
from plans.consultation import Answer, ItemReply, Reply
from plans.models import Consultation, ConsultationAnswer, FirstView, Plan
from plans.queries import version_for
from plans.rounds import newest_round
from plans.states import PlanStatus, RoundState, Verdict
from tests.world import (
    ITEM,
    START,
    People,
    actor,
    answer,
    answer_digest,
    approve,
    consult,
    document,
    drafted,
    heard,
    issue,
    item,
    opened,
    plan_in,
    reply,
    reply_to,
    submit,
    view,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    """A draft that is open to the employee since today."""
    return plan_in(PlanStatus.CONSULTATION, who)


def events(plan: Plan) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]


def columns(plan: Plan) -> tuple[str, str, date | None]:
    case = CaseFile.objects.get(pk=plan.case_id)
    return case.awaits, case.expected, case.next_due_on


def last_day() -> date:
    return Consultation.objects.latest("opened_at").answer_by


def after_the_last_day() -> Any:
    """Noon of the day after."""
    day = last_day() + timedelta(days=1)
    return time_machine.travel(f"{day}T12:00:00+00:00", tick=False)


def reasons(call: Callable[[], object]) -> str:
    with pytest.raises(WrongMoment) as refusal:
        call()
    return " ".join(map(str, refusal.value.reasons))


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


class TestReplying:
    def test_each_point_gets_words(self, who: People, plan: Plan) -> None:
        answer(plan, who, general="One more thing.")
        assert isinstance(reply_to(plan), Reply)
        for said in (reply_to(plan), reply_to(plan, words=" ", general="Yes."), Reply(items=[], general="Yes.")):
            with pytest.raises(ValidationError):
                actions.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=said)
        reply(plan, who, general="Yes.")
        facts = CaseEvent.objects.filter(case=plan.case).latest("seq").data["facts"]
        assert facts["decisions"] == {"agreed": 1}
        assert Notice.objects.filter(kind="plans.reply_to_consultation").get().recipient == who.ben

    def test_once(self, who: People) -> None:
        plan = heard(who)
        assert "answered already" in reasons(lambda: reply(plan, who))

    def test_not_before_there_is_something_to_answer(self, who: People, plan: Plan) -> None:
        assert "not given their view yet" in reasons(lambda: reply(plan, who))

    def test_a_plain_yes_needs_no_reply(self, who: People, plan: Plan) -> None:
        plain = {"verdict": Verdict.ACHIEVABLE, "why": "", "proposed_target": None}
        answer(plan, who, **plain, difficulties="", help_wanted="")
        assert "nothing to answer" in reasons(lambda: reply(plan, who))
        submit(plan, who)
        assert plan.status == PlanStatus.HR_REVIEW

    def test_a_yes_with_a_wish_does(self, who: People, plan: Plan) -> None:
        answer(plan, who, verdict=Verdict.ACHIEVABLE, why="", proposed_target=None, difficulties="")
        assert "Answer it first" in reasons(lambda: submit(plan, who))

    def test_only_what_was_said_of_items_is_replied_to(self, who: People, plan: Plan) -> None:
        answer(plan, who)
        other = Reply(items=[ItemReply(id=uuid.uuid4(), decision="noted", words="x")])
        with pytest.raises(ValidationError, match="each once"):
            actions.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=other)


class TestSubmitting:
    def test_rules_that_have_the_employee_heard_first(self, who: People) -> None:
        plan = drafted(who)
        Plan.objects.filter(pk=plan.pk).update(ruleset="uk")
        assert "let the employee speak first" in reasons(lambda: submit(plan, who))
        consult(plan, who)
        for step in (answer, reply):
            assert "speak first" not in reasons(lambda: submit(plan, who))
            step(plan, who)
        submit(plan, who)
        assert (plan.frozen, plan.consulted) == (2, 1)

    def test_the_employee_is_waited_for_until_the_last_day_is_over(self, who: People, plan: Plan) -> None:
        assert "has until" in reasons(lambda: submit(plan, who))
        with time_machine.travel(f"{last_day()}T21:59:00+00:00", tick=False):  # 23:59 in Berlin
            assert "has until" in reasons(lambda: submit(plan, who))
        with time_machine.travel(f"{last_day()}T22:01:00+00:00", tick=False):
            submit(plan, who)
        assert plan.status == PlanStatus.HR_REVIEW

    def test_r14_silence_is_no_answer_and_never_agreement(self, who: People, plan: Plan) -> None:
        with after_the_last_day():
            submit(plan, who)
            current = newest_round(plan)
        assert current is not None
        assert (current.state, str(current.state.label)) == (RoundState.SILENT, "No answer was given")
        assert "plans.answer_consultation" not in events(plan)


class TestWhoReads:
    def test_the_employee_reads_what_was_opened_or_issued_and_nothing_between(self, who: People) -> None:
        plan = heard(who)
        write(plan, who, findings="Written afterwards.")
        submit(plan, who)
        seat = Seat(plan.case, who.ben)
        assert [bool(version_for(seat, plan, number)) for number in (1, 2)] == [True, False]
        for step in (approve, issue):
            step(plan, who)
        assert [bool(version_for(seat, plan, number)) for number in (1, 2)] == [True, True]
        assert version_for(seat, plan).number == 2  # type: ignore[union-attr]

    def test_they_go_on_seeing_it_whatever_hr_does(self, who: People) -> None:
        plan = heard(who)
        submit(plan, who)
        actions.return_plan(plan, by=actor(who.cleo), comment="Too vague.")
        seat = take_seat(who.ben, plan.case.reference)
        assert version_for(seat, plan).number == 1  # type: ignore[union-attr]

    def test_r12_their_first_view_is_an_event_here_too(self, who: People, plan: Plan) -> None:
        for _time in range(2):
            actions.view_version(plan, plan.versions.get(), by=actor(who.ben))
        assert events(plan).count("plans.view_version") == FirstView.objects.count() == 1

    def test_dates_of_the_draft_stay_the_managers(self, who: People, plan: Plan) -> None:
        """List columns are read by everybody in the case."""
        write(plan, who, starts_on=START + timedelta(days=7))
        answer(plan, who)
        assert CaseFile.objects.get(pk=plan.case_id).starts_on == START

    def test_the_dates_are_those_of_the_plan_once_it_is_issued(self, who: People) -> None:
        plan = heard(who)
        write(plan, who, starts_on=START + timedelta(days=7), checkpoints=(START + timedelta(days=14),))
        plan_in(PlanStatus.ISSUED, who, plan)
        assert CaseFile.objects.get(pk=plan.case_id).starts_on == START + timedelta(days=7)


def test_whose_turn_it_is(who: People) -> None:
    plan = plan_in(PlanStatus.CONSULTATION, who)
    assert columns(plan) == ("subject", "plans.answer_consultation", last_day())
    answer(plan, who)
    assert columns(plan) == ("manager", "plans.reply_to_consultation", last_day())
    reply(plan, who)
    assert columns(plan) == ("manager", "plans.edit_plan", START)
    submit(plan, who)
    assert columns(plan)[:2] == ("hr_partner", "plans.approve_plan")


def test_the_manager_goes_on_writing_during_it(who: People, plan: Plan) -> None:
    actions.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=document(rating="Other"))
    assert Plan.objects.get(pk=plan.pk).document.basis.rating == "Other"


def test_what_was_said_is_read_as_it_was_said(who: People, plan: Plan) -> None:
    said = view(plan, general="Thank you.")
    assert Answer.from_bytes(said.to_bytes()) == said
