"""What the figures alone suggest: a pure function of the way from the baseline to the target."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.draft import Interim
from plans.states import Direction, Measure
from reviews.judging import Way
from reviews.states import Judgement
from reviews.targets import Target

START, END = date(2026, 3, 2), date(2026, 5, 1)  # 60 days
MIDDLE = START + timedelta(days=30)
WORSE = [Judgement.MET, Judgement.ON_TRACK, Judgement.AT_RISK, Judgement.OFF_TRACK]
LOWER = Target(Decimal(6), Decimal(2), Direction.LOWER, "%")
RAISE = Target(Decimal(60), Decimal(90), Direction.RAISE, "%")
BAND = Target(Decimal(9), Decimal(5), Direction.KEEP_WITHIN, "°C", lower_limit=Decimal(2))
LEVELS = Target(Decimal(1), Decimal(4), Direction.RAISE, measure=Measure.RUBRIC, levels=("a", "b", "c", "d"))
STEPPED = Target(Decimal(6), Decimal(2), Direction.LOWER, "%", interim=(Interim(due_on=MIDDLE, value=Decimal(5)),))
DAYS = st.integers(-10, 80).map(lambda days: START + timedelta(days=days))
VALUES = st.decimals(-20, 120, places=2)


def suggested(target: Target, value: str, on: date) -> str:
    return Way(target, START, END).suggest(Decimal(value), on).value


@pytest.mark.parametrize(
    ("target", "value", "on", "judgement"),
    [
        (LOWER, "2", START, "met"),
        (LOWER, "1.5", END, "met"),
        (LOWER, "6", START, "on_track"),
        (LOWER, "6.01", START, "off_track"),
        (LOWER, "4", MIDDLE, "on_track"),
        (LOWER, "4.01", MIDDLE, "at_risk"),
        (LOWER, "5", MIDDLE, "at_risk"),
        (LOWER, "5.01", MIDDLE, "off_track"),
        (LOWER, "2.01", END, "at_risk"),
        (LOWER, "4.01", END, "off_track"),
        (LOWER, "4.01", END + timedelta(days=30), "off_track"),
        (RAISE, "75", MIDDLE, "on_track"),
        (RAISE, "67.5", MIDDLE, "at_risk"),
        (RAISE, "67.49", MIDDLE, "off_track"),
        (BAND, "3", START, "met"),
        (BAND, "7", MIDDLE, "on_track"),
        (BAND, "8", MIDDLE, "at_risk"),
        (BAND, "0", MIDDLE, "on_track"),
        (BAND, "-2", MIDDLE, "off_track"),
        (LEVELS, "2", MIDDLE, "on_track"),
        (LEVELS, "1", MIDDLE, "off_track"),
        (LEVELS, "3", END, "at_risk"),
        (STEPPED, "5", MIDDLE, "on_track"),
        (STEPPED, "5.5", MIDDLE, "at_risk"),
        (STEPPED, "3.5", MIDDLE + timedelta(days=15), "on_track"),
    ],
)
def test_a_value_is_held_against_the_way(target: Target, value: str, on: date, judgement: str) -> None:
    assert suggested(target, value, on) == judgement


@given(VALUES, VALUES, DAYS, st.sampled_from([LOWER, RAISE, STEPPED]))
def test_a_better_value_is_never_judged_worse(one: Decimal, other: Decimal, on: date, target: Target) -> None:
    better, worse = sorted((one, other), reverse=target.direction == Direction.RAISE)
    way = Way(target, START, END)
    assert WORSE.index(way.suggest(better, on)) <= WORSE.index(way.suggest(worse, on))


@given(VALUES, DAYS, DAYS, st.sampled_from([LOWER, RAISE, BAND, STEPPED]))
def test_the_same_value_is_never_judged_better_later(value: Decimal, one: date, other: date, target: Target) -> None:
    way = Way(target, START, END)
    sooner, later = (WORSE.index(way.suggest(value, on)) for on in sorted((one, other)))
    assert sooner <= later


@given(VALUES, DAYS)
def test_raising_and_lowering_are_mirror_images(value: Decimal, on: date) -> None:
    mirrored = Target(-LOWER.baseline, -LOWER.target, Direction.RAISE, "%")
    assert Way(mirrored, START, END).suggest(-value, on) == Way(LOWER, START, END).suggest(value, on)


def test_the_bounds_are_said_with_the_last_value_that_counts() -> None:
    said = [(judgement.value, words) for judgement, words in Way(LOWER, START, END).bounds(MIDDLE)]
    assert said == [("met", "at most 2 %"), ("on_track", "at most 4 %"), ("at_risk", "at most 5 %")]
    third = [words for _judgement, words in Way(LOWER, START, END).bounds(START + timedelta(days=20))]
    assert third == ["at most 2 %", "at most 4.66 %", "at most 5.33 %"]


@given(DAYS, st.sampled_from([LOWER, RAISE, STEPPED]))
def test_bounds_and_suggestions_say_the_same(on: date, target: Target) -> None:
    """The value that a bound names is judged so, and one a hundredth beyond it worse."""
    way, beyond = Way(target, START, END), Decimal("-0.01" if target.direction == Direction.RAISE else "0.01")
    for judgement, words in way.bounds(on):
        value = Decimal(words.split()[2])
        assert way.suggest(value, on) == judgement
        assert WORSE.index(way.suggest(value + beyond, on)) > WORSE.index(judgement)


@given(DAYS)
def test_bounds_rise_from_the_target(on: date) -> None:
    found = [judgement for judgement, _words in Way(BAND, START, END).bounds(on)]
    assert all(WORSE.index(one) < WORSE.index(other) for one, other in pairwise(found))
