"""The record prints every round of consultation with both sides' words, as of its moment, to whoever reads the case."""

import pytest
import time_machine

from plans.models import Plan
from plans.states import PlanStatus
from records.compose import compose
from tests.consultation import answer, heard, reply
from tests.records.cases import asked_for
from tests.records.test_compose import record_for, words
from tests.world import People, item, plan_in, submit, write

pytestmark = pytest.mark.usefixtures("after_the_plan")

BOTH_SIDES = (
    "Another target is proposed", "3 % instead of 2 %", "Two per cent took the others a year.",
    "The late shift has no fitter to ask.", "The torque chart at my own bench.", "Agreed", "Three per cent it is.",
)  # fmt: skip


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.CONSULTATION, who)


def test_everybody_reads_both_sides(who: People) -> None:
    plan = heard(who)
    for user in (who.ada, who.ben, who.cleo, who.dora, who.emil):
        said = record_for(plan.case, user)
        assert [text for text in BOTH_SIDES if text not in said] == []
        assert plan.consultations.get().answer.digest in said


def test_the_employee_reads_what_they_were_asked_about_and_nothing_later(who: People) -> None:
    plan = heard(who)
    write(plan, who, items=[item(area="Xylophon")])
    submit(plan, who)
    first, second = plan.versions.all()
    said = record_for(plan.case, who.ben)
    assert first.digest in said
    assert (second.digest in said, "Xylophon" in said) == (False, False)
    assert "Xylophon" in record_for(plan.case, who.cleo)


def test_a_copy_says_nothing_that_was_said_after_it(who: People, plan: Plan) -> None:
    before = asked_for(plan.case, who.cleo)
    answer(plan, who)
    between = asked_for(plan.case, who.cleo)
    reply(plan, who)
    assert "There was still time to answer." in words(compose(before))
    assert "Two per cent took" not in words(compose(before))
    assert "Two per cent took" in words(compose(between))
    assert "None was given yet." in words(compose(between))
    assert "Three per cent it is." not in words(compose(between))


def test_r14_silence_is_printed_as_silence(who: People, plan: Plan) -> None:
    with time_machine.travel(f"{plan.consultations.get().answer_by}T23:00:00+00:00"):
        submit(plan, who)
        assert "No answer was given. That is not agreement." in record_for(plan.case, who.cleo)


def test_a_case_without_a_consultation_says_so(who: People) -> None:
    assert "was not asked for their view" in record_for(plan_in(PlanStatus.ISSUED, who).case, who.ben)
