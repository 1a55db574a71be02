"""Fixtures of this room."""

from pathlib import Path
from typing import Any

import pytest

from tests.plans.reviewing import PROMPT
from tests.plans.rulesets import GENERAL, written


@pytest.fixture
def strict(tmp_path: Path, settings: Any) -> str:
    """Rules that want the second line, and have a prompt."""
    rules = GENERAL.replace("second_line = false", "second_line = true").replace("prompts = []", "") + PROMPT
    written(tmp_path / "rules", rules)
    settings.RULESETS_DIR = str(tmp_path / "rules")
    return "ours"
