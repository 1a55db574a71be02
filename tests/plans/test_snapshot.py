"""What was frozen, read back as a document."""

import json
from typing import Any

import pytest

from plans import rulesets
from plans.actions import newest_version
from plans.diff import changes
from plans.models import PlanVersion
from plans.readiness import check
from plans.snapshot import content_of, draft_from, draft_of
from plans.states import PlanStatus
from plans.totals import totals_of
from tests.plans.content import FULL, version_of
from tests.world import People, plan_in

NEW_IN_2 = {
    "basis": ("standard_known_on", "standard_known_how", "files", "standard_files"),
    "calendar": ("cadence", "length_reason"),
    "item": ("measure", "lower_limit", "levels", "interim", "weight", "files"),
    "row": ("id", "hours", "learning", "amount", "files"),
}


def first_schema(content: dict[str, Any]) -> dict[str, Any]:
    """The content as it was frozen before there was a second schema."""
    old: dict[str, Any] = json.loads(json.dumps(content, default=str))
    old["schema"] = 1
    del old["ruleset"], old["currency"]
    for name in ("basis", "calendar"):
        without(old[name], NEW_IN_2[name])
    without_ids(old["basis"]["prior_feedback"])
    for item in old["items"]:
        without(item, NEW_IN_2["item"])
        without_ids(item["support"])
        without_ids(item["commitments"])
    return old


def without(piece: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        piece.pop(name, None)


def without_ids(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        without(row, NEW_IN_2["row"])


@pytest.mark.django_db
def test_what_was_drafted_comes_back(who: People) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, who)
    assert draft_of(newest_version(plan)) == plan.document


def test_every_piece_of_a_full_plan_comes_back() -> None:
    assert draft_of(version_of(FULL)) == FULL


def test_of_the_first_schema_as_well() -> None:
    old = PlanVersion(content=json.dumps(first_schema(version_of(FULL).data)).encode())
    read = draft_of(old)
    (item, *_rest), (before, *_others) = read.items, FULL.items
    assert (item.id, item.target, item.weight, item.levels) == (before.id, before.target, None, [])
    assert [row.content for row in item.support] == [row.content for row in before.support]
    assert read == draft_of(PlanVersion(content=bytes(old.content)))  # the same ids each time


@pytest.mark.django_db
def test_versions_are_checked_compared_and_added_up(who: People) -> None:
    version = draft_of(newest_version(plan_in(PlanStatus.RETURNED, who)))
    after = version.model_copy(update={"basis": version.basis.model_copy(update={"findings": "Batch 7."})})
    assert [change.place for change in changes(version, after)] == ["basis.findings"]
    assert not [f for f in check(version, rulesets.get("general"), language="en") if f.is_blocking]
    assert not totals_of(version)


@pytest.mark.django_db
def test_what_is_about_to_be_frozen_reads_the_same(who: People) -> None:
    plan = plan_in(PlanStatus.DRAFT, who)
    assert draft_from(content_of(plan)) == plan.document
