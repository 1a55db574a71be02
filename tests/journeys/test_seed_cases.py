"""Both worked cases of the article the project grew from, written from a blank page: by keyboard alone, in Chinese."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import CaseFile
from pipcases.demo.story import CASES, Story, read
from plans.draft import Draft
from plans.forms.item import prefix_of
from plans.models import Plan
from plans.readiness import missing
from tests.journeys.conftest import Door, faults_of
from tests.journeys.keyboard import choose, hand_in, tab_to, tab_to_button, write
from tests.world import People

BASIS = ("rating", "findings", "standard", "standard_version")
ITEM = (
    "area", "observed", "observed_on", "impact", "cause", "analysis", "baseline", "direction", "target", "unit",
    "measured_by", "data_source", "assessor", "due_on",
)  # fmt: skip
SUPPORT = ("kind", "content", "provider", "schedule")
COMMITMENT = ("kind", "content", "owner", "needed_by")


@pytest.mark.parametrize("name", ["01-assembly", "02-product"])
def test_it_is_written_from_a_blank_page(them: People, enter: Door, tmp_path: Path, name: str) -> None:
    story = read(CASES / f"{name}.toml", date.today())  # noqa: DTZ011 - only for days that are counted from today
    them.ada.language = "zh-hans"
    them.ada.save()
    ada = enter(them.ada, locale="zh-CN")
    ada.set_default_timeout(20_000)
    open_case(ada, them)
    write_basis(ada, story, tmp_path)
    for told in story["items"]:
        write_item(ada, told)
    for told, item in zip(story["items"], saved(them).items, strict=True):
        write_rows(ada, f"{prefix_of(item.id)}-support", SUPPORT, told["support"])
    for told, item in zip(story["items"], saved(them).items, strict=True):
        write_rows(ada, f"{prefix_of(item.id)}-commitments", COMMITMENT, told["commitments"])
    write_the_rest(ada, story["plan"])
    expect(ada.locator(".finding.is-blocking")).to_have_count(0)
    assert list(missing(the_plan(them))) == []
    assert_it_says(saved(them), story)
    assert faults_of(ada) == []


def the_plan(them: People) -> Plan:
    return Plan.objects.get(case=CaseFile.objects.visible_to(them.ada).get())


def saved(them: People) -> Draft:
    return the_plan(them).document


def open_case(ada: Page, them: People) -> None:
    ada.goto("/open-a-case/")
    choices = {"subject": them.ben.pk, "hr_partner": them.cleo.pk, "language": "zh-hans", "ruleset": "cn"}
    for field, value in choices.items():
        tab_to(ada, field)
        choose(ada, str(value))
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    expect(ada).to_have_url(re.compile("/plan/begin/$"))
    tab_to(ada, f"/cases/{CaseFile.objects.visible_to(them.ada).get().reference}/plan/edit/")
    ada.keyboard.press("Enter")
    expect(ada.locator("#draft")).to_be_visible()


def write_basis(ada: Page, story: Story, folder: Path) -> None:
    plan = story["plan"]
    for field in BASIS:
        write(ada, field, plan[field])
    write(ada, "standard_known_on", plan.get("standard_known_on", story["feedback"][0]["given_on"]))
    write(ada, "standard_known_how", plan.get("standard_known_how", "入职时签收，工位旁也有一份。"))
    standard = folder / "作业标准.txt"
    standard.write_text(f"{plan['standard']}\n{plan['standard_version']}\n")
    hand_in(ada, "standard-evidence", standard)
    write_rows(ada, "feedback", ("given_on", "said"), story["feedback"])


def write_item(ada: Page, told: Story) -> None:
    tab_to_button(ada, "add")
    ada.keyboard.press("Enter")
    focused = ada.locator(":focus")
    expect(focused).to_have_attribute("name", re.compile("-area$"))
    prefix = (focused.get_attribute("name") or "").removesuffix("-area")
    for field in ITEM:
        write(ada, f"{prefix}-{field}", told[field])


def write_rows(ada: Page, prefix: str, fields: tuple[str, ...], rows: Any) -> None:
    """The first row is there, the others are asked for."""
    for number, row in enumerate(rows):
        if number:
            tab_to_button(ada, f"row:{prefix}")
            ada.keyboard.press("Enter")
        for field in fields:
            write(ada, f"{prefix}-{number}-{field}", row[field])


def write_the_rest(ada: Page, plan: Story) -> None:
    write(ada, "starts_on", plan["starts_on"])
    write(ada, "ends_on", plan["ends_on"])
    write_rows(ada, "checkpoints", ("due_on",), [{"due_on": day} for day in plan["checkpoints"]])
    write(ada, "if_met", plan["if_met"])
    write(ada, "if_not_met", plan["if_not_met"])
    tab_to(ada, "/")  # out of the last field, which saves it


def assert_it_says(draft: Draft, story: Story) -> None:
    assert draft.basis.findings == story["plan"]["findings"].strip()
    assert [row.said for row in draft.basis.prior_feedback] == [row["said"] for row in story["feedback"]]
    assert [(item.area, item.target, item.cause) for item in draft.items] == [
        (told["area"], told["target"], told["cause"]) for told in story["items"]
    ]
    for item, told in zip(draft.items, story["items"], strict=True):
        assert [row.content for row in item.support] == [row["content"] for row in told["support"]]
        assert [row.needed_by for row in item.commitments] == [row["needed_by"] for row in told["commitments"]]
    assert draft.calendar.checkpoints == story["plan"]["checkpoints"]
    assert len(draft.basis.standard_files) == 1
