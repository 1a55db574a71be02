"""Every page of a case, in both languages and both themes, on a desk and on a phone: clean for axe, never sideways."""

import pytest
from playwright.sync_api import Page, ViewportSize

from people.actions import set_preferences
from people.states import Language
from plans.models import Plan
from tests.consultation import answer, reply
from tests.journeys.conftest import Door, faults_of, is_sideways
from tests.learning import tick
from tests.reviews.kinds import running
from tests.rules.addresses import fill
from tests.world import People, approve, close, consult, decide, drafted, hold, issue, propose, sign, submit

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)

STAGES = (  # what was done to get there, and the pages that stand open then: person, address under the case
    ((), (("ada", "plan/edit/"), ("ada", "plan/submit/"), ("ada", ""))),
    ((), (("ada", "plan/consultation/open/"),)),
    ((consult,), (("ben", "plan/consultation/answer/"), ("ben", ""), ("ben", "plan/"), ("ada", "plan/edit/"))),
    ((answer,), (("ada", "plan/consultation/reply/"), ("ben", ""))),
    ((reply,), (("ben", ""), ("ada", "plan/edit/"), ("cleo", ""))),
    ((submit,), (("cleo", "plan/review/"), ("cleo", "plan/return/"), ("cleo", "plan/cancel/"), ("cleo", ""))),
    ((approve,), (("ada", "plan/issue/"),)),
    ((issue,), (("ben", "receipt/"), ("ben", ""), ("ben", "plan/"), ("ben", "rules/"))),
    ((sign,), (("ada", "checkpoints/1/hold/"), ("ben", "checkpoints/1/"), ("ben", "comment/plan/"))),
    ((tick,), (("ben", "learning/<learning_id>/done/"), ("ada", "learning/<learning_id>/confirm/"), ("ada", ""))),
    ((hold,), (("ben", "checkpoints/1/"), ("ben", "checkpoints/1/note/"), ("ada", "outcome/propose/"))),
    ((propose,), (("cleo", "outcome/decide/"), ("cleo", "outcome/return/"))),
    ((decide,), (("ben", "outcome/receipt/"), ("cleo", "close/"))),
    ((close,), (("ben", ""), ("emil", "history/"), ("emil", ""), ("ben", "record/"))),
)
ANYWHERE = (("ada", "/"), ("ada", "/cases/"), ("fay", "/"), ("ada", "/open-a-case/"), ("fay", "/settings/"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", list(Language))
def test_every_page_is_clean(them: People, enter: Door, language: Language, theme: str) -> None:
    pages = {name: entered(them, enter, name, language, theme) for name in ("ada", "ben", "cleo", "emil", "fay")}
    plan = drafted(them)
    faults: list[str] = []
    for steps, addresses in STAGES:
        for step in steps:
            step(plan, them)
        faults += [fault for name, rest in addresses for fault in looked_at(pages[name], case_page(plan, rest))]
    faults += [fault for name, address in ANYWHERE for fault in looked_at(pages[name], address)]
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_levels_limits_and_interim_targets_are_clean(them: People, enter: Door, theme: str) -> None:
    plan = running(them)
    ada = entered(them, enter, "ada", Language.ENGLISH, theme)
    pages = ("", "checkpoints/1/hold/", "record/")
    assert [fault for rest in pages for fault in looked_at(ada, case_page(plan, rest))] == []


def entered(them: People, enter: Door, name: str, language: Language, theme: str) -> Page:
    user = getattr(them, name)
    set_preferences(user, language=language, time_zone="Europe/Berlin")
    return enter(user, color_scheme=theme, viewport=DESK)


def case_page(plan: Plan, rest: str) -> str:
    return fill(rest, plan.case)


def looked_at(page: Page, address: str) -> list[str]:
    """What is wrong with a page, on a desk and on a phone."""
    page.set_viewport_size(DESK)
    response = page.goto(address)
    assert response is not None
    faults = [] if response.ok else [f"status {response.status}"]
    faults += faults_of(page)
    page.set_viewport_size(PHONE)
    if is_sideways(page):
        faults.append("sideways at 360 px")
    return [f"{address}: {fault}" for fault in faults]
