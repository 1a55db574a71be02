"""What HR does not even get to see: a draft that lacks something (R1 to R6)."""

from datetime import timedelta
from typing import Any

import pytest

from cases.refusals import WrongMoment
from plans import actions
from plans.readiness import missing
from tests.world import END, START, People, actor, drafted, item, opened, write

pytestmark = pytest.mark.django_db

Change = dict[str, Any]


SENTENCES: dict[str, tuple[Change, list[str]]] = {
    "R1 no rating": ({"rating": ""}, ["Say which rating the plan rests on, with the facts and data."]),
    "R1 no facts": ({"findings": ""}, ["Say which rating the plan rests on, with the facts and data."]),
    "R1 no earlier feedback": ({"feedback": []}, ["Add at least one earlier feedback, with its date."]),
    "R10 no standard": ({"standard": ""}, ["Name the standard or policy you rely on, and its version."]),
    "R10 no version": ({"standard_version": ""}, ["Name the standard or policy you rely on, and its version."]),
    "R4 nothing if met": ({"if_met": ""}, ["Say what happens if the targets are met, and if they are not."]),
    "R4 nothing if not met": ({"if_not_met": ""}, ["Say what happens if the targets are met, and if they are not."]),
    "R6 no dates": ({"starts_on": None, "ends_on": None}, ["Say when the plan starts and ends."]),
    "R6 no end": ({"ends_on": None}, ["Say when the plan starts and ends."]),
    "no checkpoint": ({"checkpoints": []}, ["Plan at least one checkpoint."]),
    "a checkpoint after the end": (
        {"checkpoints": [END + timedelta(days=1)]},
        ["Every checkpoint must lie between the start and the end of the plan."],
    ),
    "a checkpoint before the start": (
        {"checkpoints": [START - timedelta(days=1)]},
        ["Every checkpoint must lie between the start and the end of the plan."],
    ),
}


def test_a_full_draft_lacks_nothing(who: People) -> None:
    assert list(missing(drafted(who))) == []


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_missing_is_said(who: People, name: str) -> None:
    plan = drafted(who)
    changes, sentences = SENTENCES[name]
    write(plan, who, **changes)
    assert list(missing(plan)) == sentences


@pytest.mark.parametrize(("days", "fits"), [(27, False), (28, True), (184, True), (185, False)], ids=str)
def test_r6_a_plan_is_neither_too_short_nor_too_long(who: People, days: int, fits: bool) -> None:  # noqa: FBT001
    plan = drafted(who)
    end = START + timedelta(days=days - 1)
    write(plan, who, ends_on=end, checkpoints=[START + timedelta(days=20)], items=[item(due_on=end)])
    said = [] if fits else [f"The plan lasts {days} days; it must last between 28 and 184."]
    assert list(missing(plan)) == said


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"support": []}, "Item 1: add at least one support measure."),
        ({"commitments": []}, "Item 1: add at least one resource commitment."),
    ],
)
def test_r3_an_item_needs_help_and_resources(who: People, rows: Change, sentence: str) -> None:
    plan = drafted(who)
    write(plan, who, items=[item(**rows)])
    assert list(missing(plan)) == [sentence]


def test_an_item_is_due_while_the_plan_runs(who: People) -> None:
    plan = drafted(who)
    write(plan, who, items=[item(due_on=END + timedelta(days=1))])
    assert list(missing(plan)) == ["Item 1: it must be due while the plan runs."]


def test_a_plan_needs_an_item(who: People) -> None:
    plan = drafted(who)
    write(plan, who, items=[])
    assert list(missing(plan)) == ["Add at least one improvement item."]


def test_five_items_are_the_most(who: People) -> None:
    plan = drafted(who)
    write(plan, who, items=[item()] * 5)
    assert list(missing(plan)) == []
    write(plan, who, items=[item()] * 6)
    assert list(missing(plan)) == ["Keep to the most urgent: at most 5 items."]


def test_an_empty_draft_says_everything_in_the_editors_order(who: People) -> None:
    plan = actions.start_plan(opened(who), by=actor(who.ada))
    firsts = ["Say which rating", "Name the standard", "Add at least one earlier", "Add at least one improvement",
              "Say when the plan", "Say what happens"]  # fmt: skip
    assert [sentence.startswith(first) for sentence, first in zip(missing(plan), firsts, strict=True)] == [True] * 6


def test_what_lacks_something_cannot_be_submitted(who: People) -> None:
    plan = drafted(who)
    write(plan, who, if_met="", feedback=[])
    with pytest.raises(WrongMoment) as refusal:
        actions.submit_plan(plan, by=actor(who.ada))
    assert list(map(str, refusal.value.reasons)) == list(missing(plan))
    assert plan.versions.count() == 0
