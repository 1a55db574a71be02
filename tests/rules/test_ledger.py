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
from plans import actions as plans
from plans.models import Plan, PlanVersion, SignOff
from plans.states import Answer, PlanStatus
from reviews import actions as reviews
from tests import coaching, deciding, ending, evidencing, following, meetings, sustaining, world
from tests.consultation import answer, reply
from tests.deliveries import deliver, dispute
from tests.learning import learn
from tests.receipts import with_every_word
from tests.rules.appends import APPENDS, WHOLE_STORY, Step, audit_twice, view_twice
from tests.world import ITEM, PLAN, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


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
