"""Where a chart's parts stand, and that everything drawn is also said."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string

from reviews.charts import Chart, Point, chart_of
from reviews.charts.labels import LINE, spread, width_of, wrapped
from tests.reviews.kinds import BAND, INTERIM, RUBRIC
from tests.reviews.test_targets import content
from tests.world import CHECKPOINTS, END, ITEM, START

CHINESE = "能够独立完成，并填写自检表；"
CALENDAR = {"starts_on": str(START), "ends_on": str(END)}
LONG = "Writes down every deviation while it happens, names its cause, and speaks with whoever comes before and after"


def fields_of(fields: dict[str, Any]) -> dict[str, Any]:
    steps = [{"due_on": str(row["due_on"]), "value": str(row["value"])} for row in fields.get("interim", ())]
    return content({**fields, "interim": steps})


def chart(fields: dict[str, Any], *values: str) -> Chart:
    points = [Point(day, Decimal(value), "on_track") for day, value in zip(CHECKPOINTS, values, strict=False)]
    return chart_of(fields_of(fields), CALENDAR, points)


def drawn(fields: dict[str, Any], *values: str) -> str:
    context = {"chart": chart(fields, *values), "row": {"item": fields_of(fields)}}
    html = "".join(render_to_string(f"parts/{name}.html", context) for name in ("chart", "chart_table"))
    return " ".join(html.split())


def test_a_band_is_drawn_between_its_limits() -> None:
    band = chart(BAND, "6")
    assert band.lower_y is not None
    assert band.target_y < band.lower_y
    assert band.band_height == pytest.approx(band.lower_y - band.target_y)
    assert [label.name for label in band.labels] == ["Began", "At most", "At least"]
    ys = sorted(label.y for label in band.labels)
    assert all(lower - upper >= 2 * LINE for upper, lower in pairwise(ys))
    assert all(LINE <= y <= band.height for y in ys)


def test_interim_targets_stand_at_their_days_and_are_not_the_line() -> None:
    with_steps = chart({**ITEM, "interim": INTERIM}, "4.5")
    assert [mark.on for mark in with_steps.interim] == list(CHECKPOINTS)
    assert with_steps.interim[0].x == with_steps.marks[0].x
    assert len(with_steps.path.split()) == 2
    assert [mark.judgement for mark in with_steps.rows] == ["", "on_track", ""]


def test_levels_are_steps() -> None:
    steps = chart(RUBRIC, "1", "3")
    points = [tuple(map(float, pair.split(","))) for pair in steps.path.split()]
    assert all(before[0] == after[0] or before[1] == after[1] for before, after in pairwise(points))
    assert [label.name for label in steps.labels] == ["Began", "Target", ""]
    assert len(steps.level_ys) == 1
    assert steps.tag is None


@pytest.mark.parametrize("levels", [2, 3, 5])
@pytest.mark.parametrize("words", ["Asks", LONG, CHINESE * 3], ids=["short", "long", "Chinese"])
def test_the_words_of_levels_do_not_touch(levels: int, words: str) -> None:
    steps = chart({**RUBRIC, "levels": [words] * levels, "target": levels})
    lines = sorted((label.lines[0].y - label.pitch * bool(label.name), label.lines[-1].y) for label in steps.labels)
    assert all(last + LINE <= first for (_first, last), (first, _last) in pairwise(lines))
    assert lines[0][0] >= LINE - 2
    assert lines[-1][1] <= steps.height


def test_all_that_is_drawn_is_said_and_stands_in_the_table() -> None:
    html = drawn({**ITEM, "interim": INTERIM}, "4.5")
    said, table = html.split("</svg>")
    for words in ("4.5 %", "4 %", "2.5 %", "March 16, 2026"):
        assert words in said.partition("</desc>")[0]
        assert words in table
    assert "Interim targets (◇): 4 % by March 16, 2026, 2.5 % by March 30, 2026" in table
    assert table.count("<tr>") == 1 + 1 + 3 + 1
    assert "On track" in table


def test_a_band_and_a_rubric_are_said_too() -> None:
    assert "between 2 and 5 °C" in drawn(BAND, "6").partition("</desc>")[0]
    html = drawn({**RUBRIC, "levels": ["Asks", LONG, "Teaches"]}, "2")
    assert f"2: {LONG}" in html.partition("</desc>")[0]
    assert html.count(f"2: {LONG}") >= 4  # in the picture's text, its caption, and the table with its levels
    assert "…" in html  # beside the drawing it is cut


def test_a_chart_without_values_says_so() -> None:
    html = drawn(ITEM)
    assert html.count("Nothing was measured yet.") == 2
    assert "polyline" not in html


def test_labels_that_would_touch_are_moved_apart() -> None:
    assert spread([10, 100], 22, 0, 200) == [10, 100]
    assert spread([50, 54], 22, 0, 200) == [41, 63]
    assert spread([54, 50], 22, 0, 200) == [63, 41]
    assert spread([2, 3, 4], 20, 10, 200) == [10, 30, 50]
    assert spread([190, 195], 20, 0, 200) == [180, 200]


@pytest.mark.parametrize("text", [LONG, "x" * 90, CHINESE * 9, ""], ids=["long", "one", "Chinese", "none"])
def test_words_are_broken_into_few_lines(text: str) -> None:
    lines = wrapped(text, 24)
    assert 1 <= len(lines) <= 3
    assert all(width_of(line) <= 24 for line in lines[:3] if " " in text or len(line) < 14 or not text.isascii())
    assert not any(line[:1] in "，；" for line in lines if line)


def test_a_day_outside_the_plan_stays_inside_the_drawing() -> None:
    late = chart_of(fields_of(ITEM), CALENDAR, [Point(date(2027, 1, 1), Decimal(3), "met")])
    assert late.marks[0].x == late.end_x
