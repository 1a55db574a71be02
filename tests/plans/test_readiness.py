"""What is missing keeps a plan from being submitted: the rules of drafting, through the real step."""

from datetime import timedelta
from typing import Any

import pytest

from cases.refusals import WrongMoment
from plans import actions
from plans.draft import Draft
from plans.readiness import check, missing
from plans.rulesets import get
from tests.world import DAYS, FEEDBACK, START, People, actor, document, drafted, item, write

pytestmark = pytest.mark.django_db


def refused(who: People, **said: Any) -> list[str]:
    """The reasons against submitting this draft, which stays as it is."""
    plan = drafted(who)
    write(plan, who, **said)
    with pytest.raises(WrongMoment) as refusal:
        actions.submit_plan(plan, by=actor(who.ada))
    assert plan.versions.count() == 0
    assert list(map(str, refusal.value.reasons)) == list(missing(plan))
    return list(missing(plan))


def rules_broken(draft: Draft) -> set[str]:
    return {finding.rule for finding in check(draft, get("general"), language="en") if finding.is_blocking}


@pytest.mark.parametrize(
    "said",
    [
        {"feedback": []},
        {"feedback": [{**FEEDBACK, "given_on": None}]},
        {"items": [item(observed="")]},
        {"items": [item(observed_on=None)]},
        {"items": [item(impact="")]},
    ],
    ids=str,
)
def test_r1_concerns_carry_dated_examples_impact_and_dated_feedback(who: People, said: dict[str, Any]) -> None:
    assert len(refused(who, **said)) == 1
    assert {rule.partition(".")[0] for rule in rules_broken(document(**said))} == {"R1"}


@pytest.mark.parametrize("lack", [{"support": []}, {"commitments": []}], ids=str)
def test_r3_each_item_has_a_measure_and_a_commitment(who: People, lack: dict[str, Any]) -> None:
    said = {"items": [item(), item(**lack)]}
    (reason,) = refused(who, **said)
    assert reason.startswith("Item 2: ")
    assert {rule.partition(".")[0] for rule in rules_broken(document(**said))} == {"R3"}


@pytest.mark.parametrize("lack", ["if_met", "if_not_met"])
def test_r4_consequences_are_written_before_the_plan_is_shown(who: People, lack: str) -> None:
    assert len(refused(who, **{lack: " "})) == 1
    assert {rule.partition(".")[0] for rule in rules_broken(document(**{lack: " "}))} == {"R4"}


@pytest.mark.parametrize(("days", "fits"), [(27, False), (28, True), (184, True), (185, False)], ids=str)
def test_r6_a_plan_is_as_long_as_its_rules_have_it_or_says_why(days: int, fits: bool) -> None:  # noqa: FBT001
    end = START + timedelta(days=days - 1)
    draft = document(ends_on=end, checkpoints=[end], items=[item(due_on=end)])
    assert (rules_broken(draft) == set()) is fits
    draft.calendar.length_reason = "Agreed with both: the line stands still in summer."
    assert rules_broken(draft) == set()
    assert DAYS in range(28, 185)


def test_everything_that_is_missing_is_said_at_once(who: People) -> None:
    assert len(refused(who, if_met="", feedback=[], items=[item(support=[])])) == 3
