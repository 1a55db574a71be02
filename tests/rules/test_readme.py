"""README.md and docs/ say what is so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cases.acts import ACTS
from pipcases.policy import draw, lifecycle

BASE = Path(settings.BASE_DIR)
README = (BASE / "README.md").read_text()
READ = re.compile(r'env\.\w+\(\s*"(\w+)"')
CONFIGURES = ("pipcases/settings.py", "pipcases/management/commands/up.py")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PAGES = [BASE / "README.md", BASE / "CONTRIBUTING.md", *sorted((BASE / "docs").rglob("*.md"))]


def test_what_is_drawn_from_the_acts_is_up_to_date() -> None:
    stale = [path.name for path, text in draw().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"


def test_every_act_is_in_the_policy() -> None:
    policy = (BASE / "docs" / "policy.md").read_text()
    assert [name for name in ACTS if f"`{name}`" not in policy] == []


CANCELLED = (
    "Cancel the plan, from: draft, consultation, hr_review, second_line, returned, approved, issued, active, paused, "
    "final_review\n"
)


def test_the_lifecycle_tells_the_way_of_a_plan() -> None:
    """Written by hand, so that changing an act alone fails here."""
    drawn = lifecycle()
    for arrow in (
        "draft --> hr_review: Submit to HR",
        "hr_review --> returned: Return with comments",
        "returned --> hr_review: Submit to HR",
        "hr_review --> approved: Review the plan",
        "approved --> issued: Issue the plan",
        "issued --> active: Sign the receipt",
        "active --> final_review: Propose the outcome",
        "final_review --> active: Return with comments",
        "final_review --> decided: Decide the outcome",
        "decided --> closed: Close the case",
        "draft --> consultation: ",
        "consultation --> hr_review: Submit to HR",
        "hr_review --> second_line: ",
        "second_line --> approved: ",
        "second_line --> returned: Return with comments",
        CANCELLED,
    ):
        assert arrow in drawn


def test_every_variable_of_the_settings_is_in_the_configuration_table() -> None:
    code = "".join((BASE / path).read_text() for path in CONFIGURES)
    read = set(READ.findall(code)) | set(re.findall(r'os\.environ\.get\("(\w+)"', code))
    assert sorted(name for name in read if f"| `{name}` |" not in README) == []
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert sorted(told - read) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted((BASE / "docs" / "adr").glob("*.md")), ids=lambda page: page.name)
def test_a_decision_has_its_three_parts_and_stays_under_a_page(page: Path) -> None:
    text = page.read_text()
    assert [part for part in ("## Context", "## Decision", "## Consequences") if part not in text] == []
    assert len(text.splitlines()) <= 50
