"""Every page of a case, in both languages and both themes, on a desk and on a phone: clean for axe, never sideways."""

import pytest
from playwright.sync_api import Page, ViewportSize

from people.actions import set_preferences
from people.states import Language
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from tests import deciding
from tests.amending import BACK, begin, change, easier, pause, receive, resume, signing
from tests.consultation import answer, reply
from tests.deliveries import deliver
from tests.handing_over import change_manager, delegate
from tests.journeys.conftest import COLOURS, Door, faults_of, is_sideways
from tests.journeys.pages_at_the_end import ENDINGS, Stages
from tests.learning import tick
from tests.receipts import attest, come_back, record_refusal, serve
from tests.reviews.kinds import running
from tests.rules.addresses import fill
from tests.world import (
    PASSWORD,
    People,
    actor,
    approve,
    close,
    consult,
    decide,
    drafted,
    hold,
    issue,
    plan_in,
    propose,
    sign,
    submit,
)

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
SETTLED = "() => Promise.allSettled(document.getAnimations().map(change => change.finished))"  # colours fade over


def attest_it(plan: Plan, who: People) -> None:
    attest(plan, who.gus)


def make_easier(plan: Plan, who: People) -> None:
    change(plan, who, easier)


def submit_change(plan: Plan, who: People) -> None:
    plans.submit_amendment(plan.amendments.get(), by=actor(who.ada))


def approve_change(plan: Plan, who: People) -> None:
    amendment = plan.amendments.get()
    plans.approve_amendment(amendment, **signing(amendment, who, "cleo"))


def issue_change(plan: Plan, who: People) -> None:
    amendment = plan.amendments.get()
    plans.issue_amendment(amendment, **signing(amendment, who, "ada"))


def begin_review(plan: Plan, who: People) -> None:
    reviews.open_final_review(plan, by=actor(who.ada))


def sum_up(plan: Plan, who: People) -> None:
    deciding.sum_up(plan, by=actor(who.ben))


def deputise(plan: Plan, who: People) -> None:
    delegate(plan.case, who)


def hand_on(plan: Plan, who: People) -> None:
    change_manager(plan.case, who)


STAGES: Stages = (  # what was done to get there, and the pages that stand open then: person, address under the case
    ((), (("ada", "plan/edit/"), ("ada", "plan/submit/"), ("ada", ""))),
    ((), (("ada", "plan/consultation/open/"),)),
    ((consult,), (("ben", "plan/consultation/answer/"), ("ben", ""), ("ben", "plan/"), ("ada", "plan/edit/"))),
    ((answer,), (("ada", "plan/consultation/reply/"), ("ben", ""))),
    ((reply,), (("ben", ""), ("ada", "plan/edit/"), ("cleo", ""))),
    ((submit,), (("cleo", "plan/review/"), ("cleo", "plan/return/"), ("cleo", "plan/cancel/"), ("cleo", ""))),
    ((approve,), (("ada", "plan/issue/"),)),
    ((issue,), (("ben", "receipt/"), ("ben", ""), ("ben", "plan/"), ("ben", "rules/"))),
    ((sign,), (("ada", "checkpoints/1/hold/"), ("ben", "checkpoints/1/"), ("ben", "comment/plan/"))),
    (
        (deliver,),
        (("ben", "deliveries/<delivery_id>/"), ("ada", "promised/<promised_id>/"), ("ben", ""), ("ben", "plan/")),
    ),
    ((tick,), (("ben", "learning/<learning_id>/done/"), ("ada", "learning/<learning_id>/confirm/"), ("ada", ""))),
    ((hold,), (("ben", "checkpoints/1/"), ("ben", "checkpoints/1/note/"), ("ada", "final-review/"))),
    ((begin_review,), (("ben", "final-review/summary/"), ("ada", ""), ("ben", ""))),
    ((sum_up,), (("ada", "outcome/propose/"), ("ben", ""))),
    ((propose,), (("cleo", "outcome/decide/"), ("cleo", "outcome/return/"))),
    ((decide,), (("ben", "outcome/receipt/"), ("cleo", "close/"))),
    ((close,), (("ben", ""), ("emil", "history/"), ("emil", ""), ("ben", "record/"))),
)
RECEIPTS: Stages = (  # of an issued plan: refused before a witness, served by post, signed after all
    ((), (("ada", ""), ("ada", "receipt/refused/"), ("ada", "receipt/services/"), ("ben", "receipt/refuse/"))),
    ((record_refusal,), (("gus", "witness/<attestation_id>/"), ("gus", ""), ("ada", ""), ("ben", ""))),
    ((attest_it, serve), (("gus", "witness/<attestation_id>/"), ("ada", "receipt/services/<service_id>/proof/"))),
    ((come_back,), (("cleo", ""), ("ben", "receipt/"))),
    ((sign,), (("ben", ""), ("ada", "sign-offs/"), ("ben", "sign-offs/<sign_off_id>/"), ("ben", "history/"))),
)
CHANGES: Stages = (  # of a running plan
    ((), (("ada", "plan/changes/begin/"), ("cleo", "plan/pause/"), ("ada", ""))),
    ((begin,), (("ada", "plan/changes/submit/"), ("ada", "plan/changes/withdraw/"), ("ada", "plan/edit/"))),
    ((make_easier,), (("ada", "plan/changes/submit/"), ("ada", ""))),
    ((submit_change,), (("cleo", "plan/changes/review/"), ("cleo", "plan/changes/return/"), ("cleo", ""))),
    ((approve_change,), (("ada", "plan/changes/issue/"), ("cleo", "plan/changes/1/"))),
    ((issue_change,), (("ben", "receipt/"), ("ben", ""), ("ada", ""))),
    ((receive, pause), (("ben", "plan/changes/1/"), ("cleo", ""), ("cleo", f"plan/resume/?until_on={BACK}"))),
    ((resume,), (("ben", "receipt/"), ("ben", ""), ("cleo", "plan/changes/2/"), ("emil", "history/"))),
)
PEOPLE: Stages = (  # who hand on their parts
    ((), (("cleo", "people/manager/"), ("cleo", "people/hr-partner/"), ("ada", "people/deputy/"))),
    ((deputise,), (("ada", "people/deputy/end/"), ("fay", ""), ("ben", ""))),
    ((hand_on,), (("gus", ""), ("cleo", ""), ("ben", "history/"))),
)
STORIES: dict[str, tuple[PlanStatus, Stages]] = {
    "from draft to end": (PlanStatus.DRAFT, STAGES),
    "receipts": (PlanStatus.ISSUED, RECEIPTS),
    "changes": (PlanStatus.ACTIVE, CHANGES),
    "people": (PlanStatus.ACTIVE, PEOPLE),
}
SIGNED = {"plan/issue/", "receipt/", "plan/changes/review/", "plan/changes/issue/", f"plan/resume/?until_on={BACK}"}
ANYWHERE = (
    ("ada", "/"), ("ada", "/cases/"), ("ada", "/inbox/"), ("ada", "/settings/calendar/"), ("fay", "/"),
    ("ada", "/open-a-case/"), ("fay", "/settings/"),
)  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("language", list(Language))
def test_every_page_is_clean(them: People, enter: Door, language: Language, story: str) -> None:
    status, stages = STORIES[story]
    assert faults_on_the_way(plan_in(status, them), stages, them, enter, language) == []


@pytest.mark.usefixtures("after_the_plan")
@pytest.mark.parametrize("story", ENDINGS)
@pytest.mark.parametrize("language", list(Language))
def test_every_page_at_the_end_is_clean(them: People, enter: Door, language: Language, story: str) -> None:
    plan = plan_in(PlanStatus.ACTIVE, them)
    assert faults_on_the_way(plan, ENDINGS[story], them, enter, language) == []


def faults_on_the_way(plan: Plan, stages: Stages, them: People, enter: Door, language: Language) -> list[str]:
    """Of every page that stands open, step by step."""
    names = {name for _steps, addresses in stages for name, _rest in addresses}
    pages = {name: entered(them, enter, name, language) for name in sorted(names)}
    faults: list[str] = []
    for steps, addresses in stages:
        for step in steps:
            step(plan, them)
            plan.refresh_from_db()
        for name, rest in addresses:
            faults += looked_at(pages[name], case_page(plan, rest))
            if rest in SIGNED:
                faults += second_press(pages[name], rest)
    return faults


@pytest.mark.parametrize("language", list(Language))
def test_pages_of_no_case_are_clean(them: People, enter: Door, language: Language) -> None:
    drafted(them)
    pages = {name: entered(them, enter, name, language) for name in ("ada", "fay")}
    faults = [fault for name, address in ANYWHERE for fault in looked_at(pages[name], address)]
    assert [*faults, *new_calendar_address(pages["ada"])] == []


def new_calendar_address(page: Page) -> list[str]:
    """It stands on the page that answers the button, and nowhere else."""
    page.set_viewport_size(DESK)
    page.goto("/settings/calendar/")
    page.locator("main form button").first.click()
    page.locator("#made").wait_for()
    return wrong_with(page, "a new calendar address")


def test_pages_of_levels_limits_and_interim_targets_are_clean(them: People, enter: Door) -> None:
    plan = running(them)
    ada = entered(them, enter, "ada", Language.ENGLISH)
    pages = ("", "checkpoints/1/hold/", "record/")
    assert [fault for rest in pages for fault in looked_at(ada, case_page(plan, rest))] == []


def entered(them: People, enter: Door, name: str, language: Language) -> Page:
    user = getattr(them, name)
    set_preferences(user, language=language, time_zone="Europe/Berlin")
    return enter(user, color_scheme="light", viewport=DESK)


def case_page(plan: Plan, rest: str) -> str:
    return fill(rest, plan.case)


def looked_at(page: Page, address: str) -> list[str]:
    page.set_viewport_size(DESK)
    response = page.goto(address)
    assert response is not None
    return [*([] if response.ok else [f"{address}: status {response.status}"]), *wrong_with(page, address)]


def second_press(page: Page, address: str) -> list[str]:
    """What is wrong with the page on which a signature is checked once more; nothing is signed."""
    page.set_viewport_size(DESK)
    form = page.locator("form:has([name=password])")
    for choice in form.locator("[type=radio]").all()[:1]:
        choice.check()
    form.locator("[name=password]").fill(PASSWORD)
    form.locator(".btn-primary").click()
    page.locator("#signature").wait_for()
    return wrong_with(page, f"{address}, second press")


def wrong_with(page: Page, address: str) -> list[str]:
    """On a desk, in the light theme and, as far as colours go, in the dark one; and on a phone."""
    faults = faults_of(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    faults += [f"dark: {fault}" for fault in faults_of(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    if is_sideways(page):
        faults.append("sideways at 360 px")
    return [f"{address}: {fault}" for fault in faults]
