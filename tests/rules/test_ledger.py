"""Every step leaves its events, no more and no less; and no event holds a person's words."""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from cases import actions as cases
from cases.acting import acting
from cases.acts import ADD_COMMENT
from cases.chain import canonical, commitment
from cases.models import CaseChain, CaseEvent, CaseFile, EventText, Notice
from cases.seat import Seat
from plans import actions as plans
from plans.models import Plan, PlanVersion, SignOff
from plans.states import Answer, PlanStatus
from records import actions as records
from reviews import actions as reviews
from tests import (
    amending,
    appealing,
    coaching,
    deciding,
    ending,
    evidencing,
    following,
    links,
    meetings,
    sustaining,
    world,
)
from tests.consultation import answer, reply
from tests.deliveries import deliver, deliver_twice, dispute
from tests.learning import learn, tick
from tests.moving import arrange_and_move
from tests.receipts import (
    be_served,
    refuse,
    refuse_and_sign,
    refuse_before_a_witness,
    say_nothing,
    with_every_word,
)  # fmt: skip
from tests.world import ITEM, PLAN, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

Step = Callable[[Plan, People], Any]


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")


def return_from_second_line(plan: Plan, who: People) -> None:
    plans.return_plan(plan, by=actor(who.hal), comment="Say by when.")


def save(plan: Plan, who: People) -> None:
    world.write(plan, who, feedback=[])


def view_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        plans.view_version(plan, plans.newest_version(plan), by=actor(who.ben))


def answer_and_reply(plan: Plan, who: People) -> None:
    answer(plan, who)
    reply(plan, who)


def comment(plan: Plan, who: People) -> None:
    question = cases.add_comment(plan.case, by=actor(who.ben), text="Which batch?", topic="plan")
    cases.add_comment(plan.case, by=actor(who.ada), text="Number 7.", topic="plan", answers=question)


def audit_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        cases.record_reading(Seat(plan.case, who.emil), by=actor(who.emil))


def read_by_others(plan: Plan, who: People) -> None:
    for user in (who.ada, who.ben, who.cleo, who.dora):
        cases.record_reading(Seat(plan.case, user), by=actor(user))


def note(plan: Plan, who: People) -> None:
    world.hold(plan, who)
    reviews.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="I saw it so.")


def return_outcome(plan: Plan, who: People) -> None:
    reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")


def ask_twice(plan: Plan, who: People) -> None:
    for _time in range(2):
        records.request_copy(plan.case, by=actor(who.ben))


APPENDS = [
    (PlanStatus.DRAFT, save, []),
    (PlanStatus.DRAFT, world.consult, ["plans.open_consultation"]),
    (PlanStatus.RETURNED, world.consult, ["plans.open_consultation"]),
    (PlanStatus.CONSULTATION, save, []),
    (PlanStatus.CONSULTATION, view_twice, ["plans.view_version"]),
    (PlanStatus.CONSULTATION, answer, ["plans.answer_consultation"]),
    (PlanStatus.CONSULTATION, answer_and_reply, ["plans.answer_consultation", "plans.reply_to_consultation"]),
    (PlanStatus.DRAFT, world.submit, ["plans.submit_plan"]),
    (PlanStatus.HR_REVIEW, world.approve, ["plans.approve_plan"]),
    (PlanStatus.HR_REVIEW, world.pass_on, ["plans.pass_to_second_line"]),
    (PlanStatus.SECOND_LINE, world.approve_second_line, ["plans.approve_second_line"]),
    (PlanStatus.SECOND_LINE, return_from_second_line, ["plans.return_plan"]),
    (PlanStatus.HR_REVIEW, cancel, ["plans.cancel_plan"]),
    (PlanStatus.APPROVED, world.issue, ["plans.issue_plan"]),
    (PlanStatus.ISSUED, view_twice, ["plans.view_version"]),
    (PlanStatus.ISSUED, world.sign, ["reviews.sign_receipt"]),
    (PlanStatus.ISSUED, refuse, ["reviews.refuse_receipt"]),
    (PlanStatus.ISSUED, refuse_before_a_witness, ["reviews.record_refusal", "reviews.attest_refusal"]),
    (PlanStatus.ISSUED, refuse_and_sign, ["reviews.refuse_receipt", "reviews.sign_receipt"]),
    (PlanStatus.ISSUED, be_served, ["reviews.log_service", "reviews.add_service_proof"]),
    (PlanStatus.ISSUED, say_nothing, ["reviews.lapse_receipt", "reviews.log_service"]),
    (PlanStatus.ACTIVE, world.hold, ["reviews.hold_checkpoint"]),
    (PlanStatus.ACTIVE, note, ["reviews.hold_checkpoint", "reviews.add_employee_note"]),
    (
        PlanStatus.ACTIVE,
        arrange_and_move,
        ["reviews.arrange_checkpoint", "reviews.reschedule_checkpoint", "reviews.postpone_checkpoint"],
    ),
    (PlanStatus.ACTIVE, learn, ["reviews.tick_learning", "reviews.confirm_learning"] * 2),
    (PlanStatus.ACTIVE, deliver_twice, ["reviews.deliver", "reviews.confirm_delivery"] * 2),
    (PlanStatus.FINAL_REVIEW, tick, ["reviews.tick_learning"]),
    (PlanStatus.ACTIVE, comment, ["cases.add_comment", "cases.add_comment"]),
    (PlanStatus.ACTIVE, audit_twice, ["cases.read_as_auditor"]),
    (PlanStatus.ACTIVE, read_by_others, []),
    *[
        (PlanStatus.ACTIVE, step, told)
        for room in (amending, appealing, coaching, evidencing, links, meetings)
        for step, told in room.APPENDS
    ],
    (PlanStatus.FINAL_REVIEW, return_outcome, ["reviews.return_outcome"]),
    (PlanStatus.FINAL_REVIEW, world.decide, ["reviews.decide_outcome"]),
    (PlanStatus.DECIDED, world.sign_outcome, ["reviews.sign_outcome"]),
    (PlanStatus.DECIDED, world.close, ["reviews.close_case"]),
    *(*following.APPENDS, *sustaining.APPENDS),
    (PlanStatus.CLOSED, ask_twice, ["records.request_copy"]),
]
WHOLE_STORY = [
    "cases.open_case", "plans.start_plan", "plans.submit_plan", "plans.approve_plan", "plans.issue_plan",
    "reviews.sign_receipt", "reviews.hold_checkpoint", "reviews.hold_checkpoint", "reviews.open_final_review",
    "reviews.summarise_plan", "reviews.propose_outcome", "reviews.decide_outcome", "reviews.close_case",
]  # fmt: skip


def acts_in(case: CaseFile) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=case).order_by("seq")]


@pytest.mark.parametrize(("status", "step", "appended"), APPENDS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_step_appends_its_events_and_no_others(
    who: People, status: PlanStatus, step: Step, appended: list[str]
) -> None:
    plan = plan_in(status, who)
    before = acts_in(plan.case)
    step(plan, who)
    assert acts_in(plan.case) == before + appended


def test_a_whole_case_is_told_in_order(who: People) -> None:
    plan = plan_in(PlanStatus.CLOSED, who)
    assert acts_in(plan.case) == WHOLE_STORY
    event = CaseEvent.objects.get(case=plan.case, seq=6)
    assert (event.data["from"], event.data["to"]) == ("issued", "active")
    assert event.data["by"] == {"user": who.ben.pk, "part": "subject", "session": "0123456789abcdef"}
    assert event.data["subject"] == {"kind": "plans.Plan", "id": str(plan.pk)}


def fail_inside(block: AbstractContextManager[object], write: Callable[[], object]) -> None:
    with block:
        write()
        raise RuntimeError


def test_an_exception_in_the_block_leaves_nothing(who: People) -> None:
    case = world.opened(who)
    before, notices = CaseChain.objects.get(pk=case.pk).seq, Notice.objects.count()
    block = acting(ADD_COMMENT, case, by=actor(who.ada), texts={"comment": "Lost"})
    with pytest.raises(RuntimeError):
        fail_inside(block, lambda: CaseFile.objects.filter(pk=case.pk).update(awaits="hr"))
    assert CaseChain.objects.get(pk=case.pk).seq == before
    assert Notice.objects.count() == notices
    assert not EventText.objects.filter(value="Lost").exists()
    assert CaseFile.objects.get(pk=case.pk).awaits == "manager"


def test_an_exception_after_the_act_takes_the_act_with_it(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    before = CaseChain.objects.get(pk=plan.case_id).seq
    with pytest.raises(RuntimeError):
        fail_inside(transaction.atomic(), lambda: world.sign(plan, who))
    assert CaseChain.objects.get(pk=plan.case_id).seq == before
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.ISSUED
    assert not SignOff.objects.filter(step="receipt").exists()


def test_a_broken_rule_of_the_table_takes_the_act_back(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    before = acts_in(plan.case)
    with pytest.raises(ValidationError):
        world.sign(plan, who, Answer.DISAGREED)
    assert acts_in(plan.case) == before
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.ISSUED


class TestWords:
    """Everything a person typed, or is called by, is a marked word here; none may stand in an event."""

    MARK = "Xylophon"

    def marked(self, fields: dict[str, Any], *names: str) -> dict[str, Any]:
        return {**fields, **{name: f"{self.MARK} {name}" for name in names}}

    @pytest.fixture
    def bodies(self, who: People, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
        plan = ("rating", "findings", "standard", "standard_version", "if_met", "if_not_met")
        monkeypatch.setattr(world, "PLAN", self.marked(PLAN, *plan))
        item = ("area", "observed", "impact", "analysis", "unit", "measured_by", "data_source", "assessor")
        monkeypatch.setattr(world, "ITEM", self.marked(ITEM, *item))
        monkeypatch.setattr(world, "FEEDBACK", self.marked(world.FEEDBACK, "said"))
        monkeypatch.setattr(world, "SUPPORT", self.marked(world.SUPPORT, "content", "provider", "schedule"))
        monkeypatch.setattr(world, "COMMITMENT", self.marked(world.COMMITMENT, "content", "owner"))
        self.walk(who)
        return [bytes(body) for body in CaseEvent.objects.values_list("body", flat=True)]

    def walk(self, who: People) -> None:
        plan, by = plan_in(PlanStatus.CONSULTATION, who), {name: actor(user) for name, user in vars(who).items()}
        words = {name: f"{self.MARK} {name}" for name in ("why", "difficulties", "help_wanted", "general")}
        answer(plan, who, **words)
        reply(plan, who, words=self.MARK, general=self.MARK)
        world.submit(plan, who)
        plans.return_plan(plan, by=by["cleo"], comment=f"{self.MARK} return")
        world.submit(plan, who)
        world.pass_on(plan, who)
        plans.return_plan(plan, by=by["hal"], comment=f"{self.MARK} from above")
        for step in (world.submit, world.approve, world.issue):
            step(plan, who)
        view_twice(plan, who)
        with_every_word(plan, who, self.MARK)
        world.sign(plan, who, Answer.DISAGREED, f"{self.MARK} objection")
        first = meetings.with_every_word(plan, who, self.MARK)
        reviews.add_employee_note(first, by=by["ben"], note=f"{self.MARK} own")
        cases.add_comment(plan.case, by=by["ben"], text=f"{self.MARK} comment", topic="plan")
        learn(plan, who, f"{self.MARK} learnt")
        coaching.with_every_word(plan, who, self.MARK)
        deliver(plan, who, words=f"{self.MARK} delivered")
        dispute(plan, who, f"{self.MARK} disputed")
        audit_twice(plan, who)
        for words in ({"summary": f"{self.MARK} 1"}, {"summary": f"{self.MARK} 2"}):
            ending.propose_with_every_word(plan, who, self.MARK, **words)
            if words["summary"].endswith("1"):
                reviews.return_outcome(plan, by=by["cleo"], comment=f"{self.MARK} back")
        ending.decide_as(plan, who, reasons=dict.fromkeys(deciding.SOFT, f"{self.MARK} all the same"))
        reviews.refuse_outcome(plan, by=by["ben"], digest=world.outcome_digest(plan), words=f"{self.MARK} no")
        world.sign_outcome(plan, who, Answer.DISAGREED, f"{self.MARK} objection")
        following.with_every_word(plan, who, self.MARK)
        sustaining.with_every_word(plan, who, self.MARK)
        evidencing.in_another_case_with_every_word(who, self.MARK)

    def test_no_words_and_no_names_stand_in_an_event(self, bodies: list[bytes], who: People) -> None:
        assert len(bodies) > len(WHOLE_STORY)
        private = [self.MARK, "@example.com", "192.0.2.7", "Test/1.0", *(user.name for user in vars(who).values())]
        found = [(word, body) for body in bodies for word in private if word.encode() in body]
        assert found == []

    def test_bodies_are_canonical_and_hold_no_fractions_in_binary(self, bodies: list[bytes]) -> None:
        for body in bodies:
            data = json.loads(body, parse_float=pytest.fail)
            assert json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == body

    def test_each_text_is_bound_by_a_salted_commitment(self, bodies: list[bytes]) -> None:
        texts = list(EventText.objects.all())
        assert len(texts) > len(bodies)  # addresses and browsers, besides the words
        for row in texts:
            event = CaseEvent.objects.get(case=row.case_id, seq=row.seq)
            salt = bytes(row.salt)
            assert len(salt) == 16
            assert event.data["texts"][row.field] == hashlib.sha256(salt + row.value.encode()).hexdigest()
        assert len({bytes(row.salt) for row in texts}) == len(texts)

    def test_the_words_are_kept_beside_the_events(self, bodies: list[bytes]) -> None:
        kept = " ".join(EventText.objects.values_list("value", flat=True))
        told = "return objection note next own comment learnt delivered disputed early back attested came coached"
        for word in (*told.split(), "recorded", "withdrawn", "otherwise", *meetings.WORDS, *following.WORDED):
            assert f"{self.MARK} {word}" in kept
        assert self.MARK.encode() in bytes(PlanVersion.objects.latest("number").content)


def test_a_commitment_hides_the_text_it_binds() -> None:
    assert commitment(b"salt", "text") == hashlib.sha256(b"salttext").hexdigest()
    assert commitment(b"salt", "text") != commitment(b"tlas", "text")


@pytest.mark.parametrize("value", [1.5, float("nan"), object(), b"bytes", {1, 2}])
def test_what_prints_differently_elsewhere_cannot_go_into_an_event(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})
