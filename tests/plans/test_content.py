"""A plan as it is read: everything it says is there, and an older version breaks nothing."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from plans.draft import Draft, DraftItem
from plans.models import PlanVersion
from plans.places import ITEM_ROWS, PLAN_ROWS, anchor_of, row_in_item, row_of
from tests.plans.content import FIGURE, FULL, LEVELS, version_of
from tests.plans.test_snapshot import first_schema

CASE = SimpleNamespace(reference="2026-222222")


def page(content: dict[str, Any]) -> str:
    """The words of the plan's page, without tags."""
    html = render_to_string("plans/content.html", {"content": content, "case": CASE, "threads": None})
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace("\xa0", " ")


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


SAID = (
    "The employee has had it since", "Handed out at induction", "standard.pdf", "log.xlsx", "20.0 KB",
    "weight 60 %", "Keep between 1.5 and 2.5 %", "between 1.5 and 2.5 %", "by March 16, 2026 2.75 %", "pallets.pdf",
    "8 hours of your time", "The scale's handbook", "done when: the test is passed", "Course: Weighing, basics",
    "1,200 EUR", "offer.pdf", "6 hours",
    "Leaves when the bell rings level now", "Hands over a signed list level to reach", "2: Tells what is open",
    "What it takes, in all", "Budget 1,200 EUR", "The line stands still in April.", "Written under the rules",
)  # fmt: skip


def test_a_full_plan_says_everything() -> None:
    words = page(version_of(FULL).data)
    assert [said for said in SAID if said not in words] == []


def test_help_comes_before_what_was_observed() -> None:
    words = page(version_of(FULL).data)
    assert words.index("Setting the scale") < words.index("Two pallets were outside")


def test_a_version_of_the_first_schema_is_read_as_ever() -> None:
    plain = FIGURE.model_copy(update={"direction": "lower"})
    words = page(first_schema(version_of(FULL.model_copy(update={"items": [plain]})).data))
    for said in ("Filling weight", "Lower to at most the target", "Setting the scale", "The supplier's fee"):
        assert said in words
    for unsaid in ("weight 60", "What it takes", "Written under", "hours"):
        assert unsaid not in words


def test_a_draft_that_says_nothing_yet_has_a_page() -> None:
    assert "–" in page(version_of(Draft(items=[DraftItem()])).data)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.com", "example.com"])
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    learning = [row.model_copy(update={"address": address}) for row in FIGURE.support[0].learning]
    support = FIGURE.support[0].model_copy(update={"learning": learning})
    item = FIGURE.model_copy(update={"support": [support]})
    data = version_of(FULL.model_copy(update={"items": [item]})).data
    html = render_to_string("plans/content.html", {"content": data, "case": CASE, "threads": None})
    assert f'href="{address}' not in html
    assert "The scale&#x27;s handbook" in html


def test_every_place_of_a_draft_has_its_row() -> None:
    """What findings and differences name is found on the page."""
    numbers = {str(item.id): number for number, item in enumerate(FULL.items, start=1)}
    html = render_to_string("plans/content.html", {"content": version_of(FULL).data, "case": CASE, "threads": None})
    anchors = set(re.findall(r'id="([\w-]+)"', html))
    pieces = ("basis", "calendar", "consequences")
    places = [f"{piece}.{name}" for piece in pieces for name in type(getattr(FULL, piece)).model_fields]
    places += [f"items.{LEVELS.id}.{name}" for name in DraftItem.model_fields if name not in ("id", "files")]
    places += [f"items.{FIGURE.id}.support.{FIGURE.support[0].id}.content", f"items.{FIGURE.id}.files", "items"]
    assert {anchor_of(place, numbers) for place in [*places, "currency"]} - {"plan"} <= anchors
    assert [place for place in places if anchor_of(place, numbers) == "plan"] == []
    assert {row_of(place) for place in places if not place.startswith("items")} == set(PLAN_ROWS)
    rows = {row_in_item(place) for place in places if place.startswith("items.")}
    assert rows == {*ITEM_ROWS, ""}  # the area is the item itself


def test_what_is_gone_leads_to_the_plan() -> None:
    assert anchor_of(f"items.{LEVELS.id}.target", {}) == "plan"
    assert PlanVersion is type(version_of(FULL))
