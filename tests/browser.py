"""pytest-playwright with the system's Chromium: its own download is not needed.

On a developer's machine without Chromium the journeys are skipped and say so; with CI set, that is a failure.
"""

import os
import shutil
from typing import Any

import pytest

QUIET = (
    "--no-sandbox",  # as root Chromium has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where the system's browser is."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium()
    if path is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no Chromium found: apt install chromium")
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET]}
