"""The browser the journeys use, with the database the journeys use."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.mark.usefixtures("transactional_db")
def test_the_browser_reaches_the_application(page: Page, live_server: LiveServer) -> None:
    answer = page.goto(f"{live_server.url}/healthz")
    assert answer is not None
    assert answer.json()["database"] == "ok"
