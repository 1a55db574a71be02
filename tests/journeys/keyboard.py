"""Writing with nothing but a keyboard."""

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

MOST_TABS = 600
AT = "() => { const e = document.activeElement; return e.name || e.value || e.getAttribute('href') || '' }"


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the control of this name, or the link to this address, has the focus."""
    for _press in range(MOST_TABS):
        if page.evaluate(AT) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by the Tab key to {name}")


def tab_to_button(page: Page, value: str) -> None:
    """The same for a button, which shares its name with others, by its value."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('button') && document.activeElement.value") == value:
            return
    raise AssertionError(f"no way by the Tab key to the button {value}")


def write(page: Page, name: str, said: Any) -> None:
    """Type into the field of this name; a day digit by digit, a choice by its place in the list."""
    tab_to(page, name)
    kind = page.evaluate("() => document.activeElement.type")
    if kind == "select-one":
        choose(page, str(said))
    elif isinstance(said, date):
        page.keyboard.type(said.strftime("%m%d%Y"))  # the browser of the tests shows months first
    else:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(str(said).strip())  # as an input method does


def choose(page: Page, value: str) -> None:
    """Go through the list with the arrow keys until this choice is chosen."""
    for _press in range(20):
        if page.evaluate("() => document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value}")


def hand_in(page: Page, name: str, path: Path) -> None:
    """Open the file dialogue from the keyboard, and choose this file in it."""
    page.once("filechooser", lambda dialogue: dialogue.set_files(path))
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.locator(".file-list")).to_contain_text(path.name)
