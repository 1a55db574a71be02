"""The editor in real browsers: saved while one types, two windows at once, without script, by keyboard, on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.draft import Draft
from plans.forms.item import prefix_of
from plans.models import Plan
from plans.states import PlanStatus
from tests.journeys.conftest import Door, faults_of, is_sideways
from tests.world import People, plan_in

SAVED = re.compile("^Saved")


def open_editor(page: Page, plan: Plan) -> Page:
    page.goto(f"/cases/{plan.case.reference}/plan/edit/")
    return page


def state(page: Page) -> Any:
    return page.locator("[data-state]")


def saved(plan: Plan) -> Draft:
    return Plan.objects.get(pk=plan.pk).document


def write_rating(page: Page, words: str) -> None:
    page.get_by_label("Appraisal rating").fill(words)


@pytest.fixture
def plan(them: People) -> Plan:
    return plan_in(PlanStatus.DRAFT, them)


def test_it_is_saved_while_one_types(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    write_rating(ada, "Typed and left alone")
    expect(state(ada)).to_have_text("Not saved yet")
    expect(state(ada)).to_have_text(SAVED)
    assert saved(plan).basis.rating == "Typed and left alone"


def test_one_can_go_on_typing_while_it_is_saved(them: People, plan: Plan, enter: Door) -> None:
    """Many saves in a row are no conflict with oneself."""
    ada = open_editor(enter(them.ada), plan)
    findings = ada.get_by_label("Facts and data")
    findings.fill("")
    findings.press_sequentially("Errors came back in three batches of one week, and the team saw why.", delay=90)
    expect(state(ada)).to_have_text(SAVED)
    expect(ada.locator("[data-stale]")).to_have_count(0)
    assert saved(plan).basis.findings.endswith("the team saw why.")


def test_items_come_move_go_and_come_back_without_a_new_page(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    ada.evaluate("window.sameAsBefore = true")
    (first,) = saved(plan).items
    ada.get_by_role("button", name="Add an item").click()
    expect(ada.locator(".editor-item")).to_have_count(2)
    ada.locator(".editor-item").nth(1).get_by_label("what is to improve").fill("Rework")
    ada.get_by_role("button", name="Move item 2 up").click()
    expect(ada.locator(".editor-item h3").first).to_have_text("1. Rework")
    ada.get_by_role("button", name="Duplicate 1").click()
    expect(ada.locator(".editor-item")).to_have_count(3)
    ada.get_by_role("button", name="Remove 3").click()
    expect(ada.locator(".editor-item")).to_have_count(2)
    assert first.id not in {item.id for item in saved(plan).items}
    ada.get_by_role("button", name="Bring it back").click()
    expect(ada.locator(".editor-item")).to_have_count(3)
    assert saved(plan).item(first.id) == first
    assert ada.evaluate("window.sameAsBefore") is True
    assert faults_of(ada) == []


def test_a_double_click_adds_one_item(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    write_rating(ada, "Typed just before")
    ada.get_by_role("button", name="Add an item").dblclick()
    expect(ada.locator(".editor-item")).to_have_count(2)
    expect(state(ada)).to_have_text(SAVED)
    ada.wait_for_timeout(500)
    assert (len(saved(plan).items), saved(plan).basis.rating) == (2, "Typed just before")


def test_what_readiness_finds_stands_beside_its_field(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    measured = ada.get_by_label("how it is measured")
    measured.fill("We will improve attitude as soon as possible.")
    note = ada.locator(".field:has(textarea[name$='-measured_by']) [data-note]")
    expect(note.first).to_be_visible()
    expect(note.locator("mark").first).to_have_text("improve attitude")
    measured.fill("Share of units returned by final inspection, per week.")
    expect(note).to_have_count(0)


def test_two_browsers_lose_nobodys_words(them: People, plan: Plan, enter: Door) -> None:
    one, two = (open_editor(enter(them.ada), plan) for _browser in range(2))
    write_rating(one, "Written in the first browser")
    expect(state(one)).to_have_text(SAVED)
    write_rating(two, "Written in the second browser")
    expect(two.locator("[data-stale]")).to_be_visible()
    expect(two.locator("[data-stale] del")).to_contain_text("first")
    expect(two.locator("[data-stale] ins")).to_contain_text("second")
    expect(two.get_by_label("Appraisal rating")).to_have_value("Written in the second browser")
    assert saved(plan).basis.rating == "Written in the first browser"
    assert faults_of(two) == []
    two.get_by_role("button", name="Save mine over it").click()
    expect(two.locator("[data-stale]")).to_have_count(0)
    expect(state(two)).to_have_text(SAVED)
    assert saved(plan).basis.rating == "Written in the second browser"
    write_rating(one, "And on in the first")
    expect(one.locator("[data-stale]")).to_be_visible()


def test_a_field_that_cannot_be_read_is_said_beside_it(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    ada.locator("input[name$='-target']").fill("9")
    write_rating(ada, "Saved all the same")
    expect(state(ada)).to_contain_text("but for one field")
    expect(ada.locator(".field:has(input[name$='-target']) .is-fault")).to_contain_text("To lower it")
    assert saved(plan).basis.rating == "Saved all the same"


def test_a_suggested_kind_of_help_becomes_a_row(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    ada.get_by_role("button", name="Self-study").click()
    rows = ada.locator(f"[data-formset='{prefix_of(saved(plan).items[0].id)}-support'] [data-formset-row]")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).locator("select")).to_have_value("self_study")
    ada.keyboard.type("The manual, chapter by chapter")
    expect(state(ada)).to_have_text(SAVED)
    assert [row.kind for row in saved(plan).items[0].support] == ["mentoring", "self_study"]


def test_without_script_it_is_written_by_its_buttons(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada, java_script_enabled=False), plan)
    write_rating(ada, "Without script")
    ada.get_by_role("button", name="Add an item").click()
    expect(ada.locator(".editor-item")).to_have_count(2)
    assert saved(plan).basis.rating == "Without script"
    ada.get_by_role("button", name="Remove 2").click()
    ada.get_by_role("button", name="Bring it back").click()
    ada.get_by_role("button", name="Add a measure").first.click()
    ada.locator(".row-group").first.locator("input[name$='-support-1-content']").fill("One more")
    ada.get_by_role("button", name="Save the draft").last.click()
    assert [row.content for row in saved(plan).items[0].support][1] == "One more"
    assert len(saved(plan).items) == 2


def test_enter_saves_and_presses_no_other_button(them: People, plan: Plan, enter: Door) -> None:
    ada = open_editor(enter(them.ada), plan)
    write_rating(ada, "By keyboard")
    ada.get_by_label("Appraisal rating").press("Enter")
    expect(state(ada)).to_have_text(SAVED)
    assert (saved(plan).basis.rating, len(saved(plan).items)) == ("By keyboard", 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(them: People, plan: Plan, enter: Door, scheme: Any) -> None:
    ada = open_editor(enter(them.ada, viewport={"width": 360, "height": 740}, color_scheme=scheme), plan)
    assert not is_sideways(ada)
    assert faults_of(ada) == []
    ada.get_by_role("button", name="Add an item").click()
    expect(ada.locator(".editor-item")).to_have_count(2)
    assert not is_sideways(ada)
