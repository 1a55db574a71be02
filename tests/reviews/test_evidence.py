"""R29: what HR records apart from the plan: who may, when, who reads it, who is told, and that nothing is lost."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import CaseChain, EventText, Notice
from cases.queries import whole_history
from cases.refusals import NotVisible, WrongMoment
from cases.seat import Seat
from people.models import User
from plans.fairness import Holds
from plans.models import Plan
from plans.states import PlanStatus
from records.compose import compose
from records.models import RecordCopy
from reviews import actions as reviews
from reviews.evidence import map_of
from reviews.evidence.reads import facts_of, records_of
from tests import world
from tests.evidencing import CLEAR, long_after, not_met, record, told, withdraw
from tests.pages import signed_in, text
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.django_db
HR_ONLY = {"second_assessment": "shown_by", "union": "told_how", "notice": "delivered_how", "art_42": "checked_by"}


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with long_after():
        yield not_met(who)


def page(user: User, plan: Plan, address: str = "evidence/") -> Any:
    return signed_in(user).get(f"/cases/{plan.case.reference}/{address}")


def test_r29_only_an_outcome_that_is_not_met_under_rules_with_a_map_is_open(who: People) -> None:
    with long_after():
        plan = plan_in(PlanStatus.DECIDED, who)
        with pytest.raises(WrongMoment, match="wrong moment") as refusal:
            record(plan, who, "training")
        assert refusal.value.reasons == ("The rules of this case ask for no evidence map.",)
        Plan.objects.filter(pk=plan.pk).update(ruleset="cn")
        with pytest.raises(WrongMoment) as refusal:
            record(plan, who, "training")
        assert refusal.value.reasons == ("Evidence is recorded where the outcome is not “met”. Here it is.",)


def test_r29_it_is_recorded_after_the_case_was_closed_as_well(who: People, plan: Plan) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=True):  # the window to appeal is over
        world.close(plan, who)
        assert record(plan, who, "notice").pk


def test_r29_words_are_hrs_but_for_training_and_transfer(who: People, plan: Plan) -> None:
    """In the history, on the case page, in files: the employee and the manager read what the employee took part in."""
    said: dict[str, dict[str, Any]] = {kind: {name: "Zinnober"} for kind, name in HR_ONLY.items()}
    rows = {kind: record(plan, who, kind, **words) for kind, words in said.items()}
    for user in (who.ben, who.ada):
        lines = whole_history(Seat(plan.case, user))
        assert "Zinnober" not in str([line.texts for line in lines])
        assert "Zinnober" not in text(page(user, plan, ""))
        assert "Zinnober" not in text(page(user, plan, "history/"))
        assert {page(user, plan, f"files/{row.files[0]}/").status_code for row in rows.values()} <= {404}
    for user in (who.cleo, who.dora, who.emil):
        assert "Zinnober" in str([line.texts for line in whole_history(Seat(plan.case, user))])
        assert text(page(user, plan)).count("Zinnober") == len(HR_ONLY)
        assert {page(user, plan, f"files/{row.files[0]}/").status_code for row in rows.values()} == {200}


def test_r29_the_employee_reads_and_is_told_of_training_and_transfer(who: People, plan: Plan) -> None:
    before = Notice.objects.count()
    found = record(plan, who, "training", outcome="Amber", content="Bench training")
    assert [row.recipient for row in Notice.objects.order_by("pk")[before:]] == [who.ben]
    assert "Amber" in text(page(who.ben, plan, ""))
    assert page(who.ben, plan, f"files/{found.files[0]}/").status_code == 200
    withdraw(plan, who, found, "Wrong person.")
    assert [row.recipient for row in Notice.objects.order_by("pk")[before:]] == [who.ben, who.ben]
    assert "Wrong person." in text(page(who.ben, plan, "history/"))
    for kind in HR_ONLY:
        record(plan, who, kind)
    assert Notice.objects.count() == before + 2


def test_r29_nobody_else_reads_the_map_and_no_other_rules_have_one(who: People, plan: Plan) -> None:
    assert [page(user, plan).status_code for user in (who.cleo, who.dora, who.emil)] == [200] * 3
    assert [page(user, plan).status_code for user in (who.ben, who.ada)] == [403] * 2
    assert page(who.fay, plan).status_code == 404
    for user, answer in ((who.cleo, True), (who.ben, False), (who.ada, False)):
        assert (f"/cases/{plan.case.reference}/evidence/" in text(page(user, plan, ""))) is answer
    Plan.objects.filter(pk=plan.pk).update(ruleset="general")
    assert page(who.cleo, plan).status_code == 404


def test_r29_the_page_says_that_it_dismisses_nobody_and_has_no_button_that_does(who: People, plan: Plan) -> None:
    shown = text(page(who.cleo, plan))
    for sentence in ("pipcases dismisses nobody", "not legal advice", "Economic compensation under article 46(3)"):
        assert sentence in shown
    assert "<form" not in shown.split("<main", 1)[1].split("</main>")[0]


def test_r29_a_second_notice_is_not_offered(who: People, plan: Plan) -> None:
    door = f"/cases/{plan.case.reference}/evidence/record/notice/"
    assert door in text(page(who.cleo, plan))
    record(plan, who, "notice")
    assert door not in text(page(who.cleo, plan))


def test_r29_a_correction_stands_in_the_place_of_what_it_corrects(who: People, plan: Plan) -> None:
    first = record(plan, who, "union")
    second = record(plan, who, "union", replaces=first, answered="It objected")
    assert second.files[0] == first.files[0]
    assert len(second.files) == 2
    assert [row.stands for row in records_of(plan)] == [False, True]
    for fell in (first, record(plan, who, "art_42")):
        with pytest.raises(NotVisible):
            record(plan, who, "union", replaces=fell)
    withdraw(plan, who, second)
    with pytest.raises(NotVisible):
        withdraw(plan, who, second)


def test_r29_an_entry_that_is_sent_twice_is_recorded_once(who: People, plan: Plan) -> None:
    piece = told("training", key=uuid.UUID(int=7), files=[])
    reviews.record_evidence(plan, by=actor(who.cleo), evidence=piece)
    with pytest.raises(reviews.RecordedAlready):
        reviews.record_evidence(plan, by=actor(who.cleo), evidence=piece)
    assert plan.evidence_records.count() == 1


@pytest.mark.parametrize(
    "prompts",
    [{}, {"maternity": Holds.NOT}, {**CLEAR, "maternity": "perhaps"}, {**CLEAR, "weather": Holds.NOT}],
    ids=str,
)
def test_r29_every_case_of_article_42_is_answered_and_nothing_else(
    who: People, plan: Plan, prompts: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        record(plan, who, "art_42", prompts=prompts)


def test_r29_no_answer_about_article_42_stands_in_an_event(who: People, plan: Plan) -> None:
    record(plan, who, "art_42", prompts=CLEAR | {"maternity": Holds.APPLIES})
    last = whole_history(Seat(plan.case, who.cleo))[-1]
    assert "maternity" not in bytes(last.event.body).decode()
    assert EventText.objects.get(case=plan.case, seq=last.event.seq, field="prompts").value
    assert "Pregnancy" in text(page(who.cleo, plan, "history/"))
    assert "Pregnancy" not in text(page(who.ada, plan, "history/"))


def lacked(plan: Plan) -> tuple[list[str], list[str]]:
    rows = records_of(plan)
    flag = map_of(facts_of(plan, rows, timezone.now()), rows).flag
    assert flag
    return [row.entry.id for row in flag.missing], [row.entry.id for row in flag.since]


def test_r29_a_notice_over_an_incomplete_map_is_taken_and_flagged(who: People, plan: Plan) -> None:
    """The standard is no file in this plan, which nobody can add any more; what comes later is said to have."""
    record(plan, who, "training")
    record(plan, who, "second_assessment")
    notice = record(plan, who, "notice")
    assert lacked(plan) == (["standard", "union"], [])
    assert "was missing when it was recorded" in text(page(who.cleo, plan))
    record(plan, who, "union")
    assert lacked(plan) == (["standard"], ["union"])
    record(plan, who, "notice", replaces=notice)
    assert lacked(plan) == (["standard"], ["union"])


def test_r29_a_barred_notice_is_flagged(who: People, plan: Plan) -> None:
    for kind in ("training", "second_assessment", "union"):
        record(plan, who, kind)
    record(plan, who, "art_42", prompts=CLEAR | {"maternity": Holds.UNKNOWN})
    record(plan, who, "notice")
    assert lacked(plan) == (["standard", "art_42"], [])
    assert "Notice is barred" in text(page(who.emil, plan))


def copied(plan: Plan, user: User, part: str, seq: int) -> str:
    given = {"part": part, "language": "en", "head": "0" * 64}
    return compose(RecordCopy(case=plan.case, requested_by=user, seq=seq, **given))


def test_r29_the_record_tells_the_map_of_its_moment_to_whom_it_is_for(who: People, plan: Plan) -> None:
    record(plan, who, "training", content="Bench training")
    record(plan, who, "union", told_how="Zinnober")
    then = CaseChain.objects.get(pk=plan.case_id).seq
    withdraw(plan, who, plan.evidence_records.get(kind="union"), "Not yet sent.")
    now = CaseChain.objects.get(pk=plan.case_id).seq
    old, new = (copied(plan, who.cleo, "hr_partner", seq) for seq in (then, now))
    assert ("Evidence map" in old, "Zinnober" in old, "Not yet sent." in old) == (True, True, False)
    assert "It is not recorded that the trade union was told." in new
    assert "Not yet sent." in new
    bens = copied(plan, who.ben, "subject", now)
    assert ("Bench training" in bens, "Evidence map" in bens, "Zinnober" in bens) == (True, False, False)
    assert "Training and transfer after the plan" not in copied(plan, who.ben, "subject", then - 2)
