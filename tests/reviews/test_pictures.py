"""Whatever the values: nothing stands outside its picture, and no label on another."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from cases.templatetags.cases import as_day, as_figure
from reviews.charts import Chart, Former, Point, chart_of
from reviews.charts.kept import picture_of
from reviews.charts.labels import LINE, units_of
from reviews.charts.scale import WIDTH
from reviews.charts.strip import GAP, Standing, Strip, strip_of
from reviews.models import Checkpoint, Delivery, DeliveryAnswer
from reviews.promises import Delivered, Kept, Promise
from reviews.targets import Target
from tests.reviews.test_charts import CALENDAR, fields_of
from tests.world import CHECKPOINTS, END, ITEM, START

DAY = timedelta(days=1)
VALUES = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)
DAYS = st.integers(-400, 900).map(lambda number: START + DAY * number)
LENGTHS = st.integers(0, 800)
LANGUAGES = st.sampled_from(["en", "zh-hans"])
Box = tuple[float, float, float, float]  # left, top, right, bottom


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any figures at all: equal, negative, huge, measured before the start and after the end, of one day."""
    several = st.lists(VALUES, min_size=3, max_size=3)
    baseline, target, lower = draw(st.one_of(several, VALUES.map(lambda value: [value] * 3)))
    is_band = draw(st.booleans())
    direction = "within" if is_band else draw(st.sampled_from(["raise", "lower"]))
    figures = {"baseline": baseline, "target": target, "lower_limit": lower if is_band else None}
    interim = [{"due_on": day, "value": draw(VALUES)} for day in sorted(draw(st.lists(DAYS, max_size=3, unique=True)))]
    days = sorted(draw(st.lists(DAYS, max_size=6)))
    points = [Point(day, draw(VALUES), "on_track") for day in days]
    former = [Former(Target(baseline, draw(VALUES)), day) for day in sorted(draw(st.lists(DAYS, max_size=2)))]
    calendar = {"starts_on": str(START), "ends_on": str(START + DAY * draw(LENGTHS))}
    item = fields_of({**ITEM, **figures, "direction": direction, "interim": interim})
    return chart_of(item, calendar, points, former=former, today=draw(DAYS))


def texts(chart: Chart) -> Iterator[Box]:
    """Every text of the drawing as a box, with the widths that it can have."""
    for label in chart.labels:
        if label.name:
            yield chart.label_x, label.y - LINE, chart.label_x + units_of(label.name), label.y
        for line in label.lines:
            width = units_of(line.text, bold=bool(label.name))
            yield chart.label_x, line.y - LINE, chart.label_x + width, line.y
    first, last = (units_of(as_day(day)) for day in (chart.starts_on, chart.ends_on))
    yield chart.start_x, chart.day_y - LINE, chart.start_x + first, chart.day_y
    yield chart.end_day_x - last, chart.day_y - LINE, chart.end_day_x, chart.day_y
    if chart.now_x is not None:
        half = units_of("Today") / 2
        yield chart.now_label_x - half, chart.now_label_y - LINE, chart.now_label_x + half, chart.now_label_y
    if chart.tag and chart.latest:
        yield chart.tag.x, chart.tag.y, chart.tag.x + chart.tag.width, chart.tag.y + chart.tag.height


def touch(one: Box, other: Box) -> bool:
    slack = 0.2  # places are rounded
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


@given(chart=charts(), language=LANGUAGES)
@budget(max_examples=60, deadline=None)
def test_nothing_of_a_chart_stands_outside_and_no_words_touch(chart: Chart, language: str) -> None:
    with translation.override(language):
        for mark in (*chart.marks, *chart.interim):
            assert chart.start_x <= mark.x <= chart.end_x
            assert 6 <= mark.y <= chart.floor_y
        for x, y in (map(float, pair.split(",")) for pair in chart.path.split()):
            assert 0 <= x <= WIDTH
            assert 0 <= y <= chart.height
        for row in chart.former:
            assert chart.start_x <= row.x <= row.end_x <= chart.end_x
            assert 0 <= row.y <= chart.floor_y
        boxes = list(texts(chart))
        for left, top, right, bottom in boxes:
            assert -0.2 <= left < right <= WIDTH + 0.2
            assert -0.2 <= top < bottom <= chart.height
        assert [pair for pair in combinations(boxes, 2) if touch(*pair)] == []


@pytest.mark.parametrize("points", [0, 1, 3])
def test_both_targets_stand_for_the_days_on_which_they_held(points: int) -> None:
    days = (START + DAY * number for number in (5, 15, 30))
    measured = [Point(day, Decimal(4), "on_track") for day, _number in zip(days, range(points), strict=False)]
    former = [Former(Target(Decimal(6), Decimal(1), "lower", "%"), START + DAY * 20)]
    chart = chart_of(fields_of(ITEM), CALENDAR, measured, former=former, today=START + DAY * 25)
    (stretch,) = chart.former
    assert (stretch.x, stretch.end_x) == (chart.start_x, chart.target_x)
    assert chart.target_x < (chart.now_x or 0) < chart.end_x
    assert stretch.y > chart.target_y
    html = " ".join(render_to_string("parts/chart.html", {"chart": chart, "row": {"item": fields_of(ITEM)}}).split())
    assert "Until March 22, 2026 the target was at most 1 %." in html.partition("</desc>")[0]
    assert "Earlier target (┈): at most 1 %, until March 22, 2026" in html
    assert html.count('class="chart-former"') == 1
    assert html.count('class="chart-now"') == 1


@pytest.mark.parametrize("today", [START - DAY, END + DAY])
def test_there_is_no_line_of_today_outside_the_plan(today: date) -> None:
    assert chart_of(fields_of(ITEM), CALENDAR, [], today=today).now_x is None


@st.composite
def strips(draw: st.DrawFn) -> Strip:
    rows = []
    for number, day in enumerate(sorted(draw(st.lists(DAYS, max_size=60))), start=1):
        late = draw(st.none() | st.integers(-3, 30))
        held_on = None if late is None else day + DAY * late
        status = "held" if held_on else "planned"
        rows.append(Checkpoint(number=number, due_on=day, status=status, held_on=held_on))
    return strip_of(rows, START, START + DAY * draw(LENGTHS), draw(DAYS))


@given(strip=strips())
@budget(max_examples=60, deadline=None)
def test_checkpoints_stand_beside_each_other_inside_their_strip(strip: Strip) -> None:
    for stop in strip.stops:
        assert stop.left >= 0
        assert stop.right <= strip.width
        assert 0 <= stop.top < stop.bottom <= strip.height
        assert 0 <= stop.from_x <= strip.width
    assert all(after.left - before.right >= GAP - 0.3 for before, after in pairwise(strip.stops))
    assert sum(row.number for row in strip.counts) == len(strip.stops)
    assert strip.days_fit


def test_a_checkpoint_stands_as_its_days_say() -> None:
    first, second = CHECKPOINTS
    rows = [
        Checkpoint(number=1, due_on=first, status="held", held_on=first),
        Checkpoint(number=2, due_on=first + DAY, status="held", held_on=first + 3 * DAY),
        Checkpoint(number=3, due_on=second - DAY),
        Checkpoint(number=4, due_on=second),
        Checkpoint(number=5, due_on=END),
    ]
    strip = strip_of(rows, START, END, second)
    assert [stop.standing for stop in strip.stops] == list(Standing)
    html = " ".join(render_to_string("parts/strip.html", {"strip": strip}).split())
    for words in ("1 held on time", "1 held late", "1 missed", "1 today", "1 to come"):
        assert words in html.partition("</svg>")[2], words
    assert "2: March 19, 2026, held late;" in html.partition("</desc>")[0]


def promise(place: int, answer: str) -> Promise:
    content = {"id": str(place), "kind": "tools", "content": f"Thing {place}", "owner": "x", "needed_by": str(START)}
    row = Delivery(delivered_on=START + DAY)
    found = [Delivered(row, DeliveryAnswer(answer=answer) if answer != "delivered" else None)] if answer else []
    return Promise(fields_of(ITEM), content, is_support=False, deliveries=found, today=END)


@given(answers=st.lists(st.sampled_from(["", "delivered", "confirmed", "disputed"]), max_size=60))
@budget(max_examples=30, deadline=None)
def test_squares_stand_beside_each_other_and_the_figures_say_the_same(answers: list[str]) -> None:
    picture = picture_of(Kept([promise(place, answer) for place, answer in enumerate(answers)]))
    boxes = [(square.x, square.y, square.right, square.bottom) for square in picture.squares]
    assert [pair for pair in combinations(boxes, 2) if touch(*pair)] == []
    assert all(0 <= x < right <= picture.width and 0 <= y < bottom <= picture.height for x, y, right, bottom in boxes)
    kept = picture.kept
    assert kept.delivered == answers.count("delivered") + answers.count("confirmed") == kept.late
    assert (kept.disputed, kept.overdue) == (answers.count("disputed"), answers.count(""))
    html: Any = render_to_string("parts/kept.html", {"picture": picture})
    assert html.count("<rect") == len(answers)
    assert f"{kept.delivered} of {len(answers)} delivered" in html


def test_a_figure_is_as_wide_as_it_can_be() -> None:
    assert units_of(as_figure(Decimal("9999999999.99")), bold=True) > 100
