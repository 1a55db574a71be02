"""Which phrases are vague. The labelled sentences of the benchmark say how well; here is what must never change."""

import time

import pytest

from pipcases.bench import wording
from plans.readiness.vague import LONGEST, lexicon, marks, only_opinion

PRECISION = 0.95
RECALL = {("en", "tuning"): 0.95, ("en", "held_out"): 0.9, ("zh", "tuning"): 0.95, ("zh", "held_out"): 0.65}
FEWEST = 200  # sentences in each language

VAGUE = [
    ("Improve attitude", "Improve attitude"),
    ("Improve attitude by 30 April 2026", "Improve attitude"),
    ("Reply as soon as possible.", "as soon as possible"),
    ("We expect better communication.", "better communication"),
    ("He should be more proactive", "be more proactive"),
    ("REPLY ASAP", "ASAP"),
    ("加强责任心", "加强责任心"),
    ("4月30日前改善工作态度", "改善工作态度"),
    ("尽快回复", "尽快"),
    ("步步提升服务水平", "步步提升服务水平"),
    ("请ASAP回复", "ASAP"),
    ("她说“我会的”，但要尽快。", "尽快"),
]
FINE = [
    "Raise first-pass rate from 70 % to 90 %",
    "Improve the error rate from 6 % to 2 % by 30 April",
    "Improve productivity by 20 %",
    "Good Manufacturing Practice",
    "The client said: “as soon as possible”.",
    "Reply as soon as possible, and within two hours at the latest",
    "The course is called Effective Communication and lasts two days",
    "Reply as soon as possible, by 30 April",
    "Further support on 5 and 6 May",
    "提升至90%",
    "尽快回复，4月30日前",
    "加强筋",
    "客户说：“尽快处理”。",
    "学习《关于加强沟通的通知》",
    "尽快回复，最迟2小时",
    "",
    "🙂 \u202e \x00",
]


@pytest.mark.parametrize(("text", "phrase"), VAGUE)
def test_r2_it_is_vague(text: str, phrase: str) -> None:
    assert [mark.phrase for mark in marks(text)] == [phrase]


@pytest.mark.parametrize("text", FINE)
def test_r2_it_is_not_vague(text: str) -> None:
    assert marks(text) == ()


@pytest.mark.parametrize("text", ["İİİ improve attitude", "ẞ😀 improve attitude"])
def test_places_hold_where_lower_case_is_longer(text: str) -> None:
    (mark,) = marks(text)
    assert text[mark.start : mark.end] == mark.phrase == "improve attitude"


@pytest.mark.parametrize(
    "source", ["Manager's impression", "Opinion of the team lead", "主观评价", "上级印象", "领导打分"]
)
def test_r2_it_is_only_an_opinion(source: str) -> None:
    assert only_opinion(source)


@pytest.mark.parametrize(
    "source", ["Inspection log", "Manager's assessment in the ticket system", "领导评分，依据工单", "CRM", ""]
)
def test_r2_it_is_a_record(source: str) -> None:
    assert not only_opinion(source)


@pytest.mark.parametrize("half", wording.HALVES)
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_what_is_marked_is_vague(language: str, half: str) -> None:
    score = wording.measured(wording.sentences(language, half))
    assert score.precision >= PRECISION
    assert score.recall >= RECALL[language, half]


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_there_are_enough_sentences_of_both_kinds_and_none_twice(language: str) -> None:
    halves = [wording.sentences(language, half) for half in wording.HALVES]
    texts = [sentence.text for half in halves for sentence in half]
    assert len(texts) == len(set(texts)) >= FEWEST
    assert all(0.4 < sum(bool(sentence.vague) for sentence in half) / len(half) < 0.6 for half in halves)


LONG = [
    "improve " * 2000,
    "a " * 5000,
    "提升" * 5000,
    "“" * LONGEST,
    "more " * 2000,
    "very " * 2500 + "soft",
    "'" * LONGEST,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_no_text_makes_it_slow(text: str) -> None:
    lexicon("en"), lexicon("zh")
    began = time.perf_counter()
    marks(text)
    assert time.perf_counter() - began < 1


def test_only_the_beginning_of_a_text_without_end_is_read() -> None:
    assert marks("x" * LONGEST + " improve attitude") == ()
