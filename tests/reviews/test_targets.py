"""How values are put into words, and which values an item can have (R2)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from plans.models import Item
from reviews import actions as reviews
from reviews.models import Progress
from reviews.states import Judgement, Result
from reviews.targets import Target, target_of
from reviews.templatetags.reviews import link_to
from tests import deciding
from tests.pages import signed_in, text
from tests.reviews.kinds import BAND, INTERIM, LEVELS, RUBRIC, running
from tests.world import CHECKPOINTS, END, ITEM, People, actor, issued_on

RAISE = {**ITEM, "direction": "raise", "baseline": 62, "target": 90}


def content(fields: dict[str, Any]) -> dict[str, Any]:
    """As a version has it: figures and days are texts."""
    return {name: value if isinstance(value, list) or value is None else str(value) for name, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "value", "said", "goal", "gap"),
    [
        (ITEM, "4.50", "4.5 %", "at most 2 %", "From 6 % to at most 2 %."),
        (RAISE, "70", "70 %", "at least 90 %", "From 62 % to at least 90 %."),
        (BAND, "3", "3 °C", "between 2 and 5 °C", "From 9 °C; to be kept between 2 and 5 °C."),
        (
            RUBRIC, "2.00", "2: Checks the list before each batch", "2: Checks the list before each batch",
            "From “1: Never looks at the checklist” to “2: Checks the list before each batch”.",
        ),
    ],
)  # fmt: skip
def test_a_value_is_said_with_its_unit_or_as_its_level(
    fields: dict[str, Any], value: str, said: str, goal: str, gap: str
) -> None:
    target = target_of(content(fields))
    assert (target.say(value), target.goal, target.gap) == (said, goal, gap)


def test_content_of_the_first_schema_is_a_figure() -> None:
    old = {"baseline": "6.00", "target": "2.00", "unit": "", "direction": "lower"}
    assert target_of(old).goal == "at most 2"
    assert target_of(old).described == []


def test_an_interim_target_is_found_by_its_day() -> None:
    target = target_of(content({**ITEM, "interim": [{**row, "due_on": str(row["due_on"])} for row in INTERIM]}))
    assert [target.interim_on(day) for day in (*CHECKPOINTS, END)] == ["4 %", "2.5 %", ""]


@pytest.mark.parametrize("value", ["0", "2.5", "9", "-1", "NaN"])
def test_only_a_described_level_is_a_value_of_a_rubric(value: str) -> None:
    assert "levels 1 to 3" in str(target_of(content(RUBRIC)).fault_of(Decimal(value)))
    assert target_of(content(ITEM)).fault_of(Decimal(value)) is None


def test_every_described_level_is_a_value_of_a_rubric() -> None:
    assert [target_of(content(RUBRIC)).fault_of(Decimal(value)) for value in ("1", "2.00", "3")] == [None] * 3


@pytest.mark.parametrize(
    ("fields", "met", "missed"),
    [(ITEM, "2.00", "2.01"), (RAISE, "90", "89.9"), (BAND, "2", "5.1"), (BAND, "5", "1.9"), (RUBRIC, "3", "1")],
)
def test_a_target_is_met_as_it_was_put(fields: dict[str, Any], met: str, missed: str) -> None:
    item = Item(**{**fields, "interim": []})
    assert item.is_met_by(Decimal(met))
    assert not item.is_met_by(Decimal(missed))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "intranet", "", "data:text/html,x", "//x.org"])
def test_only_addresses_of_pages_become_links(address: str) -> None:
    assert link_to(address) == ""
    assert link_to(" https://example.com/x ") == "https://example.com/x"


def test_a_bare_target_has_no_unit() -> None:
    assert Target(Decimal(6), Decimal(2)).say(Decimal("2.50")) == "2.5"


@pytest.mark.usefixtures("after_the_plan")
class TestRunning:
    def hold(self, who: People, *values: str) -> None:
        plan = running(who)
        rows = [
            reviews.Measured(item=item, value=Decimal(value), judgement=Judgement.ON_TRACK, evidence="Log")
            for item, value in zip(plan.items.all(), values, strict=True)
        ]
        reviews.hold_checkpoint(
            plan.checkpoints.get(number=1), by=actor(who.ada), held_on=issued_on(plan), note="Good.", next_steps="",
            measured=rows,
        )  # fmt: skip

    @pytest.mark.parametrize("level", ["2.5", "9", "0"])
    def test_a_level_that_was_not_described_is_refused_in_the_action(self, who: People, level: str) -> None:
        with pytest.raises(ValidationError, match="There is no level"):
            self.hold(who, "4", level, "6")
        assert not Progress.objects.exists()

    def test_an_outcome_knows_only_described_levels(self, who: People) -> None:
        self.hold(who, "4", "2", "6")
        plan = Progress.objects.earliest("pk").checkpoint.plan
        rows = [
            reviews.Assessed(item=item, result=Result.MET, value=Decimal("2.5"), evidence="Log", improved="Much.")
            for item in plan.items.all()
        ]
        deciding.review(plan, actor(who.ada), actor(who.ben))
        with pytest.raises(ValidationError, match=r"no level 2\.5"):
            reviews.propose_outcome(
                plan, by=actor(who.ada), result=Result.MET, summary="x", early_reason="", assessed=rows
            )

    def form(self, who: People, **changes: str) -> Any:
        plan = running(who)
        rows = {f"item-{n}-{name}": said for n in (1, 2, 3) for name, said in (("judgement", "met"), ("evidence", "x"))}
        values = {"item-1-value": "4", "item-2-value": "2", "item-3-value": "4"}
        fields = {"held_on": str(issued_on(plan)), "manager_note": "x", **rows, **values, **changes}
        return signed_in(who.ada).post(f"/cases/{plan.case.reference}/checkpoints/1/hold/", fields)

    def test_a_level_is_chosen_by_its_description(self, who: People) -> None:
        plan = running(who)
        page = text(signed_in(who.ada).get(f"/cases/{plan.case.reference}/checkpoints/1/hold/"))
        assert all(f"{number}: {level}" in page for number, level in enumerate(LEVELS, start=1))
        assert page.count('type="radio"') >= len(LEVELS)
        assert "In °C. The target: between 2 and 5 °C." in page
        assert "Interim target: 4 % by" in page

    def test_the_form_takes_a_level_and_the_pages_say_it(self, who: People) -> None:
        assert self.form(who).status_code == 302
        progress = Progress.objects.get(item__measure="rubric")
        case = progress.checkpoint.plan.case
        assert progress.value == 2
        for address in ("checkpoints/1/", ""):
            page = text(signed_in(who.ben).get(f"/cases/{case.reference}/{address}"))
            assert "2: Checks the list before each batch" in page
            assert "between 2 and 5 °C" in page

    @pytest.mark.parametrize("level", ["2.5", "9", "", "x"])
    def test_the_form_refuses_any_other_level(self, who: People, level: str) -> None:
        answer = self.form(who, **{"item-2-value": level})
        assert answer.status_code == 422
        assert ("There is no such level" in text(answer)) == bool(level)


def test_a_day_is_no_checkpoint_of_its_own_accord() -> None:
    assert target_of(content(ITEM)).interim_on(date(2026, 3, 3)) == ""
