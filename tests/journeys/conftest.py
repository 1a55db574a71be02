"""People with browsers of their own."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from people.models import User
from tests.world import PASSWORD, People, people

AXE = Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]  # all that another theme changes

Door = Callable[..., Page]


@pytest.fixture
def them(transactional_db: None) -> People:
    """The people of `tests.world`, also seen by the server's own connections."""
    return people()


@pytest.fixture
def enter(browser: Browser, live_server: Any) -> Iterator[Door]:
    """Sign somebody in with a browser of their own; options are those of a Playwright context."""
    contexts: list[BrowserContext] = []

    def door(user: User, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        sign_in(page, user)
        return page

    yield door
    for context in contexts:
        context.close()


def sign_in(page: Page, user: User) -> None:
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button:not([type=button])")


def sign(page: Page, button: str = "Go on to sign") -> None:
    """Both presses of a signature, once everything else on the page is filled in."""
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Sign now").click()


def faults_of(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds on the page once all of it is there, one line a fault."""
    page.wait_for_load_state()
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())  # by the debugger's door: the page's CSP lets no script tag of ours in
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", [*rules])
    return [f"{fault['id']}: {json.dumps(_places(fault))}" for fault in found["violations"]]


def _places(fault: dict[str, Any]) -> list[str]:
    return [node["html"][:160] for node in fault["nodes"]]


def is_sideways(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))


def expire_session(page: Page) -> None:
    """The session ends on the server's side, as after half an hour: the browser still holds its page."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
