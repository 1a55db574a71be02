"""What the record prints of a plan's content: all that the second schema has, and the first as before."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from plans.models import Plan
from records.compose import compose
from reviews.charts import items_with_charts
from reviews.states import Learned
from tests.learning import confirm, tick
from tests.records.cases import asked_for
from tests.records.test_compose import record_for, words
from tests.reviews.kinds import BAND, INTERIM, LEVELS, RUBRIC, running
from tests.world import COMMITMENT, SUPPORT, People, hold, item

pytestmark = pytest.mark.usefixtures("after_the_plan")
NEW = {
    "weight", "interim", "levels", "measure", "lower_limit", "files", "hours", "amount", "learning", "currency",
    "ruleset",
}  # fmt: skip


def full(who: People) -> Plan:
    """Every way to put a target, with hours, an amount and weights; the first thing to learn from was answered."""
    support = [{**SUPPORT, "hours": Decimal("12.5")}]
    commitments = [{**COMMITMENT, "amount": Decimal(18000), "hours": Decimal(26)}]
    items = [
        item(interim=INTERIM, weight=50, support=support, commitments=commitments),
        item(**RUBRIC, weight=30),
        item(**BAND, weight=20),
    ]
    plan = running(who, items=items, currency="CNY", why="A short season.")
    tick(plan, who, "Shown to Gus.")
    confirm(plan, who, Learned.NOT_YET, "Without the sheet, please.")
    return plan


def test_the_record_prints_what_was_agreed(who: People) -> None:
    plan = full(who)
    said = record_for(plan.case, who.ben)
    for part in (
        "Weight 50 %", "4 % by March 16, 2026", "From “1: Never looks at the checklist” to “2: Checks the list",
        *LEVELS, "between 2 and 5 °C", "12.5 hours in all", "18,000 CNY", "26 hours in all", "What it takes, in all",
        "The employee has had it since Sept. 1, 2025", "Handed out at induction", "Torque sequence",
        "Shown without the sheet", "Shown to Gus.", "Not yet · Ada", "A short season.",
        "Without the sheet, please.", "Not marked as done.",
    ):  # fmt: skip
        assert part in said, part


def test_a_copy_knows_nothing_of_what_was_learned_later(who: People) -> None:
    plan = running(who)
    copy = asked_for(plan.case, who.ben)
    before = compose(copy)
    tick(plan, who, "Shown to Gus.")
    assert compose(copy) == before
    assert "Shown to Gus." in record_for(plan.case, who.ben)


def test_a_level_is_printed_in_words_wherever_it_was_measured(who: People) -> None:
    plan = running(who, items=[item(**RUBRIC)])
    hold(plan, who, 1, "2")
    assert record_for(plan.case, who.cleo).count("2: Checks the list before each batch") >= 4


def old(content: Any) -> Any:
    """A version's content as the first schema had it."""
    if isinstance(content, list):
        return [old(row) for row in content]
    if isinstance(content, dict):
        return {name: old(value) for name, value in content.items() if name not in NEW}
    return content


def test_a_version_of_the_first_schema_still_prints(who: People) -> None:
    plan = running(who, items=[item()])
    content = old(plan.versions.get().data) | {"schema": 1}
    rows = [row | {"measured": [], "resources": []} for row in items_with_charts(content, {})]
    context = {"content": content, "asof": {"items": rows, "checkpoints": []}}
    said = words(
        " ".join(render_to_string(f"records/pdf/{name}.html", context) for name in ("basis", "items", "calendar"))
    )
    assert "6 % → at most 2 %" in said
    for part in ("Weight", "Interim targets", "To learn from", "in all", "SHA-256", "has had it since", "None"):
        assert part not in said, part


def test_files_are_named_with_their_digest() -> None:
    files = [{"name": "Standard <4.2>.pdf", "digest": "ab" * 32, "size": 2048}]
    basis = {"standard_files": files, "prior_feedback": [], "standard": "S"}
    printed = render_to_string("records/pdf/basis.html", {"content": {"schema": 2, "basis": basis}})
    assert "Standard &lt;4.2&gt;.pdf" in printed
    assert f"SHA-256 {'ab' * 32}" in printed
